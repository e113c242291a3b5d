import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * What GuardDuty watches beside calls, flows and DNS queries, and what it may do by itself for it.
 * There is no EKS here. Source: GuardDuty API reference, "DetectorFeatureConfiguration".
 */
const FEATURES: Readonly<Record<string, Readonly<Record<string, "ENABLED" | "DISABLED">>>> = {
  S3_DATA_EVENTS: {},
  RDS_LOGIN_EVENTS: {},
  LAMBDA_NETWORK_LOGS: {},
  EBS_MALWARE_PROTECTION: {},
  RUNTIME_MONITORING: {
    ECS_FARGATE_AGENT_MANAGEMENT: "ENABLED",
    EC2_AGENT_MANAGEMENT: "ENABLED",
    EKS_ADDON_MANAGEMENT: "DISABLED",
  },
};

/**
 * GuardDuty with its protection plans; what it finds again is told every 15 minutes (P-DET-2). There
 * is one in an account and region, kept when the stack is destroyed: without it all findings are
 * gone (T90). Its agent on tasks and hosts reaches it by a VPC endpoint, which GuardDuty makes by
 * itself in each VPC, for nothing, and the provider takes away with the VPC (T88): see
 * docs/decisions/0013. Tasks pull the agent with their own role. Cost: about 4 USD a million management events, 0.80 USD a
 * million events of objects, 1 USD a GB of flow logs, DNS queries and functions' traffic, 1.50 USD a
 * month and vCPU of tasks and hosts, 1 USD a month and vCPU of databases, 0.03 USD a GB of scanned
 * volumes; the first 30 days are free. Source: aws.amazon.com/guardduty/pricing, us-east-1.
 */
export class GuardDuty extends pulumi.ComponentResource {
  public static readonly token = "rampart:detection:GuardDuty";
  /** Id of the detector; known only once AWS made it. */
  public readonly detectorId: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super(GuardDuty.token, name, {}, opts);
    const kept = { parent: this, retainOnDelete: true };

    const detector = new aws.guardduty.Detector(
      name,
      { enable: true, findingPublishingFrequency: "FIFTEEN_MINUTES" },
      kept,
    );
    for (const [feature, additional] of Object.entries(FEATURES)) {
      new aws.guardduty.DetectorFeature(
        `${name}-${feature.toLowerCase().replaceAll("_", "-")}`,
        {
          detectorId: detector.id,
          name: feature,
          status: "ENABLED",
          additionalConfigurations: Object.entries(additional).map(([key, status]) => ({
            name: key,
            status,
          })),
        },
        kept,
      );
    }

    this.detectorId = detector.id;
    this.registerOutputs({ detectorId: this.detectorId });
  }
}
