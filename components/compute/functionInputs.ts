import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import type { SecurityGroup } from "../network/securityGroup.ts";
import type { Environment } from "../shared/environment.ts";
import type { SnsPrincipal } from "../shared/regions.ts";
import type { Statement } from "../shared/policy.ts";
import { functionArchive, HANDLER } from "./functionBundle.ts";

/** A service that may call functions; another one gets its line here and below. */
export type InvokingService =
  "events.amazonaws.com" | "secretsmanager.amazonaws.com" | SnsPrincipal;

/** Who may call a function. */
export interface Invoker {
  /** Principal of the service that calls. */
  readonly service: InvokingService;
  /** The one resource that it calls for; `?` and `*` stand for what is not known yet. */
  readonly sourceArn: string;
}

/** What a function runs, where, and what it may do; `E` is the environment that its contract asks for. */
export interface LambdaFunctionArgs<E extends { readonly [K in keyof E]: string }> {
  /** Opens the names. */
  readonly environment: Environment;
  /** Encrypts environment, log and kept failures. */
  readonly key: EncryptionKey;
  /** Ceiling of the function's role (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** Last part of the function's physical name; unique in the environment. */
  readonly identifier: string;
  /** What it is for, as the console shows it. */
  readonly description: string;
  /** Folder in `functions/` whose `index.ts` exports `handler`. */
  readonly folder: string;
  /** All that the function's contract asks for; names of secrets, never their values. */
  readonly environmentVariables: E;
  /** What the code may do, beyond its own log. */
  readonly statements: readonly Statement[];
  /** Seconds until Lambda ends a call, 1–900. */
  readonly timeoutSeconds: number;
  /** MiB, 128–10240; CPU grows with it, one whole at 1769. @default 256 */
  readonly memoryMiB?: number | undefined;
  /** Days; one of the values that CloudWatch Logs accepts. */
  readonly logRetentionDays: number;
  /**
   * Calls at a time, taken out of the account's. AWS refuses it where fewer than 100 would be left
   * for others, as in a new account, which has 10 (T87).
   * @default as many as the account has left
   */
  readonly reservedConcurrency?: number | undefined;
  /** Subnets with a way to all that it calls. @default outside of any VPC */
  readonly placement?: FunctionPlacement | undefined;
  /** Services that may call it, by a name for each. @default none: only who has leave by IAM */
  readonly invokers?: Readonly<Record<string, Invoker>> | undefined;
  /** How often an asynchronous call is tried again, 0–2. @default 2 */
  readonly retries?: number | undefined;
  /** Seconds for which an asynchronous call waits for its turn, 60–21600. @default 3600 */
  readonly waitsSeconds?: number | undefined;
  /** Whether calls are traced by X-Ray, 5 USD a million. @default false: its log tells as much */
  readonly tracing?: boolean | undefined;
}

/** Where a function has its interfaces. */
export interface FunctionPlacement {
  /** VPC of the subnets; the function's security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, in two zones at least. */
  readonly subnetIds: readonly pulumi.Input<string>[];
}

/**
 * Whether a service sends the source's account along beside its ARN. Source: each service's guide,
 * "Cross-service confused deputy prevention".
 */
const SENDS_SOURCE_ACCOUNT: Readonly<Record<InvokingService, boolean>> = {
  // Their ARNs name the account, and their guides ask for no more.
  "events.amazonaws.com": false,
  "secretsmanager.amazonaws.com": true,
  "sns.amazonaws.com": false,
};

/** Newest that Lambda offers, supported until April 2028; the program itself runs on it too. */
const RUNTIME = "nodejs24.x";

type FunctionInputs = Partial<aws.lambda.FunctionArgs>;
type AnyArgs = LambdaFunctionArgs<Readonly<Record<string, string>>>;

/** Its code, and what runs it. */
export function codeOf({ folder }: Pick<AnyArgs, "folder">): FunctionInputs {
  return {
    packageType: "Zip",
    runtime: RUNTIME,
    architectures: ["arm64"],
    handler: HANDLER,
    code: functionArchive(folder),
  };
}

/** Where its interfaces are. */
export function placementOf(
  { placement }: Pick<AnyArgs, "placement">,
  group: SecurityGroup | undefined,
): FunctionInputs {
  if (placement === undefined || group === undefined) return {};
  return { vpcConfig: { subnetIds: [...placement.subnetIds], securityGroupIds: [group.id] } };
}

/** Its size, and how it is watched. */
export function runtimeOf(
  args: Pick<AnyArgs, "timeoutSeconds" | "memoryMiB" | "reservedConcurrency" | "tracing">,
): FunctionInputs {
  const { reservedConcurrency, tracing = false } = args;
  return {
    timeout: args.timeoutSeconds,
    memorySize: args.memoryMiB ?? 256,
    tracingConfig: { mode: tracing ? "Active" : "PassThrough" },
    ...(reservedConcurrency === undefined
      ? {}
      : { reservedConcurrentExecutions: reservedConcurrency }),
  };
}

/** Its environment. Lambda answers an empty list with none, which would show as a change for ever. */
export function variablesOf<E extends { readonly [K in keyof E]: string }>({
  environmentVariables,
}: Pick<LambdaFunctionArgs<E>, "environmentVariables">): FunctionInputs {
  const variables: Readonly<Record<string, string>> = { ...environmentVariables };
  return Object.keys(variables).length === 0 ? {} : { environment: { variables } };
}

/** A permission's source: the account too, where the service tells it. */
export function sourceOf(
  { service, sourceArn }: Invoker,
  { accountId }: Environment,
): Pick<aws.lambda.PermissionArgs, "sourceArn" | "sourceAccount"> {
  return SENDS_SOURCE_ACCOUNT[service] ? { sourceArn, sourceAccount: accountId } : { sourceArn };
}
