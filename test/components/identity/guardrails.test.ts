import assert from "node:assert/strict";

import { guardrailStatements } from "../../../components/identity/guardrails.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { answer, type Answer } from "../../support/iam.ts";

const environment = testEnvironment();
const ALL = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const role = (identifier: string) =>
  `arn:aws:iam::111122223333:role/rampart-dev-role-${identifier}`;
const WHO = {
  deploy: role("deploy"),
  responder: role("auto-remediate"),
  other: role("api-task"),
  like: role("auto-remediate-2"),
  person: "arn:aws:iam::111122223333:user/somebody",
} as const;

type Who = keyof typeof WHO;

function ask(who: Who, action: string, resource = "*", responder?: string): Answer {
  const guardrails = { Statement: guardrailStatements(environment, { responder }) };
  return answer(
    { documents: [ALL, guardrails as unknown as typeof ALL] },
    { action, resource, context: { "aws:PrincipalArn": WHO[who] } },
  );
}

const everybody = Object.keys(WHO) as Who[];
const allowed = (action: string, responder?: string): Who[] =>
  everybody.filter((who) => ask(who, action, "*", responder) === "allowed");

describe("guardrailStatements", () => {
  const nobody = [
    "rds:DeleteDBInstance",
    "rds:DeleteDBCluster",
    "rds:DeleteDBSnapshot",
    "dynamodb:DeleteTable",
    "elasticache:DeleteReplicationGroup",
    "memorydb:DeleteCluster",
    "cloudtrail:StopLogging",
    "cloudtrail:DeleteTrail",
    "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors",
    "config:DeleteConfigRule",
    "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel",
    "config:StopConfigurationRecorder",
    "guardduty:DeleteDetector",
    "guardduty:UpdateDetector",
    "guardduty:CreateFilter",
    "guardduty:DisassociateFromMasterAccount",
    "securityhub:DisableSecurityHub",
    "securityhub:BatchDisableStandards",
    "inspector2:Disable",
    "access-analyzer:DeleteAnalyzer",
    "s3:PutBucketAcl",
    "s3:PutObjectAcl",
  ];
  for (const action of nobody) {
    it(`P-IAM-4: ${action} is denied to everybody`, () => {
      assert.deepEqual(allowed(action, "auto-remediate"), []);
    });
  }

  for (const action of [
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:ModifySecurityGroupRules",
    "s3:PutBucketPolicy",
    "s3:DeleteBucketPolicy",
    "s3:PutBucketOwnershipControls",
  ]) {
    it(`P-IAM-4: ${action} is the deploy role's`, () => {
      assert.deepEqual(allowed(action, "auto-remediate"), ["deploy"]);
    });
  }

  it("P-IAM-4, P-RESP: what closes buckets again may, exactly it, and only where it is", () => {
    const [bucket, account] = ["s3:PutBucketPublicAccessBlock", "s3:PutAccountPublicAccessBlock"];
    assert.deepEqual(allowed(bucket, "auto-remediate"), ["deploy", "responder"]);
    assert.deepEqual(allowed(account, "auto-remediate"), ["responder"]);
    assert.deepEqual(allowed(bucket), ["deploy"]);
    assert.deepEqual(allowed(account), []);
  });

  it("P-RESP: tags of buckets, whose keys S3 does not tell, are the deploy role's and people's", () => {
    assert.deepEqual(allowed("s3:PutBucketTagging", "auto-remediate"), ["deploy"]);
    // Where nothing is exempted from, and in the policy of people.
    assert.deepEqual(allowed("s3:PutBucketTagging"), everybody);
  });

  it("P-RESP: taking a rule back, cutting off and stopping are nobody's concern here", () => {
    for (const action of [
      "ec2:RevokeSecurityGroupIngress",
      "ec2:ModifyNetworkInterfaceAttribute",
      "ecs:StopTask",
      "ec2:CreateSnapshots",
    ]) {
      assert.deepEqual(allowed(action), everybody, action);
    }
  });

  it("P-DATA-6: AWS Backup ends its own snapshots, and no others", () => {
    const end = (snapshot: string) =>
      ask("other", "rds:DeleteDBSnapshot", `arn:aws:rds:us-east-1:111122223333:${snapshot}`);
    assert.equal(end("snapshot:awsbackup:job-1"), "allowed");
    assert.equal(end("snapshot:rampart-dev-final-main"), "denied");
    assert.equal(end("snapshot:rds:rampart-dev-db-main-2026"), "denied");
  });

  it("P-DATA-6: databases may be stopped, and their backups made", () => {
    for (const action of ["rds:StopDBInstance", "rds:CreateDBSnapshot", "rds:ModifyDBInstance"]) {
      assert.deepEqual(allowed(action), everybody, action);
    }
  });
});
