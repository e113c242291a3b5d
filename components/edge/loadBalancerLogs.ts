import { arnOf, type Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";
import { REGIONS } from "../shared/regions.ts";
import { bucketArnOf } from "../storage/secureBucket.ts";

/**
 * Who delivers access logs: an account of Elastic Load Balancing in the older regions, a service
 * principal in the newer ones (T5). Source: Elastic Load Balancing guide, "Enable access logs".
 */
export function logDeliveryStatement(
  environment: Environment,
  bucketIdentifier: string,
): Statement {
  const account = REGIONS[environment.region]?.loadBalancingAccount;
  const statement = {
    Sid: "LoadBalancerLogs",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `${bucketArnOf(environment, bucketIdentifier)}/AWSLogs/${environment.accountId}/*`,
  } as const;
  if (account !== undefined) {
    const principal = `arn:${environment.partition}:iam::${account}:root`;
    return { ...statement, Principal: { AWS: principal } };
  }
  return {
    ...statement,
    Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
    Condition: {
      ArnLike: { "aws:SourceArn": arnOf(environment, "elasticloadbalancing", "loadbalancer/*") },
    },
  };
}
