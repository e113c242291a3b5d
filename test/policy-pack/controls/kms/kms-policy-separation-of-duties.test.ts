import assert from "node:assert/strict";

import { kmsPolicySeparationOfDuties } from "../../../../policy-pack/controls/kms/kms-policy-separation-of-duties.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey, grant, keyPolicy, role } from "../../support/keys.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";

const admin = grant("Admin", { AWS: role("admin") }, ["kms:Put*", "kms:ScheduleKeyDeletion"]);
const use = grant("Use", { AWS: role("app") }, ["kms:Decrypt", "kms:GenerateDataKey*"]);
/** For everyone, and then for these alone. */
const only = (arn: string | readonly string[]) =>
  grant("Only", { AWS: "*" }, "kms:Decrypt", {
    Condition: { StringEquals: { "aws:PrincipalArn": arn } },
  });
const session = (name: string, of = "work") => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${of}`;
const both = `${role("admin")} may both administer and use the key`;

describe("kms-policy-separation-of-duties", () => {
  itBehaves({
    control: kmsPolicySeparationOfDuties,
    compliant: compliantKey(keyPolicy(admin, use)),
    subject: "key",
    fails: [
      {
        title: "one statement gives both",
        path: "policy",
        value: keyPolicy(grant("All", { AWS: role("admin") }, "kms:*")),
        messages: [both],
      },
      {
        title: "two statements give both to one role",
        path: "policy",
        value: keyPolicy(admin, grant("Too", { AWS: [role("app"), role("admin")] }, "kms:Decrypt")),
        messages: [both, both],
      },
      {
        title: "all but a few actions are given",
        path: "policy",
        value: keyPolicy({
          ...grant("Not", { AWS: role("admin") }, []),
          NotAction: ["kms:ScheduleKeyDeletion"],
        }),
        messages: [both],
      },
      {
        title: "a session of the role uses the key",
        path: "policy",
        value: keyPolicy(
          grant("Admin", { AWS: `arn:aws:iam::${ACCOUNT}:role/team/admin` }, "kms:Put*"),
          grant("Use", { AWS: session("admin") }, "kms:Decrypt"),
        ),
        messages: [
          `arn:aws:iam::${ACCOUNT}:role/team/admin may both administer and use the key`,
          `${session("admin")} may both administer and use the key`,
        ],
      },
      {
        title: "everyone uses the key",
        path: "policy",
        value: keyPolicy(admin, grant("Use", { AWS: "*" }, "kms:Decrypt")),
        messages: [both],
      },
      ...(
        [
          ["names the administrator", role("admin")],
          ["names the administrator among others", [role("app"), role("admin")]],
          ["names a pattern of roles", role("a*")],
          ["names whom the caller says", role("${aws:username}")],
        ] as const
      ).map(([title, arn]) => ({
        title: `a statement for everyone ${title}`,
        path: "policy",
        value: keyPolicy(admin, only(arn)),
        messages: [both],
      })),
      {
        title: "a statement for everyone but one role lets the administrator in",
        path: "policy",
        value: keyPolicy(
          admin,
          grant("Use", { AWS: "*" }, "kms:Decrypt", {
            Condition: { ArnNotEquals: { "aws:PrincipalArn": role("app") } },
          }),
        ),
        messages: [both],
      },
      {
        title: "an account administers the key, and a statement for everyone names a role of it",
        path: "policy",
        value: keyPolicy(grant("Other", { AWS: FOREIGN }, "kms:Put*"), only(role("app"))),
        messages: [`${FOREIGN} may both administer and use the key`],
      },
      {
        title: "another account's root has everything",
        path: "policy",
        value: keyPolicy(grant("Other", { AWS: FOREIGN }, "kms:*")),
        messages: [`${FOREIGN} may both administer and use the key`],
      },
    ],
    accepts: [
      {
        title: "everyone who uses the key through a service",
        path: "policy",
        value: keyPolicy(
          admin,
          grant("Use", { AWS: "*" }, "kms:Decrypt", {
            Condition: { StringEquals: { "kms:ViaService": "sqs.us-east-1.amazonaws.com" } },
          }),
        ),
      },
      {
        title: "a statement for everyone that names another role, as for one that AWS makes",
        path: "policy",
        value: keyPolicy(admin, only(role("aws-service-role/autoscaling.amazonaws.com/Scaling"))),
      },
      {
        title: "the same with two",
        path: "policy",
        value: keyPolicy(admin, only([role("app"), role("worker")])),
      },
      {
        title: "everyone who uses the key, beside a service that administers it",
        path: "policy",
        value: keyPolicy(
          grant("Admin", { Service: "backup.amazonaws.com" }, "kms:Put*"),
          grant("Use", { AWS: "*" }, "kms:Decrypt"),
        ),
      },
      {
        title: "roles that are called alike in two accounts, and in two partitions",
        path: "policy",
        value: keyPolicy(
          admin,
          grant("Use", { AWS: role("admin").replace(ACCOUNT, FOREIGN) }, "kms:Decrypt"),
          grant("China", { AWS: role("admin").replace(":aws:", ":aws-cn:") }, "kms:Decrypt"),
        ),
      },
      {
        title: "a session whose name is the role's",
        path: "policy",
        value: keyPolicy(admin, grant("Use", { AWS: session("app", "admin") }, "kms:Decrypt")),
      },
      {
        title: "a denial beside",
        path: "policy",
        value: keyPolicy(admin, { ...use, Principal: admin["Principal"] ?? "", Effect: "Deny" }),
      },
    ],
  });

  it("does not concern a key without a policy", () => {
    const bare = resource("aws:kms/key:Key", "key", {});
    assert.equal(said(judged(kmsPolicySeparationOfDuties, [bare], "key")), "notApplicable");
  });
});
