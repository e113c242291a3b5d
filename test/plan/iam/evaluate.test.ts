import assert from "node:assert/strict";

import { UNKNOWN, type Value } from "../../../plan/graph/value.ts";
import { type Context, holds } from "../../../plan/iam/condition.ts";
import { decide, decideIdentity, readDocument } from "../../../plan/iam/evaluate.ts";

const CONTEXT: Context = {
  told: {
    "aws:sourceaccount": ["111122223333"],
    "aws:sourcearn": ["arn:aws:events:us-east-1:111122223333:rule/a"],
    "aws:tagkeys": ["one", "two"],
    "aws:multifactorauthage": ["60"],
    "kms:resourcealiases": [],
  },
  unsure: ["kms:*"],
};

describe("conditions of IAM", () => {
  const cases: readonly (readonly [operator: string, key: string, values: string[], is: string])[] =
    [
      ["stringequals", "aws:sourceaccount", ["444455556666", "111122223333"], "yes"],
      ["stringequals", "aws:sourceaccount", ["11112222*"], "no"],
      ["stringlike", "aws:sourceaccount", ["11112222*"], "yes"],
      ["stringnotlike", "aws:sourceaccount", ["11112222*"], "no"],
      ["stringequalsignorecase", "aws:tagkeys", ["ONE", "Two"], "yes"],
      ["arnlike", "aws:sourcearn", ["arn:aws:events:*:111122223333:rule/*"], "yes"],
      ["arnequals", "aws:sourcearn", ["arn:aws:events:us-east-1:111122223333:rule/?"], "yes"],
      // A wildcard does not run over the colons between the parts, as it would in a text.
      ["arnlike", "aws:sourcearn", ["arn:aws:events:*:rule/a"], "no"],
      ["stringlike", "aws:sourcearn", ["arn:aws:events:*:rule/a"], "yes"],
      ["arnnotequals", "aws:sourcearn", ["arn:aws:events:us-east-1:111122223333:rule/b"], "yes"],
      ["stringequals", "aws:sourceorgid", ["o-1"], "no"],
      ["stringequalsifexists", "aws:sourceorgid", ["o-1"], "yes"],
      ["stringnotequals", "aws:sourceorgid", ["o-1"], "yes"],
      ["null", "aws:sourceorgid", ["true"], "yes"],
      ["null", "aws:sourceaccount", ["true"], "no"],
      ["null", "aws:sourceaccount", ["false"], "yes"],
      ["foranyvalue:stringequals", "aws:tagkeys", ["two", "three"], "yes"],
      ["forallvalues:stringequals", "aws:tagkeys", ["two", "three"], "no"],
      ["forallvalues:stringequals", "aws:absent", ["two"], "yes"],
      ["foranyvalue:stringequals", "aws:absent", ["two"], "no"],
      // Of no values, none is another one.
      ["foranyvalue:stringnotequals", "aws:absent", ["two"], "no"],
      ["foranyvalue:stringnotlike", "aws:absent", ["two"], "no"],
      ["foranyvalue:stringnotequalsifexists", "aws:absent", ["two"], "yes"],
      ["foranyvalue:stringnotequals", "aws:tagkeys", ["two"], "yes"],
      ["forallvalues:stringnotequals", "aws:absent", ["two"], "yes"],
      ["forallvalues:stringnotequals", "aws:tagkeys", ["two"], "no"],
      // A list without values counts as missing, also where its key is else unsure.
      ["foranyvalue:stringnotequals", "kms:resourcealiases", ["alias/a"], "no"],
      ["stringequals", "kms:resourcealiases", ["alias/a"], "no"],
      ["null", "kms:resourcealiases", ["true"], "yes"],
      ["numericlessthan", "aws:multifactorauthage", ["3600"], "yes"],
      ["numericlessthanequals", "aws:multifactorauthage", ["60"], "yes"],
      ["numericequals", "aws:multifactorauthage", ["61"], "no"],
      ["numericgreaterthan", "aws:multifactorauthage", ["60"], "no"],
      ["numericgreaterthanequals", "aws:multifactorauthage", ["60"], "yes"],
      ["bool", "aws:tagkeys", ["ONE"], "no"],
      ["stringequals", "kms:viaservice", ["sns.us-east-1.amazonaws.com"], "unsure"],
      ["ipaddress", "aws:sourcearn", ["10.0.0.0/8"], "unsure"],
      ["stringequals", "aws:sourceaccount", ["${aws:SourceAccount}"], "yes"],
      ["stringequals", "aws:sourceaccount", ["${aws:username}"], "no"],
    ];
  for (const [operator, key, values, is] of cases) {
    it(`${operator} ${key} ${values.join(" or ")}: ${is}`, () => {
      assert.equal(holds({ operator, key, values }, CONTEXT), is);
    });
  }
});

const RESOURCE = "arn:aws:sns:us-east-1:111122223333:topic";
const EVENTS = { kind: "Service", value: "events.amazonaws.com" };

const statement = (elements: Readonly<Record<string, Value>> = {}): Value => ({
  Sid: "One",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sns:Publish",
  Resource: RESOURCE,
  ...elements,
});

