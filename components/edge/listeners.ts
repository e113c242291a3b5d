import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

import type { OriginGuard } from "./originGuard.ts";
import { STRICT_TRANSPORT_SECONDS } from "./securityHeaders.ts";
import type { TargetGroup } from "./targetGroup.ts";

/** Who answers what no route takes; see the load balancer's arguments. */
interface Answering {
  readonly guard?: OriginGuard | undefined;
  readonly fallback?: TargetGroup | undefined;
}

/**
 * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only, and hybrid post-quantum
 * key exchange. Source: Elastic Load Balancing guide, "Security policies for your Application Load
 * Balancer", which recommends it.
 */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

/** Whoever asks in plain is told to come back over TLS. */
export function redirectToHttps(
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

/** The listener that all routes start from. */
export function answerHttps(
  name: string,
  balancer: aws.lb.LoadBalancer,
  certificateArn: pulumi.Input<string>,
  { guard, fallback }: Answering,
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
        fallback === undefined
          ? { type: "fixed-response", fixedResponse: { contentType: "text/plain", ...refusal } }
          : { type: "forward", targetGroupArn: fallback.arn },
      ],
      routingHttpResponseServerEnabled: false,
      routingHttpResponseStrictTransportSecurityHeaderValue: `max-age=${STRICT_TRANSPORT_SECONDS}; includeSubDomains`,
      routingHttpResponseXContentTypeOptionsHeaderValue: "nosniff",
      routingHttpResponseXFrameOptionsHeaderValue: "DENY",
    },
    { parent },
  );
}
