import assert from "node:assert/strict";

import {
  eachTrust,
  foreignersIn,
  hasExternalId,
} from "../../../../policy-pack/controls/iam/trust.ts";
import {
  type Condition,
  demanded,
  type Principal,
  type Statement,
} from "../../../../policy-pack/engine/policyDocument.ts";
import { pass } from "../../../../policy-pack/engine/verdict.ts";
import { View } from "../../../../policy-pack/engine/view.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { ACCOUNT, FOREIGN } from "../../support/resources.ts";
import { role, trust } from "./trusts.ts";

const ORG = "o-1234567890";
const EVERYBODY = "*";
const OWN_ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
const THEIRS = `arn:aws:iam::${FOREIGN}:role/theirs`;
const OTHERS = `arn:aws:iam::${FOREIGN}:role/others`;
const THEIR_ROOT = `arn:aws:iam::${FOREIGN}:root`;

describe("what denials demand of those whom a trust admits", () => {
  /** A denial of whoever is not of the organization. */
  const deny = (more: { readonly [key: string]: Value } = {}): Value => ({
    Effect: "Deny",
    Principal: EVERYBODY,
    Action: "sts:*",
    Condition: { StringNotEquals: { "aws:PrincipalOrgID": ORG } },
    ...more,
  });
  const demandedOf = (...statements: Value[]) => {
    const found: (readonly string[])[] = [];
    eachTrust(new View(role(...statements)), ({ conditions }) => {
      found.push(demanded(conditions, "aws:PrincipalOrgID"));
      return pass;
    });
    return found;
  };
  const two = { Action: ["sts:AssumeRole", "sts:TagSession"] };
  const allBut = { Action: null, NotAction: "sts:TagSession" };

  for (const [title, admits, denial, expected] of [
    ["what a denial of everyone demands", {}, deny(), [ORG]],
    ["what a denial of the very action demands", {}, deny({ Action: "sts:AssumeRole" }), [ORG]],
    [
      "what a denial of everyone and somebody demands",
      {},
      deny({ Principal: { AWS: [EVERYBODY, OWN_ROLE] } }),
      [ORG],
    ],
    ["nothing of a denial of somebody", {}, deny({ Principal: { AWS: OWN_ROLE } }), []],
    ["nothing of a denial of another action", {}, deny({ Action: "sts:TagSession" }), []],
    ["nothing of a denial of one of two actions", two, deny({ Action: "sts:AssumeRole" }), []],
    ["what a denial of all actions demands of all but one", allBut, deny(), [ORG]],
    [
      "nothing of a denial of one action of all but one",
      allBut,
      deny({ Action: "sts:AssumeRole" }),
      [],
    ],
  ] as const) {
    it(`is ${title}`, () => {
      assert.deepEqual(demandedOf(trust(EVERYBODY, undefined, admits), denial), [expected]);
    });
  }

  it("is asked of no denial", () => {
    assert.deepEqual(demandedOf(deny()), []);
  });
});

describe("whom of other accounts a trust admits", () => {
  const aws = (value: string): Principal => ({ kind: "AWS", value });
  const fixed = (key: string, ...values: string[]): Condition => ({
    operator: "stringequals",
    key: key.toLowerCase(),
    values,
  });
  const ARN = "aws:PrincipalArn";
  const ID = "aws:PrincipalAccount";
  const ask = (change: Partial<Statement>) =>
    foreignersIn(
      {
        sid: "",
        effect: "Allow",
        principals: [],
        notPrincipals: [],
        actions: ["sts:AssumeRole"],
        notActions: [],
        resources: [],
        notResources: [],
        conditions: [],
        path: "assumeRolePolicy.Statement[0]",
        ...change,
      },
      () => [ACCOUNT],
    ).map(({ text, whole }) => `${whole ? "all of " : ""}${text}`);

  for (const [title, principals, conditions, expected] of [
    ["nobody of own ones", [OWN_ROLE, ACCOUNT], [], []],
    ["a role", [THEIRS], [], [THEIRS]],
    ["a whole account by its id", [FOREIGN], [], [`all of ${FOREIGN}`]],
    ["a whole account by its root", [THEIR_ROOT], [], [`all of ${THEIR_ROOT}`]],
    ["everyone's account by its id", [EVERYBODY], [fixed(ID, FOREIGN)], [`all of ${FOREIGN}`]],
    [
      "the account by its id beside an own role",
      [OWN_ROLE, EVERYBODY],
      [fixed(ID, FOREIGN)],
      [`all of ${FOREIGN}`],
    ],
    ["nobody where an account narrows an own role", [OWN_ROLE], [fixed(ID, FOREIGN)], []],
    ["nobody where everyone is one own role", [EVERYBODY], [fixed(ARN, OWN_ROLE)], []],
    ["the role that everyone is narrowed to", [EVERYBODY], [fixed(ARN, THEIRS)], [THEIRS]],
    ["nobody where an own role is narrowed to another", [OWN_ROLE], [fixed(ARN, THEIRS)], []],
    ["the role that an account is narrowed to", [THEIR_ROOT], [fixed(ARN, THEIRS)], [THEIRS]],
    [
      "a role beside an account that is narrowed to another",
      [THEIR_ROOT, OTHERS],
      [fixed(ARN, THEIRS)],
      [OTHERS, THEIRS],
    ],
    [
      "a whole account where a pattern opens the condition",
      [THEIR_ROOT],
      [fixed(ARN, THEIRS, "*")],
      [`all of ${THEIR_ROOT}`],
    ],
  ] as const) {
    it(`is ${title}`, () => {
      assert.deepEqual(ask({ principals: principals.map(aws), conditions }), expected);
    });
  }

  it("is the account that conditions ask for of all but some", () => {
    const change = { notPrincipals: [aws(OWN_ROLE)], conditions: [fixed(ID, FOREIGN)] };
    assert.deepEqual(ask(change), [`all of ${FOREIGN}`]);
    assert.deepEqual(ask({ ...change, conditions: [fixed(ARN, THEIRS)] }), [THEIRS]);
  });

  it("must show an id that was agreed", () => {
    const shows = (...values: string[]) =>
      hasExternalId({ conditions: [fixed("sts:ExternalId", ...values)] } as unknown as Statement);
    assert.equal(shows("7c1d"), true);
    for (const ids of [[], [""], ["*"], ["7c1?"], ["7c1d", "*"]])
      assert.equal(shows(...ids), false);
  });
});
