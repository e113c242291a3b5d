import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Connection, SecurityGroup } from "../network/securityGroup.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { SecureBucket } from "../storage/secureBucket.ts";
import { logDeliveryStatement } from "./loadBalancerLogs.ts";
import type { OriginGuard } from "./originGuard.ts";
import { STRICT_TRANSPORT_SECONDS } from "./securityHeaders.ts";

/** Where a balancer stands, what it records, and whom it admits; TLS is no choice. */
export interface LoadBalancerArgs {
  /** Opens the names; where data must survive, AWS refuses to delete the balancer. */
  readonly environment: Environment;
  /** Handed to the log bucket, which can't use it: load balancers write to SSE-S3 only (T4). */
  readonly key: EncryptionKey;
  /** VPC of the subnets; the balancer's security group is made in it. */
  readonly vpcId: pulumi.Input<string>;
  /** One public subnet in each of at least two zones, /27 or larger (T39). */
  readonly publicSubnetIds: readonly pulumi.Input<string>[];
  /**
   * Distinguishes the balancers of an environment; short, for a whole name has 32 characters (T37).
   * @default the environment's main one
   */
  readonly identifier?: string | undefined;
  /** Of an issued certificate; undefined while it is pending, and then there is no HTTPS yet. */
  readonly certificateArn: pulumi.Input<string> | undefined;
  /** Where requests to the bucket of access logs are logged. */
  readonly accessLogs: SecureBucket;
  /** Days for which access logs are kept. */
  readonly accessLogDays: number;
  /** Seconds; the application must keep idle connections longer, or clients see 502 (T36). */
  readonly idleTimeoutSeconds: number;
  /** Closes the balancer to all but the distribution in front of it. @default open to everyone */
  readonly guard?: OriginGuard | undefined;
  /** What must know of {@link openingsOf} first, since it revokes others. @default nothing */
  readonly openAfter?: readonly pulumi.Resource[] | undefined;
}

/** A port that a security group of the program opens to the world. */
export interface Opening {
  /** The group's name without the digits that are appended to it. */
  readonly group: string;
  /** TCP port. */
  readonly port: number;
}

/**
 * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only, and hybrid post-quantum
 * key exchange. Source: Elastic Load Balancing guide, "Security policies for your Application Load
 * Balancer", which recommends it.
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/**
 * An internet-facing Application Load Balancer with its security group and its log bucket
 * (P-EDGE-2). HTTP is redirected, HTTPS answers what a {@link Route} takes and refuses the rest.
 * Behind CloudFront it admits CloudFront's addresses on 443 alone (T30), and has no HTTP at all.
 * Cost: about 16.40 USD a month, 5.84 USD for each unit of capacity used (LCU), and 3.65 USD for
 * the public address in each zone.
 *
 * @throws Error when there are fewer than two subnets, or the idle timeout is not 1–4000 seconds.
 */