function answerOf(...statements: readonly Value[]) {
  const document = readDocument({ Statement: statements }, "policy");
  return decide([document], {
    caller: EVENTS,
    action: "sns:Publish",
    resource: RESOURCE,
    context: CONTEXT,
  });
}

describe("policies of IAM", () => {
  const cases: readonly (readonly [what: string, statements: Value[], answer: string])[] = [
    ["an Allow", [statement()], "allowed"],
    ["nothing", [], "not allowed"],
    ["a pattern in another case", [statement({ Action: "SNS:*" })], "allowed"],
    ["everybody", [statement({ Principal: "*" })], "allowed"],
    ["everybody by kind", [statement({ Principal: { AWS: "*" } })], "allowed"],
    ["another service", [statement({ Principal: { Service: "x.amazonaws.com" } })], "not allowed"],
    ["an account", [statement({ Principal: { AWS: "111122223333" } })], "not allowed"],
    ["another action", [statement({ Action: "sns:Subscribe" })], "not allowed"],
    ["all but this action", [statement({ Action: null, NotAction: "sns:Pub*" })], "not allowed"],
    ["another resource", [statement({ Resource: `${RESOURCE}s` })], "not allowed"],
    [
      "all but this resource",
      [statement({ Resource: null, NotResource: "*:topic" })],
      "not allowed",
    ],
    ["no resource, as in trusts", [statement({ Resource: null })], "allowed"],
    ["a Deny beside it", [statement(), statement({ Effect: "Deny" })], "denied"],
    [
      "a Deny of all but others",
      [statement(), statement({ Effect: "Deny", Principal: null, NotPrincipal: { AWS: "1" } })],
      "denied",
    ],
    [
      "a Deny that does not hold",
      [
        statement(),
        statement({ Effect: "Deny", Condition: { Bool: { "aws:SourceAccount": "1" } } }),
      ],
      "allowed",
    ],
    [
      "a Deny that nobody can judge",
      [statement(), statement({ Effect: "Deny", Condition: { Bool: { "kms:ViaService": "1" } } })],
      "unsure",
    ],
    ["a part that is unknown", [statement(), UNKNOWN], "unsure"],
    ["a Deny and a part that is unknown", [statement({ Effect: "Deny" }), UNKNOWN], "denied"],
  ];
  for (const [what, statements, answer] of cases) {
    it(`answer ${answer} to ${what}`, () => {
      assert.equal(answerOf(...statements).answer, answer);
    });
  }

  it("tell what the statement that comes nearest lacks", () => {
    const far = statement({ Sid: "Far", Resource: "*:other" });
    const near = statement({
      Sid: "Near",
      Condition: {
        StringEquals: { "aws:SourceOrgID": "o-1", "aws:SourceAccount": "111122223333" },
      },
    });
    const nearer = { "aws:SourceOrgID": "o-1", "aws:SourceAccount": "1" };
    const decision = answerOf(statement({ Condition: { StringEquals: nearer } }), far, near);
    assert.ok(decision.answer === "not allowed" && decision.flaw.what === "condition");
    assert.deepEqual(
      [decision.flaw.statement.sid, decision.flaw.condition.key, decision.flaw.failing],
      ["Near", "aws:sourceorgid", 1],
    );
  });

  it("tell why they can't be read", () => {
    assert.deepEqual(readDocument("{", "policy").unread, "is no valid JSON");
    assert.deepEqual(readDocument(UNKNOWN, "policy"), { statements: [], unread: "is unknown" });
    assert.deepEqual(readDocument(undefined, "policy"), { statements: [] });
  });

  it("deny a role of the account where its root is denied, but allow only by its name", () => {
    const role = { kind: "AWS", value: "arn:aws:iam::111122223333:role/a" };
    const ask = (elements: Readonly<Record<string, Value>>) =>
      decide([readDocument({ Statement: [statement(elements)] }, "policy")], {
        caller: role,
        action: "sns:Publish",
        resource: RESOURCE,
        context: CONTEXT,
      }).answer;
    const root = { AWS: "arn:aws:iam::111122223333:root" };
    assert.equal(ask({ Principal: root }), "not allowed");
    assert.equal(ask({ Principal: root, Effect: "Deny" }), "denied");
    assert.equal(ask({ Principal: { AWS: role.value } }), "allowed");
  });

  it("of an identity end at its ceiling", () => {
    const document = (...statements: readonly Value[]) =>
      readDocument({ Statement: statements }, "policy");
    const question = { action: "sns:Publish", resource: RESOURCE, context: CONTEXT };
    const own = document(statement());
    const nothing = document();
    const denial = document(statement({ Effect: "Deny" }));
    const ask = (documents: readonly ReturnType<typeof document>[], boundary = own) => {
      const { answer, ceiling = false } = decideIdentity({ documents, boundary }, question);
      return [answer, ceiling];
    };
    assert.deepEqual(ask([own]), ["allowed", false]);
    assert.deepEqual(ask([own], nothing), ["not allowed", true]);
    assert.deepEqual(ask([own], denial), ["denied", true]);
    assert.deepEqual(ask([nothing], denial), ["denied", true]);
    assert.deepEqual(ask([nothing]), ["not allowed", false]);
    assert.deepEqual(ask([denial], nothing), ["denied", false]);
    assert.equal(decideIdentity({ documents: [own] }, question).answer, "allowed");
  });
});
