import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { Connection, SecurityGroup } from "../network/securityGroup.ts";
import { type Environment, keepsData, nameOf } from "../shared/environment.ts";
import { SecureBucket } from "../storage/secureBucket.ts";
import { answerHttps, redirectToHttps } from "./listeners.ts";
import { logDeliveryStatement } from "./loadBalancerLogs.ts";
import type { OriginGuard } from "./originGuard.ts";
import { checkSignIn, type SignIn } from "./signIn.ts";
import type { TargetGroup } from "./targetGroup.ts";

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
  /**
   * Who answers what no {@link Route} takes; behind CloudFront nobody does, since such a request has
   * not shown the guard's header.
   * @default the balancer itself, by 404
   */
  readonly fallback?: TargetGroup | undefined;
  /** Closes the balancer to all but the distribution in front of it. @default open to everyone */
  readonly guard?: OriginGuard | undefined;
  /** Whom it asks where a {@link Route} lets nobody pass who has not signed in. @default nobody */
  readonly signIn?: SignIn | undefined;
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
 * An internet-facing Application Load Balancer with its security group and its log bucket
 * (P-EDGE-2). HTTP is redirected, HTTPS answers what a {@link Route} takes and refuses the rest,
 * unless somebody answers that too.
 * Where people sign in it calls out, to any address on 443: it asks the provider by name.
 * Behind CloudFront it admits CloudFront's addresses on 443 alone (T30), and has no HTTP at all.
 * Cost: about 16.40 USD a month, 5.84 USD for each unit of capacity used (LCU), and 3.65 USD for
 * the public address in each zone.
 *
 * @throws Error when there are fewer than two subnets, the idle timeout is not 1–4000 seconds, a
 *   guarded balancer has a fallback, or `signIn` is what Elastic Load Balancing refuses.
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
  /** Whom routes let people be signed in by. */
  public readonly signIn: SignIn | undefined;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(LoadBalancer.token, name, {}, opts);
    const { environment, guard } = args;
    checkArgs(name, args);
    this.guard = guard;
    this.signIn = args.signIn;
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
      this.httpsListener = answerHttps(name, balancer, args.certificateArn, args, this);
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
    const { environment, vpcId, guard, signIn, certificateArn } = args;
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
    // Without HTTPS nobody signs in yet.
    if (signIn && certificateArn !== undefined) {
      const out = { from: group, to: "internet", port: 443 } as const;
      new Connection(`${name}-sign-in`, out, { parent: this });
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
  const { publicSubnetIds, idleTimeoutSeconds, signIn } = args;
  if (publicSubnetIds.length < 2) {
    throw new Error(
      `publicSubnetIds of ${name} has ${publicSubnetIds.length} subnets; allowed: two or more, in different zones.`,
    );
  }
  if (idleTimeoutSeconds < 1 || idleTimeoutSeconds > 4_000) {
    throw new Error(`idleTimeoutSeconds of ${name} is ${idleTimeoutSeconds}; allowed: 1–4000.`);
  }
  if (args.fallback && args.guard) {
    throw new Error(
      `fallback of ${name} is set beside a guard; allowed: none, or whoever finds the balancer is answered.`,
    );
  }
  if (signIn) checkSignIn(name, signIn);
}

function logBucketIdentifier({ identifier }: LoadBalancerArgs): string {
  return identifier === undefined ? "elb-logs" : `elb-logs-${identifier}`;
}
