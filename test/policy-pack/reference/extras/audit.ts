import type { PolicyResource, Properties } from "../../../../policy-pack/engine/resource.ts";
import { UNKNOWN } from "../../../../policy-pack/engine/resource.ts";
import { auditAlarms } from "./auditAlarms.ts";
import { auditRouting } from "./auditRouting.ts";
import { auditTrail } from "./auditTrail.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;

const FEATURES = {
  s3: "S3_DATA_EVENTS",
  rds: "RDS_LOGIN_EVENTS",
  lambda: "LAMBDA_NETWORK_LOGS",
  malware: "EBS_MALWARE_PROTECTION",
} as const;

const FEATURE = "aws:guardduty/detectorFeature:DetectorFeature";

/** What watches a region by itself. */
function watch(end: string, place: { readonly region?: string }): readonly PolicyResource[] {
  const detector = extra("aws:guardduty/detector:Detector", `audit-detector${end}`, {
    ...place,
    enable: true,
    findingPublishingFrequency: "FIFTEEN_MINUTES",
  });
  const feature = (name: string, inputs: Properties) =>
    extra(
      FEATURE,
      `audit-${name}${end}`,
      { ...place, detectorId: UNKNOWN, status: "ENABLED", ...inputs },
      from({ detectorId: [detector] }),
    );
  return [
    detector,
    ...Object.entries(FEATURES).map(([title, name]) => feature(title, { name })),
    feature("runtime", {
      name: "RUNTIME_MONITORING",
      additionalConfigurations: [{ name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" }],
    }),
    extra("aws:accessanalyzer/analyzer:Analyzer", `audit-analyzer${end}`, {
      ...place,
      analyzerName: "rampart-prod-analyzer-account",
      type: "ACCOUNT",
    }),
  ];
}

const DETECTION: readonly PolicyResource[] = [
  ...watch("", {}),
  extra("aws:securityhub/account:Account", "audit-hub", { enableDefaultStandards: false }),
  extra("aws:securityhub/standardsSubscription:StandardsSubscription", "audit-fsbp", {
    standardsArn: `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
  }),
  extra("aws:securityhub/standardsSubscription:StandardsSubscription", "audit-cis", {
    standardsArn: `arn:aws:securityhub:${region}::standards/cis-aws-foundations-benchmark/v/3.0.0`,
  }),
  extra("aws:inspector2/enabler:Enabler", "audit-inspector", {
    accountIds: [account],
    resourceTypes: ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
  }),
];

/** The same where the tracker is. */
const ELSEWHERE = { region: "eu-west-2" };
const SECOND_REGION: readonly PolicyResource[] = [
  ...watch("-2", ELSEWHERE),
  extra("aws:ebs/encryptionByDefault:EncryptionByDefault", "volumes-2", {
    ...ELSEWHERE,
    enabled: true,
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
  ...SECOND_REGION,
  ...auditAlarms,
  ...auditRouting,
];
