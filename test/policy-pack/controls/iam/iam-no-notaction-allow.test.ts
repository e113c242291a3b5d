import assert from "node:assert/strict";

import { iamNoNotactionAllow } from "../../../../policy-pack/controls/iam/iam-no-notaction-allow.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { judged, said } from "../../support/cases.ts";
import { document, resource } from "../../support/resources.ts";
import { allBut, allow, deny, itJudgesDocuments } from "./documents.ts";

const by = (elements: string) => [`Statement Some allows by ${elements}`];
const NOT_RESOURCE = { NotResource: "arn:aws:s3:::audit/*" };

describe("iam-no-notaction-allow", () => {
  itJudgesDocuments({
    control: iamNoNotactionAllow,
    ignoresDenials: true,
    good: allow("s3:GetObject", "*"),
    bad: allBut("iam:*", "*"),
    message: () => by("NotAction")[0] ?? "",
    fails: [
      ["the list is long", allBut(["iam:*", "sts:*"], "*")],
      ["the resource is named", allBut("s3:Put*", "arn:aws:s3:::app/*")],
      ["a condition stands beside", allBut("s3:*", "*", { Condition: { Bool: { a: "true" } } })],
      {
        row: ["resources are left out", allow("s3:*", [], NOT_RESOURCE)],
        messages: by("NotResource"),
      },
      {
        row: ["both are left out", allBut("s3:*", [], NOT_RESOURCE)],
        messages: by("NotAction and NotResource"),
      },
      {
        row: ["two statements do it", allBut("s3:*", "*"), allow("s3:*", [], NOT_RESOURCE)],
        messages: [...by("NotAction"), ...by("NotResource")],
      },
    ],
    accepts: [
      ["a denial by NotAction", deny([], "*", { NotAction: "iam:*" })],
      ["a denial by NotResource", deny("s3:*", [], NOT_RESOURCE)],
      ["a star", allow("*", "*")],
      ["an empty list", allow("s3:GetObject", "*", { NotAction: [] })],
    ],
  });

  const role = (assumeRolePolicy: unknown, inlinePolicies?: unknown) =>
    resource("aws:iam/role:Role", "role", {
      assumeRolePolicy,
      ...(inlinePolicies === undefined ? {} : { inlinePolicies }),
    } as Parameters<typeof resource>[2]);
  const ask = (subject: ReturnType<typeof role>) =>
    said(judged(iamNoNotactionAllow, [subject], "role"));
  const TRUST = { Sid: "Trust", Effect: "Allow", Action: "sts:AssumeRole" };

  it("looks at the trust of a role too", () => {
    const open = { ...TRUST, NotPrincipal: { AWS: "111122223333" } };
    assert.deepEqual(ask(role(document(open))), ["Statement Trust allows by NotPrincipal"]);
    assert.equal(ask(role(document({ ...open, Effect: "Deny" }))), "pass");
    assert.equal(ask(role(document({ ...TRUST, Principal: { Service: "ec2" } }))), "pass");
  });

  it("does not let an unknown part of a role hide what is wrong with the other", () => {
    const wrong = [{ policy: document(allBut("s3:*", "*")) }];
    assert.deepEqual(ask(role(UNKNOWN, wrong)), by("NotAction"));
    assert.equal(ask(role(UNKNOWN, [])), "undecided");
    assert.equal(ask(role(document(), UNKNOWN)), "undecided");
  });
});
