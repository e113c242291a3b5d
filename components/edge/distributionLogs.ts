import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import { distributionLogGroupName, type EdgeLogPolicy } from "./edgeLogPolicy.ts";
import { checkCloudFrontRegion, CLOUDFRONT_REGION } from "./globalRegion.ts";

/** Which distribution is logged, and how long that is kept. */
export interface DistributionLogsArgs {
  /** Of us-east-1, where CloudFront's logs are delivered from. */
  readonly environment: Environment;
  /** Encrypts the log group; of us-east-1, as the environment. */
  readonly key: EncryptionKey;
  /** Lets AWS's log delivery write to the log group. */
  readonly logPolicy: EdgeLogPolicy;
  /** Last part of the names. */
  readonly identifier: string;
  /** What is logged. */
  readonly distributionArn: pulumi.Input<string>;
  /** Days; one of the values that CloudWatch Logs accepts (T19). */
  readonly retentionDays: number;
  /** Whether what comes behind the `?` of an address may be read: a sign-in's code may be there. */
  readonly queries: "logged" | "left-out";
}

/** Everything that CloudFront knows of a request but cookies, which carry sessions. */
const FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "ssl-protocol",
  "ssl-cipher",
  "cs-protocol-version",
  "x-edge-detailed-result-type",
  "sc-content-type",
];

/** Those that tell of queries: of this request, and of the page that it came from. */
const QUERY_FIELDS = ["cs-uri-query", "cs(Referer)"];

/**
 * Access logs of a distribution in an encrypted log group, by CloudFront's logging v2: the older
 * way needs a bucket with ACLs, which no bucket here has (T7). Cost: 0.50 USD a GB delivered, 0.03
 * USD a GB and month kept.
 *
 * @throws Error when the environment is not in us-east-1, or `retentionDays` is none that
 *   CloudWatch Logs accepts.
 */
export class DistributionLogs extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:DistributionLogs";
  /** Full name; known before the group exists. */
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: DistributionLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DistributionLogs.token, name, {}, opts);
    const { environment, identifier, key, logPolicy } = args;
    checkCloudFrontRegion(name, environment);
    const parent = { parent: this };
    const logName = nameOf(environment, "log-delivery", identifier);

    const group = new LogGroup(
      name,
      {
        environment,
        key,
        logGroupName: distributionLogGroupName(environment, identifier),
        retentionDays: args.retentionDays,
      },
      parent,
    );
    const source = new aws.cloudwatch.LogDeliverySource(
      logName,
      { logType: "ACCESS_LOGS", resourceArn: args.distributionArn, region: CLOUDFRONT_REGION },
      parent,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      logName,
      {
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
        region: CLOUDFRONT_REGION,
      },
      { ...parent, dependsOn: [group] },
    );
    new aws.cloudwatch.LogDelivery(
      logName,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        recordFields: FIELDS.filter(
          (field) => args.queries === "logged" || !QUERY_FIELDS.includes(field),
        ),
        region: CLOUDFRONT_REGION,
      },
      { ...parent, dependsOn: [logPolicy] },
    );

    this.logGroupName = group.logGroupName;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
