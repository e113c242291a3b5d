/**
 * What the automated response needs of the infrastructure that runs it. The infrastructure fills
 * this type, so a variable renamed here stops compiling there.
 */

/** Environment variables of the function. */
export interface AutoRemediateEnvironment {
  /** `on`: the function changes what it finds; `dry-run`: it only says what it would change. */
  readonly MODE: "dry-run" | "on";
  /** Topic that hears what was done; the function's role may publish there. */
  readonly ALERT_TOPIC_ARN: string;
  /**
   * How the names of the groups begin that have no rule, with commas between them; Pulumi appends
   * seven hexadecimal digits. One for each environment in whose VPC instances may be.
   */
  readonly QUARANTINE_GROUP_PREFIX: string;
  /** What the program itself opens to the world, as {@link openingsText} writes it. */
  readonly DECLARED_OPENINGS: string;
}

/** A port of a security group that the program declares open to the world. */
export interface DeclaredOpening {
  /** The group's name without the seven hexadecimal digits that are appended to it. */
  readonly group: string;
  /** TCP port. */
  readonly port: number;
}

/** Openings as a variable holds them. */
export function openingsText(openings: readonly DeclaredOpening[]): string {
  return JSON.stringify(openings.map(({ group, port }) => ({ group, port })));
}

/**
 * Calls that the function understands, by the service that tells of them; rules send it no others.
 * S3's are told under other names than those of its API. Source: Amazon S3 guide, "Amazon S3
 * CloudTrail events".
 */
export const WATCHED_CALLS = {
  ec2: ["AuthorizeSecurityGroupIngress", "ModifySecurityGroupRules"],
  s3: [
    "PutBucketPolicy",
    "PutBucketAcl",
    "PutBucketPublicAccessBlock",
    "DeleteBucketPublicAccessBlock",
    "PutAccountPublicAccessBlock",
    "DeleteAccountPublicAccessBlock",
  ],
} as const;

/** One of them. */
export type WatchedCall = (typeof WATCHED_CALLS)[keyof typeof WATCHED_CALLS][number];

/** From this severity on GuardDuty calls a finding high, and the function responds (P-DET-6). */
export const HIGH_SEVERITY = 7;

/** Tag by which the function marks what it tags; its role can tag nothing without it. */
export const MARK = { key: "response:by", value: "auto-remediate" } as const;

/** Further tags that it writes; its role can write no others. */
export const TAGS = {
  /** Id of GuardDuty's finding. */
  finding: "response:finding",
  /** Groups that an interface had, to put them back. */
  formerGroups: "response:former-groups",
  /** Instance whose disk a snapshot is of. */
  instance: "response:instance",
} as const;

/**
 * Tag by which people exempt a resource from the response; its value says why. What is exempt is
 * left as it is, and people are told each time. The account's own public access block has no tags,
 * so nothing exempts it.
 */
export const EXEMPT_TAG = "response:exempt";

/** What a message of the function to its topic names as its source. */
export const RESPONSE_SOURCE = "rampart.auto-remediate";

/** Folder of the function, by which it is bundled. */
export const FOLDER = "auto-remediate";
