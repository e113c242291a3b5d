import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/** Who may do what the guardrails keep from all others. */
export interface Guarded {
  /**
   * Identifier of the role that closes buckets which somebody opened.
   * @default nobody does
   */
  readonly responder?: string | undefined;
}

/** Ending what watches the account, or what it watches. */
const BLINDING = [
  "access-analyzer:DeleteAnalyzer",
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "config:Delete*",
  "config:PutConfigurationRecorder",
  "config:StopConfigurationRecorder",
  "guardduty:CreateFilter",
  "guardduty:DeleteDetector",
  "guardduty:Disassociate*",
  "guardduty:StopMonitoringMembers",
  "guardduty:UpdateDetector",
  "inspector2:Disable",
  "securityhub:BatchDisableStandards",
  "securityhub:Disable*",
  "securityhub:Disassociate*",
  "securityhub:UpdateStandardsControl",
];

/** What holds the data of people. */
const DELETING_DATABASES = [
  "dynamodb:DeleteTable",
  "elasticache:DeleteReplicationGroup",
  "memorydb:DeleteCluster",
  "rds:DeleteDBCluster",
  "rds:DeleteDBInstance",
];

/** Identifier of the role that deploys. */
export const DEPLOY_IDENTIFIER = "deploy";

/**
 * Identifier of the function that responds, of its role, and what its queues and alarms begin with:
 * whatever is exempt from a guardrail is kept by the boundary from all that it binds.
 */
export const RESPONDER_IDENTIFIER = "auto-remediate";

/**
 * What nobody does in production, whatever else allows it (P-IAM-4). IAM can't see the CIDR block
 * of a rule, so that only the deploy role may open groups at all; who opens one to the world by it is
 * found by the detection, and the rule taken back. Break-glass alone is without these; who changes
 * the account's baseline, as its detectors, does it by that. Administrators of the account can make
 * identities that are without them: against these only a policy of the organization helps.
 */
export function guardrailStatements(
  environment: Environment,
  { responder }: Guarded = {},
): Statement[] {
  const othersThan = (...identifiers: string[]) => ({
    ArnNotEquals: {
      "aws:PrincipalArn": identifiers.map((identifier) =>
        arnOf(environment, "iam", `role/${nameOf(environment, "role", identifier)}`),
      ),
    },
  });
  const responders = responder === undefined ? [] : [responder];
  return [
    { Sid: "KeepDatabases", Effect: "Deny", Action: DELETING_DATABASES, Resource: "*" },
    {
      // AWS Backup ends its own once they are old.
      Sid: "KeepSnapshots",
      Effect: "Deny",
      Action: ["rds:DeleteDBClusterSnapshot", "rds:DeleteDBSnapshot"],
      NotResource: ["cluster-snapshot", "snapshot"].map((kind) =>
        arnOf(environment, "rds", `${kind}:awsbackup:*`),
      ),
    },
    { Sid: "KeepWatch", Effect: "Deny", Action: BLINDING, Resource: "*" },
    {
      Sid: "KeepGroupsClosed",
      Effect: "Deny",
      Action: [
        "ec2:AuthorizeSecurityGroupEgress",
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:ModifySecurityGroupRules",
      ],
      Resource: "*",
      Condition: othersThan(DEPLOY_IDENTIFIER),
    },
    {
      Sid: "KeepAccountPrivate",
      Effect: "Deny",
      Action: "s3:PutAccountPublicAccessBlock",
      Resource: "*",
      ...(responder === undefined ? {} : { Condition: othersThan(responder) }),
    },
    {
      Sid: "KeepBucketsPrivate",
      Effect: "Deny",
      Action: [
        "s3:DeleteBucketPolicy",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketPolicy",
        // It tells no keys of tags (see KeepExemptions of the boundary), and people may exempt.
        ...responders.map(() => "s3:PutBucketTagging"),
      ],
      Resource: "*",
      Condition: othersThan(DEPLOY_IDENTIFIER),
    },
    {
      Sid: "KeepBucketsBlocked",
      Effect: "Deny",
      Action: "s3:PutBucketPublicAccessBlock",
      Resource: "*",
      Condition: othersThan(...responders, DEPLOY_IDENTIFIER),
    },
    {
      // No bucket here has ACLs; where another one has, this is how it would be opened.
      Sid: "NoPublicAcls",
      Effect: "Deny",
      Action: ["s3:PutBucketAcl", "s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
      Resource: "*",
    },
  ];
}
