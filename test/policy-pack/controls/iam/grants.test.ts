import assert from "node:assert/strict";

import {
  deniesAction,
  demandsOf,
  grantOf,
  remainder,
} from "../../../../policy-pack/controls/iam/grants.ts";
import type { Condition, Statement } from "../../../../policy-pack/engine/policyDocument.ts";

const statement = (change: Partial<Statement>): Statement => ({
  sid: "",
  effect: "Allow",
  principals: [],
  notPrincipals: [],
  actions: ["s3:GetObject"],
  notActions: [],
  resources: ["*"],
  notResources: [],
  conditions: [],
  path: "policy.Statement[0]",
  ...change,
});
const deny = (change: Partial<Statement>) => statement({ effect: "Deny", ...change });
const test = (operator: string, ...values: string[]): Condition => ({
  operator,
  key: "aws:principalorgid",
  values,
});

const A = "arn:aws:s3:::a/*";
const B = "arn:aws:s3:::b/*";

describe("what denials leave of an Allow", () => {
  const left = (allow: Partial<Statement>, ...denials: Partial<Statement>[]) =>
    remainder(statement(allow), "s3:getobject", () => denials.map(deny))?.resources;

  for (const [title, allow, denials, expected] of [
    ["all of it where nothing is denied", {}, [], ["*"]],
    ["anything where it names all but a list", { resources: [], notResources: [A] }, [], ["*"]],
    ["nothing where it names no resource", { resources: [] }, [], undefined],
    ["nothing where it is none", { effect: "Deny" }, [], undefined],
    ["nothing where everything is denied", { resources: [A] }, [{}], undefined],
    ["what is not denied", { resources: [A, B] }, [{ resources: [A] }], [B]],
    ["what one of several denies", { resources: [A, B] }, [{ resources: ["x", A] }], [B]],
    [
      "all of it where another action is denied",
      { resources: [A] },
      [{ actions: ["s3:PutObject"] }],
      [A],
    ],
    [
      "what is spared from a denial of all others",
      { resources: [A, B] },
      [{ resources: [], notResources: ["x", A] }],
      [A],
    ],
    [
      "itself where more than it is spared",
      { resources: [A] },
      [{ resources: [], notResources: ["x", "arn:aws:s3:::*"] }],
      [A],
    ],
    [
      "what it has in common with what is spared",
      { resources: ["*"] },
      [{ resources: [], notResources: [A, B] }],
      [A, B],
    ],
    [
      "nothing where what is spared is something else",
      { resources: [B] },
      [{ resources: [], notResources: [A] }],
      undefined,
    ],
  ] as const) {
    it(title, () => {
      assert.deepEqual(left(allow, ...denials), expected);
    });
  }

  it("asks for no denial where there is nothing to deny", () => {
    const asked = () => assert.fail("it asks for denials");
    assert.equal(remainder(statement({ resources: [] }), "s3:getobject", asked), undefined);
    assert.equal(remainder(deny({}), "s3:getobject", asked), undefined);
  });

  it("speaks of the action that is asked for alone", () => {
    assert.equal(
      grantOf(statement({}), "s3:PutObject", () => []),
      undefined,
    );
    assert.deepEqual(grantOf(statement({}), "s3:GetObject", () => [])?.resources, ["*"]);
  });
});

describe("what conditional denials demand of an Allow", () => {
  const own = test("stringequals", "own");
  const demanded = (allow: Partial<Statement>, denial: Partial<Statement>) =>
    remainder(statement({ conditions: [own], ...allow }), "s3:getobject", () => [
      deny({ conditions: [test("stringnotequals", "o-1")], ...denial }),
    ])?.conditions;
  const both = [own, test("stringequals", "o-1")];

  for (const [title, allow, denial, expected] of [
    ["the opposite of a denial of all", { resources: [A, B] }, {}, both],
    ["of one that names it", { resources: [A] }, { resources: ["x", A] }, both],
    ["of one that spares others", { resources: [A] }, { resources: [], notResources: [B] }, both],
    [
      "nothing of one that spares it",
      { resources: [A] },
      { resources: [], notResources: [B, A] },
      [own],
    ],
    ["nothing of one about a part", { resources: [A, B] }, { resources: [A] }, [own]],
    ["nothing of one about another action", {}, { actions: ["s3:PutObject"] }, [own]],
  ] as const) {
    it(title, () => {
      assert.deepEqual(demanded(allow, denial), expected);
    });
  }

  for (const [operator, expected] of [
    ["stringnotequals", "stringequals"],
    ["stringnotequalsifexists", "stringequals"],
    ["forallvalues:arnnotlike", "foranyvalue:arnlike"],
    ["foranyvalue:stringnotlike", undefined],
    ["stringequals", undefined],
    ["null", undefined],
  ] as const) {
    it(`${operator} is ${expected ?? "no demand"}`, () => {
      const found = demandsOf(deny({ conditions: [test(operator, "x")] }));
      assert.deepEqual(found, expected === undefined ? [] : [test(expected, "x")]);
    });
  }

  it("nothing of a denial with no test or with two", () => {
    const one = test("stringnotequals", "x");
    assert.deepEqual(demandsOf(deny({})), []);
    assert.deepEqual(demandsOf(deny({ conditions: [one, one] })), []);
  });
});

describe("a denial takes away", () => {
  for (const [title, denial, action, expected] of [
    ["an action that it names", { actions: ["x:Y", "S3:Get*"] }, "s3:getobject", true],
    ["no pattern that reaches further", { actions: ["s3:Get*"] }, "s3:*", false],
    ["all that it does not spare", { actions: [], notActions: ["x:*"] }, "s3:GetObject", true],
    [
      "nothing that it spares",
      { actions: [], notActions: ["x:*", "S3:get*"] },
      "s3:GetObject",
      false,
    ],
    ["no pattern that it spares in part", { actions: [], notActions: ["s3:Get*"] }, "s3:*", false],
  ] as const) {
    it(title, () => {
      assert.equal(deniesAction(deny(denial), action), expected);
    });
  }
});
