import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { LoadBalancer } from "./loadBalancer.ts";
import type { WebAcl } from "./webAcl.ts";

/** Which firewall stands before which load balancer. */
export interface WebAclAssociationArgs {
  /** What is protected; it takes one web ACL. */
  readonly loadBalancer: LoadBalancer;
  /** Of scope REGIONAL, and `behindCloudFront` if the balancer is; a distribution names its own. */
  readonly webAcl: WebAcl;
}

/**
 * Puts a web ACL before a load balancer (P-EDGE-3). Its name is part of its identity and must stay:
 * a load balancer has one association, and deleting the old one after the new would leave none, so
 * the old one goes first (T41). Cost: none.
 *
 * @throws Error when the web ACL is not of scope REGIONAL, or looks for a sender's address where
 *   the balancer's requests do not have it.
 */
export class WebAclAssociation extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:WebAclAssociation";

  constructor(name: string, args: WebAclAssociationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(WebAclAssociation.token, name, {}, opts);
    const { loadBalancer, webAcl } = args;
    if (webAcl.scope !== "REGIONAL") {
      throw new Error(`webAcl of ${name} has scope ${webAcl.scope}; allowed: REGIONAL.`);
    }
    const guarded = loadBalancer.guard !== undefined;
    if (webAcl.behindCloudFront !== guarded) {
      throw new Error(
        `behindCloudFront of the web ACL of ${name} is ${String(webAcl.behindCloudFront)}, but its load balancer ` +
          `${guarded ? "is" : "is not"} behind CloudFront: it would count the wrong addresses.`,
      );
    }

    new aws.wafv2.WebAclAssociation(
      name,
      { resourceArn: loadBalancer.arn, webAclArn: webAcl.arn },
      // A balancer without listeners is not yet one that AWS WAF finds (T42).
      { parent: this, deleteBeforeReplace: true, dependsOn: [loadBalancer, webAcl] },
    );
    this.registerOutputs({});
  }
}
