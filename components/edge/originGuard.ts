import * as pulumi from "@pulumi/pulumi";

import { GeneratedPassword } from "../keys/generatedPassword.ts";
import type { Environment } from "../shared/environment.ts";

/** Where the guarded load balancer is. */
export interface OriginGuardArgs {
  /** Its region says under which id CloudFront's addresses are listed. */
  readonly environment: Environment;
}

/**
 * Prefix list of CloudFront's origin-facing addresses, `com.amazonaws.global.cloudfront.origin-facing`,
 * by region: AWS's own constants, in the console under VPC → Managed prefix lists. A look-up would
 * need AWS credentials at preview.
 */
const CLOUDFRONT_PREFIX_LISTS: Readonly<Record<string, string>> = {
  "us-east-1": "pl-3b927c52",
  "us-east-2": "pl-b6a144df",
  "us-west-1": "pl-4ea04527",
  "us-west-2": "pl-82a045eb",
  "ca-central-1": "pl-38a64351",
  "sa-east-1": "pl-5da64334",
  "eu-west-1": "pl-4fa04526",
  "eu-west-2": "pl-93a247fa",
  "eu-west-3": "pl-75b1541c",
  "eu-central-1": "pl-a3a144ca",
  "eu-north-1": "pl-fab65393",
  "ap-northeast-1": "pl-58a04531",
  "ap-northeast-2": "pl-22a6434b",
  "ap-northeast-3": "pl-31a14458",
  "ap-southeast-1": "pl-31a34658",
  "ap-southeast-2": "pl-b8a742d1",
  "ap-south-1": "pl-9aa247f3",
};

/**
 * How a load balancer tells its own distribution from everyone else (P-EDGE-5): by address it
 * admits CloudFront only, which any customer of CloudFront passes, and by a random header it admits
 * this distribution only. The value is a Pulumi secret. To change it, replace the random value:
 * requests are refused until the distribution has been deployed everywhere. Cost: none.
 *
 * @throws Error when CloudFront's prefix list in the region is not known here.
 */
export class OriginGuard extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:OriginGuard";
  /** Header that the distribution adds and the load balancer demands. */
  public readonly headerName = "X-Origin-Guard";
  /** Its value, a secret. */
  public readonly headerValue: pulumi.Output<string>;
  /** CloudFront's addresses as a security group names them. */
  public readonly prefixListId: string;

  constructor(name: string, args: OriginGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(OriginGuard.token, name, {}, opts);
    const { region } = args.environment;
    const prefixListId = CLOUDFRONT_PREFIX_LISTS[region];
    if (prefixListId === undefined) {
      throw new Error(
        `CloudFront's prefix list in ${region} is not known; known in: ` +
          `${Object.keys(CLOUDFRONT_PREFIX_LISTS).join(", ")}.`,
      );
    }

    // Letters and digits only: a listener rule reads * and ? as wildcards.
    const password = new GeneratedPassword(name, { length: 48, specials: "" }, { parent: this });

    this.prefixListId = prefixListId;
    this.headerValue = password.value;
    this.registerOutputs({ headerValue: this.headerValue, prefixListId });
  }
}
