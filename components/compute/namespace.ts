import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which domain is answered, and to whom. */
export interface NamespaceArgs {
  /** The one VPC whose resolver knows the domain. */
  readonly vpcId: pulumi.Input<string>;
  /** Private domain, such as `anisette-v3.local`. */
  readonly domain: string;
}

/**
 * A private DNS domain in which services of one VPC find each other (feature 25); made only when a
 * service asks for a name. Cost: a hosted zone, 0.50 USD a month.
 */
export class Namespace extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:Namespace";
  /** Id; known only once the namespace exists. */
  public readonly id: pulumi.Output<string>;
  /** The domain, without a closing dot; names of services end in it. */
  public readonly domain: string;

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Namespace.token, name, {}, opts);
    const namespace = new aws.servicediscovery.PrivateDnsNamespace(
      name,
      { name: args.domain, vpc: args.vpcId },
      { parent: this },
    );
    this.id = namespace.id;
    this.domain = args.domain;
    this.registerOutputs({ id: this.id, domain: this.domain });
  }
}

/** Under which name a service's tasks are found. */
export interface DiscoveryNameArgs {
  /** The domain that the name is in. */
  readonly namespace: Namespace;
  /** First label of the DNS name: `anisette-v3` in `anisette-v3.local`. */
  readonly label: string;
}

/** Seconds for which a resolver may keep an address; a stopped task is asked for no longer. */
const DNS_TTL_SECONDS = 10;

/**
 * A DNS name that answers with the addresses of a service's running tasks (P-RUN-3). Cost: 0.10 USD
 * a month for each task registered beyond none.
 */
export class DiscoveryName extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:DiscoveryName";
  /** ARN under which ECS registers tasks. */
  public readonly registryArn: pulumi.Output<string>;
  /** Full DNS name; known before it exists. */
  public readonly host: string;

  constructor(name: string, args: DiscoveryNameArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DiscoveryName.token, name, {}, opts);
    const registry = new aws.servicediscovery.Service(
      name,
      {
        name: args.label,
        dnsConfig: {
          namespaceId: args.namespace.id,
          dnsRecords: [{ type: "A", ttl: DNS_TTL_SECONDS }],
          routingPolicy: "MULTIVALUE",
        },
        // Without this ECS waits in vain for the task's health and stops it after minutes. AWS knows
        // no value but 1, and left out the provider sees a difference on every update.
        healthCheckCustomConfig: { failureThreshold: 1 },
        // What is left over are addresses of stopped tasks; they must not block a destroy.
        forceDestroy: true,
      },
      { parent: this },
    );
    this.registryArn = registry.arn;
    this.host = `${args.label}.${args.namespace.domain}`;
    this.registerOutputs({ registryArn: this.registryArn, host: this.host });
  }
}
