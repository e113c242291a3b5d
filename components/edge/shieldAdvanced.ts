import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What is protected; a resource has one protection. */
export interface ShieldAdvancedArgs {
  /** The load balancer or distribution at the edge. */
  readonly resourceArn: pulumi.Input<string>;
}

/**
 * AWS Shield Advanced for what faces the internet (P-EDGE-5); Shield Standard is there without it.
 * The account must be subscribed first, which no program should do: it binds for a year. Cost:
 * 3,000 USD a month for the account, and data transfer. Source: AWS Shield pricing.
 */
export class ShieldAdvanced extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:ShieldAdvanced";

  constructor(name: string, args: ShieldAdvancedArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ShieldAdvanced.token, name, {}, opts);
    new aws.shield.Protection(name, { resourceArn: args.resourceArn }, { parent: this });
    this.registerOutputs({});
  }
}