export class LoadBalancer extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:LoadBalancer";
  /** What firewalls and Shield name; known only once the balancer exists. */
  public readonly arn: pulumi.Output<string>;
  /** Last part of the ARN, by which CloudWatch calls the balancer. */
  public readonly arnSuffix: pulumi.Output<string>;
  /** AWS's own name; alias records, or a CNAME in a foreign DNS, lead to it. */
  public readonly dnsName: pulumi.Output<string>;
  /** Zone of the DNS name, for alias records. */
  public readonly hostedZoneId: pulumi.Output<string>;
  /** Where connections to targets come from. */
  public readonly securityGroup: SecurityGroup;
  /** Undefined while the certificate is pending. */
  public readonly httpsListener: aws.lb.Listener | undefined;
  /** What routes demand of a request; undefined when the balancer faces everyone. */
  public readonly guard: OriginGuard | undefined;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(LoadBalancer.token, name, {}, opts);
    const { environment, guard } = args;
    checkArgs(name, args);
    this.guard = guard;
    this.securityGroup = this.#openGroup(name, args);
    const logs = new SecureBucket(
      `${name}-logs`,
      {
        environment,
        key: args.key,
        identifier: logBucketIdentifier(args),
        role: "elb-logs",
        accessLogs: args.accessLogs,
        expireAfterDays: args.accessLogDays,
        statements: [logDeliveryStatement(environment, logBucketIdentifier(args))],
      },
      { parent: this },
    );

    const balancer = new aws.lb.LoadBalancer(
      nameOf(environment, "load-balancer", args.identifier ?? "main"),
      {
        loadBalancerType: "application",
        internal: false,
        ipAddressType: "ipv4",
        subnets: [...args.publicSubnetIds],
        securityGroups: [this.securityGroup.id],
        accessLogs: { bucket: logs.bucketName, enabled: true },
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "defensive",
        enableWafFailOpen: false,
        enableDeletionProtection: keepsData(environment),
        idleTimeout: args.idleTimeoutSeconds,
      },
      // Elastic Load Balancing writes a test object at once, which the bucket's policy must admit.
      { parent: this, dependsOn: [logs] },
    );
    if (guard === undefined) redirectToHttps(name, balancer, this);
    if (args.certificateArn !== undefined) {
      this.httpsListener = answerHttps(name, balancer, args.certificateArn, guard, this);
    }

    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.dnsName = balancer.dnsName;
    this.hostedZoneId = balancer.zoneId;
    this.registerOutputs({
      arn: this.arn,
      arnSuffix: this.arnSuffix,
      dnsName: this.dnsName,
      hostedZoneId: this.hostedZoneId,
    });
  }

  /** The balancer's security group, open at the ports that its clients need (P-NET-7). */
  #openGroup(name: string, args: LoadBalancerArgs): SecurityGroup {
    const { environment, vpcId, guard } = args;
    const group = new SecurityGroup(
      `${name}-group`,
      {
        environment,
        vpcId,
        identifier: groupIdentifier(args),
        description: "Load balancer at the edge",
      },
      { parent: this },
    );
    if (guard === undefined) {
      for (const { port } of openingsOf(args)) {
        new Connection(
          `${name}-internet-${port}`,
          { from: "internet", to: group, port },
          { parent: this, dependsOn: [...(args.openAfter ?? [])] },
        );
      }
    } else {
      // The prefix list counts as 55 of the 60 rules that a group may have (T30): one port, no more.
      const from = { prefixListId: guard.prefixListId, label: "CloudFront" };
      new Connection(`${name}-cloudfront-443`, { from, to: group, port: 443 }, { parent: this });
    }
    return group;
  }
}

/** What a balancer opens to the world, known before it exists; nothing behind CloudFront. */
export function openingsOf(
  args: Pick<LoadBalancerArgs, "environment" | "identifier"> & {
    readonly guard?: object | undefined;
  },
): Opening[] {
  const group = nameOf(args.environment, "security-group", groupIdentifier(args));
  return args.guard === undefined ? [443, 80].map((port) => ({ group, port })) : [];
}

function groupIdentifier({ identifier }: Pick<LoadBalancerArgs, "identifier">): string {
  return ["alb", ...(identifier === undefined ? [] : [identifier])].join("-");
}

function checkArgs(name: string, args: LoadBalancerArgs): void {
  const { publicSubnetIds, idleTimeoutSeconds } = args;
  if (publicSubnetIds.length < 2) {
    throw new Error(
      `publicSubnetIds of ${name} has ${publicSubnetIds.length} subnets; allowed: two or more, in different zones.`,
    );
  }
  if (idleTimeoutSeconds < 1 || idleTimeoutSeconds > 4_000) {
    throw new Error(`idleTimeoutSeconds of ${name} is ${idleTimeoutSeconds}; allowed: 1–4000.`);
  }
}

function logBucketIdentifier({ identifier }: LoadBalancerArgs): string {
  return identifier === undefined ? "elb-logs" : `elb-logs-${identifier}`;
}

function redirectToHttps(
  name: string,
  balancer: aws.lb.LoadBalancer,
  parent: pulumi.Resource,
): void {
  new aws.lb.Listener(
    `${name}-http`,
    {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultActions: [
        {
          type: "redirect",
          redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" },
        },
      ],
    },
    { parent },
  );
}

function answerHttps(
  name: string,
  balancer: aws.lb.LoadBalancer,
  certificateArn: pulumi.Input<string>,
  guard: OriginGuard | undefined,
  parent: pulumi.Resource,
): aws.lb.Listener {
  const refusal =
    guard === undefined
      ? { statusCode: "404", messageBody: "Not found" }
      : { statusCode: "403", messageBody: "Forbidden" };
  return new aws.lb.Listener(
    `${name}-https`,
    {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn,
      // Fixed, so that a new route never changes the listener that all others stand on.
      defaultActions: [
        { type: "fixed-response", fixedResponse: { contentType: "text/plain", ...refusal } },
      ],
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: `max-age=${STRICT_TRANSPORT_SECONDS}; includeSubDomains`,
      routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
      routingHttpResponseXFrameOptionsHeaderValue: "DENY",
    },
    { parent },
  );
}
