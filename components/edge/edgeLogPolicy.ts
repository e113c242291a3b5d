import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { policyJson } from "../shared/policy.ts";

/** Whose log groups may be written to: all of one environment, none of another. */
export interface EdgeLogPolicyArgs {
  /** Is in the names of the log groups; its account alone may have logs delivered. */
  readonly environment: Environment;
  /**
   * Last part of the policy's name, where a system has one of its own.
   * @default "edge"
   */
  readonly identifier?: string | undefined;
}

/** Log group of a web ACL; AWS WAF takes only names with this beginning (T1). */
export function firewallLogGroupName(environment: Environment, identifier: string): string {
  return `aws-waf-logs-${environment.project}-${environment.name}-${identifier}`;
}

/** Log group of a distribution; AWS suggests this beginning for logs that its services deliver. */
export function distributionLogGroupName(environment: Environment, identifier: string): string {
  return `/aws/vendedlogs/cloudfront/${environment.project}-${environment.name}-${identifier}`;
}

/**
 * Lets AWS's log delivery write to the log groups of this environment's web ACLs and
 * distributions. Made **once per stack and region**, and handed to everything that logs through
 * it: an account has 10 such policies per region, and without this one AWS WAF keeps adding groups
 * to a shared `AWSWAF-LOGS` policy until that is full (T2). It names the groups by their common
 * beginning, so it never grows. Cost: none.
 */
export class EdgeLogPolicy extends pulumi.ComponentResource {
  public static readonly token = "rampart:edge:EdgeLogPolicy";

  constructor(name: string, args: EdgeLogPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeLogPolicy.token, name, {}, opts);
    const { environment } = args;
    const groups = [
      firewallLogGroupName(environment, "*"),
      distributionLogGroupName(environment, "*"),
    ];

    new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        policyName: nameOf(environment, "log-policy", args.identifier ?? "edge"),
        policyDocument: policyJson("logs", [
          {
            Sid: "LogDelivery",
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: groups.map((group) =>
              arnOf(environment, "logs", `log-group:${group}:log-stream:*`),
            ),
            Condition: {
              StringEquals: { "aws:SourceAccount": environment.accountId },
              ArnLike: { "aws:SourceArn": arnOf(environment, "logs", "*") },
            },
          },
        ]),
      },
      { parent: this },
    );

    this.registerOutputs({});
  }
}
