import assert from "node:assert/strict";

import { kmsPolicyExplicitNoLockout } from "../../../../policy-pack/controls/kms/kms-policy-explicit-no-lockout.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey, grant, keyPolicy, role } from "../../support/keys.ts";
import { document, resource } from "../../support/resources.ts";

const NOBODY = "The policy lets nobody put another";

describe("kms-policy-explicit-no-lockout", () => {
  itBehaves({
    control: kmsPolicyExplicitNoLockout,
    compliant: compliantKey(),
    subject: "key",
    fails: [
      {
        title: "no policy is stated",
        path: "policy",
        messages: ["The key has no policy of its own"],
      },
      {
        title: "only users of the key are named",
        path: "policy",
        value: document(grant("Use", { AWS: role("app") }, ["kms:Decrypt", "kms:Encrypt"])),
        messages: [NOBODY],
      },
      {
        title: "only a service may put a policy",
        path: "policy",
        value: document(grant("Odd", { Service: "s3.amazonaws.com" }, "kms:*")),
        messages: [NOBODY],
      },
      {
        title: "the administrator is denied, not allowed",
        path: "policy",
        value: document(grant("Deny", { AWS: role("admin") }, "kms:*", { Effect: "Deny" })),
        messages: [NOBODY],
      },
      {
        title: "the administrator is allowed, and everyone denied",
        path: "policy",
        value: document(
          grant("Admin", { AWS: role("admin") }, "kms:*"),
          grant("Deny", "*", "kms:PutKeyPolicy", { Effect: "Deny" }),
        ),
        messages: [NOBODY],
      },
      {
        title: "the lockout check is bypassed",
        path: "bypassPolicyLockoutSafetyCheck",
        value: true,
        messages: ["The check against a lockout is bypassed"],
      },
    ],
    accepts: [
      {
        title: "an administrator by name",
        path: "policy",
        value: document(grant("Admin", { AWS: role("admin") }, "kms:Put*")),
      },
      {
        title: "an administrator beside everyone",
        path: "policy",
        value: document(grant("Admin", { AWS: ["*", role("admin")] }, "kms:Put*")),
      },
      {
        title: "denials that hold for some, under a condition, or of other things",
        path: "policy",
        value: keyPolicy(
          grant("One", { AWS: role("app") }, "kms:*", { Effect: "Deny" }),
          grant("Other", "*", "kms:ScheduleKeyDeletion", { Effect: "Deny" }),
          grant("Plain", "*", "kms:*", {
            Effect: "Deny",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          }),
        ),
      },
    ],
  });

  it("finds a policy that is split off, by the origin of its key", () => {
    const key = resource("aws:kms/key:Key", "key", {});
    const policy = resource(
      "aws:kms/keyPolicy:KeyPolicy",
      "policy",
      { keyId: { $unknown: true }, policy: keyPolicy() },
      { propertyDependencies: { keyId: [key.urn] } },
    );
    assert.equal(said(judged(kmsPolicyExplicitNoLockout, [key, policy], "key")), "pass");
    assert.equal(said(judged(kmsPolicyExplicitNoLockout, [key, policy], "policy")), "pass");
  });
});
