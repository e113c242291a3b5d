import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { Role } from "../identity/role.ts";
import { SecurityGroup } from "../network/securityGroup.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { Queue } from "../storage/queue.ts";
import { checkFunctionArgs } from "./functionChecks.ts";
import {
  codeOf,
  type LambdaFunctionArgs,
  placementOf,
  runtimeOf,
  sourceOf,
  variablesOf,
} from "./functionInputs.ts";
import {
  failureQueueOf,
  functionArnOf,
  functionLogGroupOf,
  functionNameOf,
  runtimeStatements,
  VPC_ACCESS_POLICY,
} from "./functionStatements.ts";

/** Seconds for which an asynchronous call waits for its turn, unless it may wait longer. */
const EVENT_AGE = 3600;

/** Amazon's own authorities, those of RDS among them; Node.js does not load them by itself. */
export const AMAZON_AUTHORITIES_FILE = "/var/runtime/ca-cert.pem";

/**
 * A Lambda function with its own role, log and security group, bundled from `functions/` in each
 * run (P-RESP, P-OBS-1). What it failed on after its retries is kept in a queue of its own: an
 * on-failure destination, which keeps error and stack beside the event and tells of expired events
 * too. A dead-letter queue would keep the bare event a second time, so there is none. Synchronous
 * callers see failures themselves.
 *
 * Cost (us-east-1, arm64): 0.20 USD a million calls and 0.0000133334 USD a GB and second, of which
 * 400,000 a month are free; log 0.50 USD a GB. Source: AWS Lambda pricing.
 *
 * @throws Error when Lambda would refuse time-out, memory, retries or a variable's name, the folder
 *   has nothing to bundle, or the role or log is refused by its own component.
 */
export class LambdaFunction<E extends { readonly [K in keyof E]: string }>
  extends pulumi.ComponentResource
{
  public static readonly token = "rampart:compute:Function";
  /** Physical name; known before the function exists. */
  public readonly functionName: pulumi.Output<string>;
  /** ARN; known before the function exists. Depend on the component to wait for permissions too. */
  public readonly arn: pulumi.Output<string>;
  /** Name of the queue that keeps what it failed on, for an alarm. */
  public readonly failureQueueName: pulumi.Output<string>;
  /** Group of its interfaces, which may call nobody yet; undefined outside of a VPC. */
  public readonly securityGroup: SecurityGroup | undefined;

  constructor(name: string, args: LambdaFunctionArgs<E>, opts?: pulumi.ComponentResourceOptions) {
    super(LambdaFunction.token, name, {}, opts);
    checkFunctionArgs(name, args);
    const { environment, key } = args;
    const parent = { parent: this };

    const role = this.#role(name, args);
    const logGroup = new LogGroup(
      name,
      {
        environment,
        key,
        logGroupName: functionLogGroupOf(args),
        retentionDays: args.logRetentionDays,
      },
      parent,
    );
    const failures = new Queue(
      `${name}-failures`,
      { environment, key, identifier: failureQueueOf(args) },
      parent,
    );
    this.securityGroup = this.#securityGroup(name, args);
    const lambda = new aws.lambda.Function(
      name,
      {
        name: functionNameOf(args),
        description: args.description,
        role: role.arn,
        ...codeOf(args),
        ...runtimeOf(args),
        ...variablesOf(args),
        kmsKeyArn: key.arn,
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.logGroupName,
          applicationLogLevel: "INFO",
          systemLogLevel: "INFO",
        },
        ...placementOf(args, this.securityGroup),
      },
      // Lambda tries the role at once (T86), and would make a log group that it finds missing.
      { ...parent, dependsOn: [role, logGroup], deleteBeforeReplace: true },
    );
    this.#invocations(name, args, lambda, failures);

    this.functionName = lambda.name;
    this.arn = lambda.name.apply(() => functionArnOf(args));
    this.failureQueueName = failures.queueName;
    this.registerOutputs({
      functionName: this.functionName,
      arn: this.arn,
      failureQueueName: this.failureQueueName,
    });
  }

  #role(name: string, args: LambdaFunctionArgs<E>): Role {
    const { environment, boundary, identifier, placement, tracing = false } = args;
    const inVpc = placement !== undefined;
    return new Role(
      name,
      {
        environment,
        boundary,
        identifier,
        service: "lambda.amazonaws.com",
        policies: {
          runtime: runtimeStatements(args, args.key.alias, { inVpc, tracing }),
          access: args.statements,
        },
        managedPolicies: inVpc ? [VPC_ACCESS_POLICY] : [],
      },
      { parent: this },
    );
  }

  #securityGroup(name: string, args: LambdaFunctionArgs<E>): SecurityGroup | undefined {
    if (args.placement === undefined) return undefined;
    return new SecurityGroup(
      name,
      {
        environment: args.environment,
        vpcId: args.placement.vpcId,
        identifier: args.identifier,
        description: `Function ${args.identifier}`,
      },
      // Lambda holds on to interfaces of a deleted function for up to 45 minutes (T86).
      { parent: this, customTimeouts: { delete: "1h" } },
    );
  }

  /** Who may call the function, and what becomes of calls that fail. */
  #invocations(
    name: string,
    { environment, invokers = {}, retries = 2, waitsSeconds = EVENT_AGE }: LambdaFunctionArgs<E>,
    lambda: aws.lambda.Function,
    failures: Queue,
  ): void {
    const parent = { parent: this };
    new aws.lambda.FunctionEventInvokeConfig(
      name,
      {
        functionName: lambda.name,
        maximumRetryAttempts: retries,
        maximumEventAgeInSeconds: waitsSeconds,
        destinationConfig: { onFailure: { destination: failures.arn } },
      },
      { ...parent, dependsOn: [failures] },
    );
    for (const [label, invoker] of Object.entries(invokers)) {
      new aws.lambda.Permission(
        `${name}-${label}`,
        {
          action: "lambda:InvokeFunction",
          function: lambda.name,
          principal: invoker.service,
          ...sourceOf(invoker, environment),
        },
        parent,
      );
    }
  }
}
