import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { arnOf, type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { policyJson } from "../shared/policy.ts";

/** Whose the DNS of a domain is. */
export type ZoneChoice =
  /** Made by this stack; its name servers go to the domain's registrar. */
  | { readonly mode: "create" }
  /** Exists in this account. */
  | { readonly mode: "adopt"; readonly id: string }
  /** Kept by another provider; this stack makes no record. */
  | { readonly mode: "foreign" };

/** Which domain it is, who keeps its DNS, and whether its use is recorded. */
export interface HostedZoneArgs {
  /** Where data must survive, a zone made here is protected. */
  readonly environment: Environment;
  /** Encrypts the query log. */
  readonly key: EncryptionKey;
  /** The domain that the zone holds, such as `example.com`. */
  readonly domain: string;
  /** Whether the zone is made here, adopted, or kept elsewhere. */
  readonly zone: ZoneChoice;
  /**
   * Whether DNS queries are logged; for a created zone of an environment in us-east-1 only.
   * @default false
   */
  readonly queryLogging?: boolean | undefined;
}

/** Days for which DNS queries are kept: as long as flow logs and firewall logs. */
const QUERY_LOG_DAYS = 365;

/** Route 53 writes query logs, and looks for their group, here only (T26). */
const QUERY_LOG_REGION = "us-east-1";

/**
 * The public DNS zone of a domain: made here, adopted, or kept elsewhere (P-EDGE-4). A zone made
 * here is protected where data must survive, for its successor would have other name servers.
 * Cost: 0.50 USD a month for a zone, 0.40 USD for a million queries; the query log as any log.
 *
 * @throws Error when queries shall be logged of a zone that is not made here, or outside us-east-1.
 */
export class HostedZone extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:HostedZone";
  /** Undefined when the zone is foreign: then no record can be made. */
  public readonly zoneId: pulumi.Output<string> | undefined;
  /** What the registrar must name; undefined unless the zone is made here. */
  public readonly nameServers: pulumi.Output<string[]> | undefined;

  constructor(name: string, args: HostedZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super(HostedZone.token, name, {}, opts);
    const { environment, domain } = args;
    if (args.queryLogging) checkQueryLogging(name, args);

    if (args.zone.mode === "create") {
      const keep = keepsData(environment);
      const zone = new aws.route53.Zone(
        name,
        { name: domain, comment: `Public zone of ${domain}`, forceDestroy: !keep },
        { parent: this, protect: keep, retainOnDelete: keep },
      );
      this.zoneId = zone.zoneId;
      this.nameServers = zone.nameServers;
      if (args.queryLogging) this.#logQueries(name, args, zone.zoneId);
    } else if (args.zone.mode === "adopt") {
      this.zoneId = pulumi.output(args.zone.id);
    }

    this.registerOutputs({ zoneId: this.zoneId, nameServers: this.nameServers });
  }

  #logQueries(name: string, args: HostedZoneArgs, zoneId: pulumi.Output<string>): void {
    const { environment, key, domain } = args;
    const logGroupName = `/aws/route53/${domain}`;
    const group = new LogGroup(
      `${name}-queries`,
      { environment, key, logGroupName, retentionDays: QUERY_LOG_DAYS },
      { parent: this },
    );
    const policy = new aws.cloudwatch.LogResourcePolicy(
      `${name}-queries`,
      {
        policyName: nameOf(environment, "log-policy", "dns"),
        policyDocument: policyJson("logs", [
          {
            Sid: "QueryLog",
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: arnOf(environment, "logs", `log-group:${logGroupName}:*`),
            Condition: {
              StringEquals: { "aws:SourceAccount": environment.accountId },
              // The zone's id is unknown at the first preview, and the account already fixes it.
              ArnLike: { "aws:SourceArn": arnOf(environment, "route53", "hostedzone/*") },
            },
          },
        ]),
        region: QUERY_LOG_REGION,
      },
      { parent: this },
    );
    // Route 53 tries the group when logging starts, so the policy must stand first.
    new aws.route53.QueryLog(
      name,
      { zoneId, cloudwatchLogGroupArn: group.arn },
      { parent: this, dependsOn: [policy, group] },
    );
  }
}

function checkQueryLogging(name: string, { environment, zone }: HostedZoneArgs): void {
  if (zone.mode !== "create") {
    throw new Error(
      `queryLogging of ${name} is on, but its zone is ${zone.mode}; allowed: create.`,
    );
  }
  if (environment.region !== QUERY_LOG_REGION) {
    throw new Error(
      `queryLogging of ${name} is on in ${environment.region}; allowed: ${QUERY_LOG_REGION}, ` +
        "where Route 53 writes and the environment's key must be.",
    );
  }
}
