import * as aws from "@pulumi/aws";

import { Certificate } from "../../components/edge/certificate.ts";
import { Distribution } from "../../components/edge/distribution.ts";
import { AliasRecords } from "../../components/edge/dnsRecords.ts";
import { EdgeLogPolicy } from "../../components/edge/edgeLogPolicy.ts";
import { HostedZone } from "../../components/edge/hostedZone.ts";
import { LoadBalancer, type LoadBalancerArgs } from "../../components/edge/loadBalancer.ts";
import { OriginGuard } from "../../components/edge/originGuard.ts";
import { Route } from "../../components/edge/route.ts";
import { TargetGroup } from "../../components/edge/targetGroup.ts";
import { WebAcl, type WebAclScope } from "../../components/edge/webAcl.ts";
import { WebAclAssociation } from "../../components/edge/webAclAssociation.ts";
import type { Environment } from "../../components/shared/environment.ts";
import { foundation, testEnvironment } from "./fixtures.ts";

const firewall = { requestsPerFiveMinutes: 2000, blockedCountries: [], logRetentionDays: 365 };

/** An issued certificate in CloudFront's region. */
export const CERTIFICATE_ARN = "arn:aws:acm:us-east-1:111122223333:certificate/1";

export interface LoadBalancerVariation extends Partial<LoadBalancerArgs> {
  /** Whether CloudFront stands before it. */
  readonly guarded?: boolean;
}

/** A load balancer in two subnets, inside a recorded program. */
export function testLoadBalancer(
  { guarded = false, ...args }: LoadBalancerVariation = {},
  environment: Environment = testEnvironment(),
  { key, accessLogs } = foundation(environment),
): LoadBalancer {
  return new LoadBalancer("balancer", {
    environment,
    key,
    vpcId: "vpc-1",
    publicSubnetIds: ["subnet-1", "subnet-2"],
    certificateArn: CERTIFICATE_ARN,
    accessLogs,
    accessLogDays: 90,
    idleTimeoutSeconds: 60,
    guard: guarded ? new OriginGuard("guard", { environment }) : undefined,
    ...args,
  });
}

/** A firewall and what it stands on, inside a recorded program. */
export function testWebAcl(
  scope: WebAclScope,
  environment: Environment = testEnvironment(),
  { key } = foundation(environment),
) {
  const logPolicy = new EdgeLogPolicy("edge-logs", { environment });
  const webAcl = new WebAcl("firewall", {
    ...firewall,
    environment,
    key,
    logPolicy,
    identifier: "front",
    scope,
    uploadPaths: [],
  });
  return { environment, key, logPolicy, webAcl };
}

/** Two public subnets, as a VPC component would hand them over. */
function publicSubnets(): aws.ec2.Subnet[] {
  return ["use1-az1", "use1-az2"].map(
    (availabilityZoneId, index) =>
      new aws.ec2.Subnet(`public-${availabilityZoneId}`, {
        vpcId: "vpc-1",
        cidrBlock: `10.0.${index + 1}.0/24`,
        availabilityZoneId,
      }),
  );
}

/** Everything of the edge, composed as a system does, with or without CloudFront. */
export function edgeStack({ cloudFront = false } = {}): void {
  const environment = testEnvironment();
  const { key, accessLogs } = foundation(environment);
  const logPolicy = new EdgeLogPolicy("edge-logs", { environment });
  const hostedZone = new HostedZone("zone", {
    environment,
    key,
    domain: "example.com",
    zone: { mode: "create" },
    queryLogging: cloudFront,
  });
  const host = "api.example.com";
  const originHost = cloudFront ? "origin.example.com" : host;
  const managed = { certificate: { mode: "managed" }, zone: hostedZone } as const;
  const certificate = new Certificate("certificate", { ...managed, host: originHost });
  const guard = cloudFront ? new OriginGuard("guard", { environment }) : undefined;
  const loadBalancer = new LoadBalancer("balancer", {
    environment,
    key,
    vpcId: "vpc-1",
    publicSubnetIds: publicSubnets().map(({ id }) => id),
    certificateArn: certificate.arn,
    accessLogs,
    accessLogDays: 90,
    idleTimeoutSeconds: 60,
    guard,
  });
  const targetGroup = new TargetGroup("api", {
    environment,
    vpcId: "vpc-1",
    identifier: "api",
    port: 8000,
  });
  new Route("api", { loadBalancer, targetGroup, priority: 100 });
  const webAcl = new WebAcl("firewall", {
    ...firewall,
    environment,
    key,
    logPolicy,
    identifier: "api",
    scope: "REGIONAL",
    uploadPaths: ["/uploads"],
    behindCloudFront: cloudFront,
  });
  new WebAclAssociation("firewall", { loadBalancer, webAcl });
  new AliasRecords("origin", { zone: hostedZone, host: originHost, target: loadBalancer });
  if (guard === undefined) return;

  const front = new Certificate("front", { ...managed, host, region: "us-east-1" });
  const frontAcl = new WebAcl("front", {
    ...firewall,
    environment,
    key,
    logPolicy,
    identifier: "front",
    scope: "CLOUDFRONT",
    uploadPaths: ["/uploads"],
  });
  if (front.arn === undefined) throw new Error("A managed certificate has an ARN.");
  const distribution = new Distribution("front", {
    environment,
    key,
    logPolicy,
    logRetentionDays: 365,
    identifier: "front",
    host,
    originHost,
    certificateArn: front.arn,
    webAcl: frontAcl,
    guard,
    priceClass: "PriceClass_100",
  });
  new AliasRecords("host", { zone: hostedZone, host, target: distribution });
}
