import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { extra, REFERENCE } from "./extra.ts";
import { from } from "./origins.ts";

const { account, region } = REFERENCE;

/** The worker's own role, which may read its one secret. */
const ROLE = `arn:aws:iam::${account}:role/rampart-dev-role-worker-start`;
const SECRET = `arn:aws:secretsmanager:${region}:${account}:secret:/dev/worker/jwt-AbCdEf`;

/** A container whose secrets are known, which those of a first preview are not. */
const CONTAINER: Properties = {
  name: "report",
  image: `${account}.dkr.ecr.${region}.amazonaws.com/rampart-prod-ecr-report@sha256:${"c".repeat(64)}`,
  essential: true,
  user: "10001:10001",
  readonlyRootFilesystem: true,
  linuxParameters: { capabilities: { drop: ["ALL"] } },
  environment: [
    { name: "NODE_ENV", value: "production" },
    { name: "TOKEN_TTL_SECONDS", value: "900" },
  ],
  secrets: [{ name: "SECRET_KEY", valueFrom: SECRET }],
  logConfiguration: {
    logDriver: "awslogs",
    options: { "awslogs-group": "/ecs/prod/report", "awslogs-region": region },
  },
};

/** Container definitions with one thing changed. */
export function containersWith(change: Properties): string {
  return JSON.stringify([{ ...CONTAINER, ...change }]);
}

const task = extra("aws:ecs/taskDefinition:TaskDefinition", "containers-report", {
  family: "rampart-prod-task-report",
  requiresCompatibilities: ["FARGATE"],
  networkMode: "awsvpc",
  cpu: "256",
  memory: "512",
  executionRoleArn: ROLE,
  runtimePlatform: { cpuArchitecture: "ARM64", operatingSystemFamily: "LINUX" },
  containerDefinitions: containersWith({}),
  volumes: [
    {
      name: "reports",
      efsVolumeConfiguration: {
        fileSystemId: "fs-0123456789abcdef0",
        transitEncryption: "ENABLED",
        authorizationConfig: { accessPointId: "fsap-0123456789abcdef0", iam: "ENABLED" },
      },
    },
  ],
});

const taskSet = extra(
  "aws:ecs/taskSet:TaskSet",
  "containers-report",
  {
    cluster: `arn:aws:ecs:${region}:${account}:cluster/rampart-prod-ecs-main`,
    service: "rampart-prod-svc-report",
    taskDefinition: UNKNOWN,
    networkConfiguration: {
      assignPublicIp: false,
      subnets: ["subnet-0123456789abcdef0"],
      securityGroups: ["sg-0123456789abcdef0"],
    },
  },
  from({ taskDefinition: [task] }),
);

/** A balancer inside, which needs no web ACL and has a listener that only redirects. */
const balancer = extra("aws:lb/loadBalancer:LoadBalancer", "containers-internal", {
  name: "rampart-prod-alb-inside",
  internal: true,
  loadBalancerType: "application",
  dropInvalidHeaderFields: true,
  enableDeletionProtection: true,
  desyncMitigationMode: "defensive",
  accessLogs: {
    bucket: `rampart-prod-s3-elb-logs-${account}-${region}`,
    prefix: "inside",
    enabled: true,
  },
  securityGroups: ["sg-0123456789abcdef0"],
  subnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
});

const listener = extra(
  "aws:lb/listener:Listener",
  "containers-http",
  {
    loadBalancerArn: UNKNOWN,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ],
  },
  from({ loadBalancerArn: [balancer] }),
);

export const containersExtras: readonly PolicyResource[] = [task, taskSet, balancer, listener];
