import assert from "node:assert/strict";

import { foreignersIn, isForeign } from "../../../../policy-pack/controls/shared/accounts.ts";
import type {
  Condition,
  Principal,
  Statement,
} from "../../../../policy-pack/engine/policyDocument.ts";
import { ACCOUNT, FOREIGN } from "../../support/resources.ts";

const aws = (value: string): Principal => ({ kind: "AWS", value });
const service = (value: string): Principal => ({ kind: "Service", value });
const role = (account: string) => `arn:aws:iam::${account}:role/app`;
const test = (key: string, ...values: string[]): Condition => ({
  operator: "stringequals",
  key: key.toLowerCase(),
  values,
});
const EVERYONE = aws("*");
const OWN = aws(role(ACCOUNT));
const CALLER = "aws:PrincipalAccount";
const SOURCE = "aws:SourceAccount";

describe("isForeign", () => {
  for (const [title, principal, expected] of [
    ["an own role", OWN, false],
    ["the own account", aws(ACCOUNT), false],
    ["another's role", aws(role(FOREIGN)), true],
    ["another account", aws(FOREIGN), true],
    ["somebody without an account", aws("AIDAEXAMPLE"), true],
    ["everyone, who is another control's matter", EVERYONE, false],
    ["a service", service("logs.amazonaws.com"), false],
    ["an identity provider", { kind: "Federated", value: "accounts.example.com" }, false],
  ] as const) {
    it(`is ${expected} for ${title}`, () => {
      assert.equal(isForeign(principal, [ACCOUNT]), expected);
    });
  }
});

describe("foreignersIn", () => {
  const ask = (change: Partial<Statement>, ownKeys?: readonly string[]) =>
    foreignersIn(
      {
        sid: "",
        effect: "Allow",
        principals: [],
        notPrincipals: [],
        actions: ["kms:Decrypt"],
        notActions: [],
        resources: ["*"],
        notResources: [],
        conditions: [],
        path: "policy.Statement[0]",
        ...change,
      },
      () => [ACCOUNT],
      ownKeys,
    );

  for (const [title, principals, conditions, expected] of [
    ["nobody of own ones", [OWN], [], []],
    ["another's role by name", [OWN, aws(role(FOREIGN))], [], [role(FOREIGN)]],
    ["nobody of everyone without conditions", [EVERYONE], [], []],
    ["whom conditions ask for of everyone", [EVERYONE], [test(CALLER, FOREIGN)], [FOREIGN]],
    ["the others of several", [EVERYONE], [test(CALLER, ACCOUNT, FOREIGN)], [FOREIGN]],
    ["whom they ask for beside own ones", [EVERYONE, OWN], [test(CALLER, FOREIGN)], [FOREIGN]],
    ["nobody where they narrow own ones", [OWN], [test(CALLER, FOREIGN)], []],
    [
      "nobody where one of two tests asks for own ones",
      [EVERYONE],
      [test(CALLER, ACCOUNT), test(SOURCE, FOREIGN)],
      [],
    ],
    [
      "whoever two tests ask for",
      [EVERYONE],
      [test(CALLER, FOREIGN), test("aws:PrincipalArn", role(FOREIGN))],
      [FOREIGN, role(FOREIGN)],
    ],
  ] as const) {
    it(`is ${title}`, () => {
      assert.deepEqual(ask({ principals, conditions }), expected);
    });
  }

  it("is whom conditions ask for of all but some", () => {
    const conditions = [test(CALLER, FOREIGN)];
    assert.deepEqual(ask({ notPrincipals: [OWN], conditions }), [FOREIGN]);
  });

  it("goes by keys of the service where they are named", () => {
    const change = { principals: [EVERYONE], conditions: [test("kms:CallerAccount", FOREIGN)] };
    assert.deepEqual(ask(change), []);
    assert.deepEqual(ask(change, ["kms:CallerAccount"]), [FOREIGN]);
  });

  it("need not know the own account where a service is named", () => {
    const statement = { principals: [service("logs.amazonaws.com")], notPrincipals: [] };
    const asked = () => assert.fail("it asks for the own accounts");
    assert.deepEqual(
      foreignersIn({ ...statement, conditions: [] } as unknown as Statement, asked),
      [],
    );
  });
});
