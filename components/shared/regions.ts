/** What must be known of a region without asking AWS. */
export interface Region {
  /** Prefix of its zone ids, `use1` of `use1-az1`. Source: AWS, "Availability Zone IDs". */
  readonly zonePrefix: string;
  /**
   * Zone ids in which Fargate runs, where that is not all of them. Source: Amazon ECS developer
   * guide, "Supported Regions for Amazon ECS on AWS Fargate" (T27).
   */
  readonly fargateZones?: readonly string[];
  /**
   * Account of Elastic Load Balancing that writes access logs; newer regions have none and use
   * the service principal instead. Source: Elastic Load Balancing guide, T5.
   */
  readonly loadBalancingAccount?: string;
  /**
   * Whether an account has to opt into it. Source: AWS Account Management guide, "Enable or disable
   * AWS Regions in your account".
   */
  readonly optIn?: boolean;
}

/** Regions that the program knows, by name; a stack in another one is refused with this list. */
export const REGIONS: Readonly<Record<string, Region>> = {
  "us-east-1": {
    zonePrefix: "use1",
    fargateZones: ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
    loadBalancingAccount: "127311923021",
  },
  "us-east-2": { zonePrefix: "use2", loadBalancingAccount: "033677994240" },
  "us-west-1": {
    zonePrefix: "usw1",
    fargateZones: ["usw1-az1", "usw1-az3"],
    loadBalancingAccount: "027434742980",
  },
  "us-west-2": { zonePrefix: "usw2", loadBalancingAccount: "797873946194" },
  "ca-central-1": {
    zonePrefix: "cac1",
    fargateZones: ["cac1-az1", "cac1-az2"],
    loadBalancingAccount: "985666609251",
  },
  "ca-west-1": { zonePrefix: "caw1", optIn: true },
  "sa-east-1": { zonePrefix: "sae1", loadBalancingAccount: "507241528517" },
  "eu-west-1": { zonePrefix: "euw1", loadBalancingAccount: "156460612806" },
  "eu-west-2": { zonePrefix: "euw2", loadBalancingAccount: "652711504416" },
  "eu-west-3": { zonePrefix: "euw3", loadBalancingAccount: "009996457667" },
  "eu-central-1": { zonePrefix: "euc1", loadBalancingAccount: "054676820928" },
  "eu-central-2": { zonePrefix: "euc2", optIn: true },
  "eu-north-1": { zonePrefix: "eun1", loadBalancingAccount: "897822967062" },
  "eu-south-1": { zonePrefix: "eus1", optIn: true, loadBalancingAccount: "635631232127" },
  "eu-south-2": { zonePrefix: "eus2", optIn: true },
  "ap-northeast-1": {
    zonePrefix: "apne1",
    fargateZones: ["apne1-az1", "apne1-az2", "apne1-az4"],
    loadBalancingAccount: "582318560864",
  },
  "ap-northeast-2": { zonePrefix: "apne2", loadBalancingAccount: "600734575887" },
  "ap-northeast-3": { zonePrefix: "apne3", loadBalancingAccount: "383597477331" },
  "ap-southeast-1": { zonePrefix: "apse1", loadBalancingAccount: "114774131450" },
  "ap-southeast-2": { zonePrefix: "apse2", loadBalancingAccount: "783225319266" },
  "ap-southeast-3": { zonePrefix: "apse3", optIn: true, loadBalancingAccount: "589379963580" },
  "ap-southeast-4": { zonePrefix: "apse4", optIn: true },
  "ap-south-1": { zonePrefix: "aps1", loadBalancingAccount: "718504428378" },
  "ap-south-2": { zonePrefix: "aps2", optIn: true },
  "ap-east-1": { zonePrefix: "ape1", optIn: true, loadBalancingAccount: "754344448648" },
  "me-south-1": { zonePrefix: "mes1", optIn: true, loadBalancingAccount: "076674570225" },
  "me-central-1": { zonePrefix: "mec1", optIn: true },
  "il-central-1": { zonePrefix: "ilc1", optIn: true },
  "af-south-1": { zonePrefix: "afs1", optIn: true, loadBalancingAccount: "098369216593" },
  "us-gov-west-1": { zonePrefix: "usgw1", loadBalancingAccount: "048591011584" },
  "us-gov-east-1": { zonePrefix: "usge1", loadBalancingAccount: "190560391635" },
};

/** As whom SNS calls: by a name of its own from a region that accounts opt into. */
export type SnsPrincipal = "sns.amazonaws.com" | `sns.${string}.amazonaws.com`;

/**
 * As whom SNS calls a function, by the regions of its topic and of the function; undefined where it
 * calls none: no function of another region that accounts opt into. Source: SNS developer guide,
 * "Prerequisites for integrating Amazon SNS with Lambda functions across regions".
 */
export function snsPrincipal(from: string, to: string): SnsPrincipal | undefined {
  if (from === to) return "sns.amazonaws.com";
  if (REGIONS[to]?.optIn) return undefined;
  return REGIONS[from]?.optIn ? `sns.${from}.amazonaws.com` : "sns.amazonaws.com";
}

/** The partition of a region: it opens every ARN of it (T28). */
export function partitionOf(region: string): string {
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return region.startsWith("cn-") ? "aws-cn" : "aws";
}
