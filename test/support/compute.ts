import assert from "node:assert/strict";

import * as aws from "@pulumi/aws";

import { Cluster } from "../../components/compute/cluster.ts";
import {
  FargateService,
  type FargateServiceArgs,
} from "../../components/compute/fargateService.ts";
import { SecurityGroup } from "../../components/network/securityGroup.ts";
import type { Environment } from "../../components/shared/environment.ts";
import type { Resource } from "../../plan/graph/resource.ts";
import { foundation, testEnvironment } from "./fixtures.ts";

/** A digest that some pipeline told. */
export const DIGEST = `sha256:${"a".repeat(64)}`;

export const REPOSITORY = {
  arn: "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-ecr-api",
  url: "111122223333.dkr.ecr.us-east-1.amazonaws.com/rampart-dev-ecr-api",
};

/** Load balancer parts as the edge makes them, so that a service has something to answer. */
export function testTarget(environment: Environment) {
  const balancer = new aws.lb.LoadBalancer("edge", {});
  const targets = new aws.lb.TargetGroup("api", { targetType: "ip", port: 8000 });
  const listener = new aws.lb.Listener("https", {
    loadBalancerArn: balancer.arn,
    port: 443,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const loadBalancerGroup = new SecurityGroup("alb", {
    environment,
    vpcId: "vpc-1",
    identifier: "alb",
    description: "Load balancer",
  });
  return {
    targetGroupArn: targets.arn,
    loadBalancerGroup,
    routes: [listener],
    requestLabel: "app/edge/1/targetgroup/api/2",
  };
}

/** What the smallest service that is allowed takes, with the cluster that it runs on. */
export function testServiceArgs(environment: Environment): FargateServiceArgs {
  const { key, boundary } = foundation(environment);
  const logs = { identifier: "main", logRetentionDays: 30 };
  return {
    environment,
    key,
    boundary,
    cluster: new Cluster("main", { environment, key, ...logs }),
    vpcId: "vpc-1",
    subnetIds: ["subnet-1", "subnet-2"],
    identifier: "api",
    image: { repository: REPOSITORY, digest: DIGEST },
    cpu: 256,
    memory: 512,
    port: 8000,
    healthCheck: { command: ["CMD", "node", "health.js"] },
    logRetentionDays: 30,
    scaling: { minimum: 2, maximum: 4, cpuPercent: 70, memoryPercent: 80 },
    spotPercent: 0,
    deployment: { minimumHealthyPercent: 50, maximumPercent: 200 },
    debugShell: false,
  };
}

/** The smallest service that is allowed; overrides complete it. */
export function testService(
  overrides: Partial<FargateServiceArgs> = {},
  environment = testEnvironment(),
): FargateService {
  return new FargateService("api", { ...testServiceArgs(environment), ...overrides });
}

/** A text among the inputs; fails when it is not known. */
export function textOf(resource: Resource, property: string): string {
  const value = resource.inputs[property];
  assert.ok(typeof value === "string", `${resource.name}.${property} is not a known text`);
  return value;
}
