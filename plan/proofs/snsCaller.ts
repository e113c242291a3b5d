/**
 * Regions that every account has; accounts opt into all others. The list is closed: newer ones are
 * opted into. Source: AWS Account Management guide, "Enable or disable AWS Regions in your account".
 */
const BY_DEFAULT = [
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];

/** Partitions whose regions all accounts of theirs have. */
const ELSEWHERE = /^(cn|us-gov)-/;

const isOptIn = (region: string): boolean =>
  !BY_DEFAULT.includes(region) && !ELSEWHERE.test(region);

/**
 * As whom SNS calls a function, by the regions of its topic and of the function; undefined where it
 * calls none. Source: SNS developer guide, "Prerequisites for integrating Amazon SNS with Lambda
 * functions across regions".
 */
export function snsCaller(from: string, to: string): string | undefined {
  if (from === to || !(isOptIn(from) || isOptIn(to))) return "sns.amazonaws.com";
  return isOptIn(to) ? undefined : `sns.${from}.amazonaws.com`;
}
