import assert from "node:assert/strict";

import type { Control } from "../../../../policy-pack/engine/control.ts";
import {
  type PolicyResource,
  UNKNOWN,
  type Value,
} from "../../../../policy-pack/engine/resource.ts";
import type { Settings } from "../../../../policy-pack/engine/judge.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { ACCOUNT, document, resource } from "../../support/resources.ts";

export type Statement = { readonly [key: string]: Value };

/** ARN of something in IAM of this account: `role/app`. */
export const iamArn = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;

export function allow(Action: Value, Resource: Value, more: Statement = {}): Statement {
  return { Sid: "Some", Effect: "Allow", Action, Resource, ...more };
}

export function deny(Action: Value, Resource: Value, more: Statement = {}): Statement {
  return { Sid: "Not", Effect: "Deny", Action, Resource, ...more };
}

/** All but some actions. */
export function allBut(NotAction: Value, Resource: Value, more: Statement = {}): Statement {
  return { Sid: "Some", Effect: "Allow", NotAction, Resource, ...more };
}

/** A customer policy with a document. */
export function policy(...statements: Statement[]): PolicyResource {
  return resource("aws:iam/policy:Policy", "policy", { policy: document(...statements) });
}

type Row = readonly [title: string, ...statements: Statement[]];

/** How a control of documents is shown to work. */
export interface DocumentBehaviour {
  readonly control: Control;
  /** A statement that is fine. */
  readonly good: Statement;
  /** One that is not. */
  readonly bad: Statement;
  /** What the control then says, by the path of the document. */
  readonly message: (path: string) => string;
  /** Documents that fail with the same message, or with others. */
  readonly fails: readonly (Row | { readonly row: Row; readonly messages: readonly string[] })[];
  readonly accepts: readonly Row[];
  readonly settings?: Settings;
  /** Whether a denial beside makes no difference. @default false */
  readonly ignoresDenials?: boolean;
}

/** The suite of the controls that judge what identities may do. */
export function itJudgesDocuments(behaviour: DocumentBehaviour): void {
  const { control, good, bad, message, settings = {} } = behaviour;
  const ask = (resources: readonly PolicyResource[], subject = resources[0]?.name ?? "") =>
    said(judged(control, resources, subject, settings));
  const here = [message("policy")];

  itBehaves({
    control,
    compliant: [policy(good)],
    subject: "policy",
    settings,
    fails: behaviour.fails.map((entry) => {
      const { row, messages } = "row" in entry ? entry : { row: entry, messages: here };
      const [title, ...statements] = row;
      return { title, path: "policy", value: document(...statements), messages };
    }),
    accepts: behaviour.accepts.map(([title, ...statements]) => ({
      title,
      path: "policy",
      value: document(...statements),
    })),
  });

  const lower = Object.fromEntries(
    Object.entries(bad).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const spellings: readonly (readonly [title: string, document: Value])[] = [
    ["an object", { Version: "2012-10-17", Statement: [bad] }],
    ["a lone statement", JSON.stringify({ Statement: bad })],
    ["elements in lower case", JSON.stringify({ statement: [lower] })],
    ["beside a good one", document(good, bad)],
  ];
  for (const [title, text] of spellings) {
    it(`sees the same in a document with ${title}`, () => {
      assert.deepEqual(ask([resource("aws:iam/policy:Policy", "policy", { policy: text })]), here);
    });
  }

  for (const kind of ["role", "user", "group"]) {
    it(`sees the same in an inline policy of a ${kind}`, () => {
      const type = `aws:iam/${kind}Policy:${kind[0]?.toUpperCase() ?? ""}${kind.slice(1)}Policy`;
      assert.deepEqual(ask([resource(type, "inline", { policy: document(bad) })]), here);
    });
  }

  it("sees the same in a role's inlinePolicies, and whatever else is unknown there", () => {
    const inlinePolicies = [{}, { name: "later", policy: UNKNOWN }, { policy: document(bad) }];
    const role = resource("aws:iam/role:Role", "role", {
      assumeRolePolicy: document(),
      inlinePolicies,
    });
    assert.deepEqual(ask([role]), [message("inlinePolicies[2].policy")]);
  });

  it("does not concern a policy that is only a boundary, until it is attached too", () => {
    const named = { ...policy(bad), inputs: { name: "ceiling", policy: document(bad) } };
    const boundary = iamArn("policy/ceiling");
    const role = resource("aws:iam/role:Role", "role", { permissionsBoundary: boundary });
    const attached = resource("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "attached", {
      policyArn: boundary,
    });
    const managed = resource("aws:iam/role:Role", "other", { managedPolicyArns: [boundary] });
    assert.equal(ask([named, role]), "notApplicable");
    assert.deepEqual(ask([named, role, attached]), here);
    assert.deepEqual(ask([named, role, managed]), here);
  });

  it("is undecided when a statement beside may be a denial that nobody can read", () => {
    const unreadable = { Effect: UNKNOWN, Action: "*", Resource: "*" };
    const Statement = [bad, unreadable];
    const open = resource("aws:iam/policy:Policy", "policy", { policy: { Statement } });
    const { outcome } = judged(control, [open], "policy", settings);
    assert.equal(outcome, behaviour.ignoresDenials === true ? "fail" : "undecided");
    const allowed = { Effect: "Allow", Action: "s3:GetObject", Resource: UNKNOWN };
    const known = { policy: { Statement: [bad, allowed] } };
    assert.deepEqual(ask([resource("aws:iam/policy:Policy", "policy", known)]), here);
  });
}
