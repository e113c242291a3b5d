import { type NamedType, physicalName } from "./names.ts";
import { partitionOf } from "./regions.ts";

/**
 * Whether the data of an environment may be lost with it.
 *
 * - `disposable`: destroy works in one go; buckets are emptied, no final snapshot is taken, secrets
 *   vanish at once.
 * - `protected`: stateful resources are Pulumi-protected and retained, deletion protection is on
 *   at AWS, a final snapshot is taken, deleted secrets can be recovered for 30 days.
 */
export type DataProtection = "disposable" | "protected";

/** Where the program is: made once from the settings and handed to every component. */
export interface Environment {
  /** Name of the Pulumi project, the first part of every physical name. */
  readonly project: string;
  /** Name of the environment, which is the stack's: `dev`, `staging`, `prod`. */
  readonly name: string;
  /** The AWS account, 12 digits. */
  readonly accountId: string;
  /** One of those in `regions.ts`, such as `us-east-1`. */
  readonly region: string;
  /** Opens every ARN: `aws`, `aws-us-gov` or `aws-cn`. */
  readonly partition: string;
  /** Zone **ids**, since zone names differ between accounts (T27). */
  readonly zoneIds: readonly string[];
  /** What a destroy may take along. */
  readonly dataProtection: DataProtection;
  /** The provider's default tags; what EC2 launches by itself, they don't reach. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What a stack's settings say of its place. */
export type EnvironmentArgs = Omit<Environment, "partition">;

/** The environment with what follows from its region; frozen. */
export function environmentOf(args: EnvironmentArgs): Environment {
  return Object.freeze({ ...args, partition: partitionOf(args.region) });
}

/** Whether data must survive; the one question that components ask of {@link DataProtection}. */
export function keepsData(env: Environment): boolean {
  return env.dataProtection === "protected";
}

/**
 * The P-NAME name of a resource of this environment; see {@link physicalName}.
 *
 * @throws Error when the identifier is no lower-case words joined by single hyphens or dots, or the
 *   name is longer than the type's service allows.
 */
export function nameOf(env: Environment, type: NamedType, identifier: string): string {
  return physicalName(env, type, identifier);
}

/**
 * A bucket's name, which is global and therefore ends in account and region.
 *
 * @throws Error when it is longer than the 63 characters of S3.
 */
export function bucketNameOf(env: Environment, identifier: string): string {
  return physicalName(env, "bucket", `${identifier}-${env.accountId}-${env.region}`);
}

/** Services whose ARNs name no region, no account, or neither. */
const GLOBAL_SERVICES = new Set(["budgets", "ce", "cloudfront", "iam", "route53", "s3", "sts"]);
const ACCOUNTLESS_SERVICES = new Set(["s3", "route53"]);
/** Resources without a region of services that have one. */
const GLOBAL_RESOURCES: Readonly<Record<string, string>> = { cloudwatch: "dashboard/" };

/**
 * An ARN of this account and region, built from a name so that it is known before the resource
 * exists: `arnOf(env, "logs", "log-group:/ecs/dev/api:*")`.
 */
export function arnOf(env: Environment, service: string, resource: string): string {
  const global = GLOBAL_RESOURCES[service];
  const isGlobal =
    GLOBAL_SERVICES.has(service) || (global !== undefined && resource.startsWith(global));
  const region = isGlobal ? "" : env.region;
  const account = ACCOUNTLESS_SERVICES.has(service) ? "" : env.accountId;
  return `arn:${env.partition}:${service}:${region}:${account}:${resource}`;
}
