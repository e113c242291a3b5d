import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, keepsData } from "../shared/environment.ts";
import { policyJson, type Statement } from "../shared/policy.ts";

/** Who may use or manage a key, and how long a deleted one can be saved. */
export interface EncryptionKeyArgs {
  /** Opens the alias; where data must survive, the key is protected and retained. */
  readonly environment: Environment;
  /**
   * Distinguishes the environment's keys in the alias `alias/{project}-{env}-{identifier}`.
   * @default the environment's main key, `alias/{project}-{env}`
   */
  readonly identifier?: string;
  /** What the key is for, as the console shows it. */
  readonly description: string;
  /** Waiting time before a deleted key is gone, in days, 7–30. */
  readonly deletionDays: number;
  /**
   * Roles that may manage the key but not use it, as `role/NAME`.
   * @default those whom the account's IAM policies allow
   */
  readonly administrators?: readonly string[];
  /**
   * Whether the key outlives the stack, for what others still read.
   * @default where data must survive
   */
  readonly retain?: boolean | undefined;
  /** What services may do with the key; see `grants.ts`. @default nothing */
  readonly grants?: readonly Statement[];
}

/** Management of a key without its use. Source: AWS KMS guide, "Allows key administrators". */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
];

/**
 * A customer-managed key with annual rotation and an alias (P-KEY-1). Protected and retained where
 * data must survive, since what it encrypted is lost with it. It is the only place that creates
 * keys. Cost: 1 USD a month, and 1 USD more for each of the first two rotations.
 *
 * @throws Error when `deletionDays` is not 7–30.
 */
export class EncryptionKey extends pulumi.ComponentResource {
  public static readonly token = "rampart:keys:EncryptionKey";
  /** ARN; known only once AWS made the key. */
  public readonly arn: pulumi.Output<string>;
  /** Alias with its prefix, by which IAM policies name the key; known before it exists. */
  public readonly alias: string;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EncryptionKey.token, name, {}, opts);
    const { environment } = args;
    if (args.deletionDays < 7 || args.deletionDays > 30) {
      throw new Error(`deletionDays of ${name} is ${args.deletionDays}; allowed: 7–30.`);
    }
    const keep = keepsData(environment);
    const retainOnDelete = args.retain ?? keep;

    const key = new aws.kms.Key(
      name,
      {
        description: args.description,
        enableKeyRotation: true,
        deletionWindowInDays: args.deletionDays,
        policy: policyJson("key", keyStatements(args)),
      },
      { parent: this, protect: keep, retainOnDelete },
    );
    this.alias = aliasOf(environment, args.identifier);
    new aws.kms.Alias(name, { name: this.alias, targetKeyId: key.id }, { parent: this });

    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn, alias: this.alias });
  }
}

/** The alias of a key of this environment. */
function aliasOf(environment: Environment, identifier?: string): string {
  const parts = [environment.project, environment.name, ...(identifier ? [identifier] : [])];
  return `alias/${parts.join("-")}`;
}

function keyStatements({
  environment,
  administrators = [],
  grants = [],
}: EncryptionKeyArgs): Statement[] {
  const administer: Statement = {
    Sid: "Administrators",
    Effect: "Allow",
    Principal: { AWS: administrators.map((role) => arnOf(environment, "iam", role)) },
    Action: ADMINISTRATION,
    Resource: "*",
  };
  return [
    {
      // AWS's default: without it the key could only be managed by whoever made it.
      Sid: "DelegateToIam",
      Effect: "Allow",
      Principal: { AWS: arnOf(environment, "iam", "root") },
      Action: "kms:*",
      Resource: "*",
    },
    ...(administrators.length > 0 ? [administer] : []),
    ...grants,
  ];
}

/**
 * Lets a principal use a key that it names by alias, through one service only. The key's id is
 * unknown before it exists, and one unknown would hide the whole document from review; the alias
 * is known, and only keys of this account and region can carry it.
 */
export function keyUseStatement(
  environment: Environment,
  alias: string,
  service: string,
  actions: readonly string[] = ["kms:Decrypt"],
): Statement {
  const through = { "kms:ViaService": `${service}.${environment.region}.amazonaws.com` };
  return {
    Sid: `UseKeyFor${service.replace(/[^A-Za-z0-9]/g, "")}`,
    Effect: "Allow",
    Action: actions,
    Resource: arnOf(environment, "kms", "key/*"),
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
      // Whoever works in several regions names none.
      ...(environment.region === "*" ? { StringLike: through } : { StringEquals: through }),
    },
  };
}
