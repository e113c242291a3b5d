import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { type Environment, nameOf } from "../shared/environment.ts";
import { type EdgeLogPolicy, firewallLogGroupName } from "./edgeLogPolicy.ts";
import { checkCloudFrontRegion, CLOUDFRONT_REGION } from "./globalRegion.ts";
import {
  capacityOf,
  type FirewallArgs,
  firewallRules,
  INCLUDED_CAPACITY,
  toWebAclRule,
  visibility,
} from "./managedRules.ts";

/** What a web ACL can stand before: a load balancer of its region, or a distribution. */
export type WebAclScope = "REGIONAL" | "CLOUDFRONT";

/** What a firewall lets through, what it stands before, and how long it remembers. */
export interface WebAclArgs extends FirewallArgs {
  /** For scope CLOUDFRONT, of us-east-1 (see `globalRegion.ts`). */
  readonly environment: Environment;
  /** Encrypts the log of requests. */
  readonly key: EncryptionKey;
  /** Lets AWS's log delivery write to the log group. */
  readonly logPolicy: EdgeLogPolicy;
  /** Last part of the names, such as `api`. */
  readonly identifier: string;
  /** What it can stand before; another scope is another web ACL. */
  readonly scope: WebAclScope;
  /** Days for which requests are kept in the log (T19). */
  readonly logRetentionDays: number;
}

/**
 * A firewall for web requests with AWS's common, known-bad-input, SQL-injection and reputation
 * rules, a rate for each address, and optionally blocked countries (P-EDGE-3); what no rule blocks
 * passes. Logs every request, without its authorization and cookies. Cost: 5 USD a month, 1 USD for
 * each of its rules, 0.60 USD for a million requests; the log 0.50 USD a GB.
 *
 * @throws Error when a web ACL for CloudFront is not in us-east-1, or the rules need more capacity
 *   than is in the price.
 */
export class WebAcl extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:WebAcl";
  /** By which associations and distributions name it; known only once it exists. */
  public readonly arn: pulumi.Output<string>;
  /** What it can stand before. */
  public readonly scope: WebAclScope;
  /** Whether it takes a sender's address from CloudFront. */
  public readonly behindCloudFront: boolean;
  /** Capacity units of all rules together; 1,500 are in the price (T35). */
  public readonly capacity: number;
  /** By which CloudWatch calls the web ACL. */
  public readonly metricName: string;
  /** Full name; known before the group exists. */
  public readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: WebAclArgs, opts?: pulumi.ComponentResourceOptions) {
    super(WebAcl.token, name, {}, opts);
    const { environment, key, logPolicy, identifier, scope } = args;
    if (scope === "CLOUDFRONT") checkCloudFrontRegion(name, environment);
    const rules = firewallRules(args);
    this.capacity = capacityOf(rules);
    if (this.capacity > INCLUDED_CAPACITY) {
      throw new Error(
        `The rules of ${name} take ${this.capacity} capacity units; allowed: ${INCLUDED_CAPACITY}. ` +
          `Shorten its ${args.uploadPaths.length} uploadPaths.`,
      );
    }
    this.scope = scope;
    this.behindCloudFront = args.behindCloudFront ?? false;
    this.metricName = nameOf(environment, "web-acl", identifier);
    const region = scope === "CLOUDFRONT" ? { region: CLOUDFRONT_REGION } : {};

    const acl = new aws.wafv2.WebAcl(
      this.metricName,
      {
        scope,
        description: `Firewall of ${identifier}`,
        defaultAction: { allow: {} },
        rules: rules.map(toWebAclRule),
        visibilityConfig: visibility(this.metricName),
        ...region,
      },
      { parent: this },
    );
    const logs = new LogGroup(
      `${name}-logs`,
      {
        environment,
        key,
        logGroupName: firewallLogGroupName(environment, identifier),
        retentionDays: args.logRetentionDays,
      },
      { parent: this },
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        resourceArn: acl.arn,
        logDestinationConfigs: [logs.arn],
        redactedFields: ["authorization", "cookie"].map((header) => ({
          singleHeader: { name: header },
        })),
        ...region,
      },
      { parent: this, dependsOn: [logs, logPolicy] },
    );

    this.arn = acl.arn;
    this.logGroupName = logs.logGroupName;
    this.registerOutputs({
      arn: this.arn,
      scope,
      behindCloudFront: this.behindCloudFront,
      capacity: this.capacity,
      metricName: this.metricName,
      logGroupName: this.logGroupName,
    });
  }
}
