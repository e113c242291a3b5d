import type { PolicyResource } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { auditAlarms } from "./auditAlarms.ts";
import { auditRouting } from "./auditRouting.ts";
import { auditTrail } from "./auditTrail.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;

const detector = extra("aws:guardduty/detector:Detector", "audit-detector", {
  enable: true,
  findingPublishingFrequency: "FIFTEEN_MINUTES",
});

const FEATURES = {
  "audit-s3": "S3_DATA_EVENTS",
  "audit-rds": "RDS_LOGIN_EVENTS",
  "audit-lambda": "LAMBDA_NETWORK_LOGS",
  "audit-malware": "EBS_MALWARE_PROTECTION",
} as const;

const OF_DETECTOR = { detectorId: UNKNOWN, status: "ENABLED" } as const;
const FROM_DETECTOR = from({ detectorId: [detector] });
const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";

const DETECTION: readonly PolicyResource[] = [
  detector,
  ...Object.entries(FEATURES).map(([name, feature]) =>
    extra(FEATURE, name, { ...OF_DETECTOR, name: feature }, FROM_DETECTOR),
  ),
  extra(
    FEATURE,
    "audit-runtime",
    {
      ...OF_DETECTOR,
      name: "RUNTIME_MONITORING",
      additionalConfigurations: [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" }],
    },
    FROM_DETECTOR,
  ),
  extra("aws:securityhub/account:Account", "audit-hub", { enableDefaultStandards: false }),
  extra("aws:securityhub/standardsSubscription:StandardsSubscription", "audit-fsbp", {
    standardsArn: `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
  }),
  extra("aws:securityhub/standardsSubscription:StandardsSubscription", "audit-cis", {
    standardsArn: `arn:aws:securityhub:${region}::standards/cis-aws-foundations-benchmark/v/3.0.0`,
  }),
  extra("aws:accessanalyzer/analyzer:Analyzer", "audit-analyzer", {
    analyzerName: "rampart-prod-analyzer-account",
    type: "ACCOUNT",
  }),
  extra("aws:inspector2/enabler:Enabler", "audit-inspector", {
    accountIds: [account],
    resourceTypes: ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
  }),
];

/** A whole account baseline. */
export const auditExtras: readonly PolicyResource[] = [
  extra("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "audit-account", {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  ...auditTrail,
  ...DETECTION,
  ...auditAlarms,
  ...auditRouting,
];
