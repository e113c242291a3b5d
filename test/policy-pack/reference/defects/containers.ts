import { document } from "../../support/resources.ts";
import type { Properties } from "../../../../policy-pack/engine/resource.ts";
import type { Defect, Named } from "../defect.ts";
import { containersWith } from "../extras/containers.ts";
import { extra } from "../extras/extra.ts";

const TASK: Named = { type: "aws:ecs/taskDefinition:TaskDefinition", name: "containers-report" };
const WORKER_TASK: Named = { type: "aws:ecs/taskDefinition:TaskDefinition", name: "worker" };
const TASK_SET: Named = { type: "aws:ecs/taskSet:TaskSet", name: "containers-report" };
const API: Named = { type: "aws:ecs/service:Service", name: "api" };
const START: Named = { type: "aws:iam/rolePolicy:RolePolicy", name: "worker-start-start" };
const BALANCER: Named = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  name: "rampart-prod-alb-main",
};
const INSIDE: Named = { type: "aws:lb/loadBalancer:LoadBalancer", name: "containers-internal" };
const HTTPS: Named = { type: "aws:lb/listener:Listener", name: "load-balancer-https" };
const HTTP: Named = { type: "aws:lb/listener:Listener", name: "containers-http" };
const ROUTE: Named = { type: "aws:lb/listenerRule:ListenerRule", name: "shifting-route" };
const FROM_CLOUDFRONT: Named = {
  type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  name: "load-balancer-cloudfront-443",
};
const ASSOCIATION: Named = {
  type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  name: "firewall",
};
const ACL: Named = { type: "aws:wafv2/webAcl:WebAcl", name: "rampart-prod-waf-api" };
const ACL_LOG: Named = {
  type: "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
  name: "firewall",
};

const container = (control: string, title: string, change: Properties): Defect => ({
  control,
  title,
  change: { of: TASK, path: "containerDefinitions", value: containersWith(change) },
});

const EFS = "volumes[0].efsVolumeConfiguration";

const tasks: readonly Defect[] = [
  container("ecs-no-privileged-container", "a container is privileged", { privileged: true }),
  container("ecs-no-privileged-container", "a container is privileged, in another case", {
    Privileged: true,
  }),
  container("ecs-readonly-root-filesystem", "a container may write everywhere", {
    readonlyRootFilesystem: false,
  }),
  container("ecs-non-root-user", "a container runs as root", { user: "0:10001" }),
  container("ecs-non-root-user", "a container runs as its image says", { user: "" }),
  ...["networkMode", "pidMode", "ipcMode"].map((path) => ({
    control: "ecs-no-host-namespaces",
    title: `a task has ${path} host`,
    change: { of: TASK, path, value: "host" },
  })),
  {
    control: "ecs-no-host-namespaces",
    title: "a task of unknown containers shares its host's processes",
    change: { of: WORKER_TASK, path: "pidMode", value: "host" },
  },
  ...(
    [
      ["a variable is a password", "DB_PASSWORD", "hunter2"],
      ["a variable holds a URL with a password", "DATABASE_URL", "postgres://app:hunter2@db/app"],
    ] as const
  ).map(([title, name, value]) => ({
    ...container("ecs-no-plaintext-secrets", title, { environment: [{ name, value }] }),
    also: { "any-no-hardcoded-credential": "it looks at every property, the environment too" },
  })),
  container("ecs-container-logging", "a container logs nowhere", { logConfiguration: null }),
  container("ecs-image-pinned-private", "an image is named by its tag", {
    image: "777788889999.dkr.ecr.us-east-1.amazonaws.com/rampart-prod-ecr-report:latest",
  }),
  container("ecs-image-pinned-private", "an image is a stranger's", {
    image: `public.ecr.aws/nginx/nginx@sha256:${"d".repeat(64)}`,
  }),
  {
    control: "ecs-efs-in-transit-encryption",
    title: "a volume is mounted in plain text",
    change: { of: TASK, path: `${EFS}.transitEncryption`, value: "DISABLED" },
  },
  {
    control: "ecs-efs-in-transit-encryption",
    title: "a volume of unknown ids is mounted without the role",
    change: { of: WORKER_TASK, path: `${EFS}.authorizationConfig.iam`, value: "DISABLED" },
  },
  {
    control: "ecs-execution-role-secrets-scoped",
    title: "a task names a secret that its role may not read",
    change: {
      of: TASK,
      path: "containerDefinitions",
      value: containersWith({
        secrets: [
          {
            name: "OTHER",
            valueFrom:
              "arn:aws:secretsmanager:us-east-1:777788889999:secret:/dev/worker/other-AbCdEf",
          },
        ],
      }),
    },
  },
  {
    control: "ecs-execution-role-secrets-scoped",
    title: "an execution role reads the secrets of others too",
    change: {
      of: START,
      path: "policy",
      value: document({
        Sid: "ReadSecrets",
        Effect: "Allow",
        Action: "secretsmanager:GetSecretValue",
        Resource: [
          "arn:aws:secretsmanager:us-east-1:777788889999:secret:/dev/worker/jwt-??????",
          "arn:aws:secretsmanager:us-east-1:777788889999:secret:/dev/database/*",
        ],
      }),
    },
    on: TASK,
  },
];

const services: readonly Defect[] = [
  {
    control: "ecs-service-no-public-ip",
    title: "a service's tasks get public addresses",
    change: { of: API, path: "networkConfiguration.assignPublicIp", value: true },
  },
  {
    control: "ecs-service-no-public-ip",
    title: "a task set's tasks get public addresses",
    change: { of: TASK_SET, path: "networkConfiguration.assignPublicIp", value: "true" },
  },
  {
    control: "ecs-exec-audited",
    title: "a service allows a shell that nobody records",
    change: {
      add: extra("aws:ecs/service:Service", "containers-shell", {
        cluster: "default",
        enableExecuteCommand: true,
      }),
    },
    also: {
      "vpc-endpoints-for-used-services":
        "a service without network and task may be anywhere and call anything",
    },
  },
];

const balancers: readonly Defect[] = [
  {
    control: "alb-http-redirects-to-https",
    title: "an HTTP listener forwards",
    change: { of: HTTP, path: "defaultActions", value: [{ type: "forward" }] },
  },
  {
    control: "alb-http-redirects-to-https",
    title: "a listener speaks HTTP on HTTPS's port",
    change: { of: HTTPS, path: "protocol", value: "HTTP" },
  },
  {
    control: "alb-tls-policy-modern",
    title: "a listener takes TLS 1.0",
    change: { of: HTTPS, path: "sslPolicy", value: "ELBSecurityPolicy-2016-08" },
  },
  {
    control: "alb-tls-policy-modern",
    title: "a listener names no policy",
    change: { of: HTTPS, path: "sslPolicy" },
  },
  {
    control: "alb-drop-invalid-headers",
    title: "a balancer passes invalid headers on",
    change: { of: BALANCER, path: "dropInvalidHeaderFields", value: false },
  },
  {
    control: "alb-access-logs",
    title: "a balancer's log is off",
    change: { of: INSIDE, path: "accessLogs.enabled", value: false },
  },
  {
    control: "alb-access-logs",
    title: "a balancer has no log",
    change: { of: BALANCER, path: "accessLogs" },
  },
  {
    control: "alb-waf-associated",
    title: "the balancer's web ACL is taken away",
    change: { without: ASSOCIATION },
    on: BALANCER,
    also: {
      "waf-managed-baseline":
        "an ACL that guards nothing is no longer a second line, so it is judged as a first",
    },
  },
  {
    control: "alb-waf-associated",
    title: "a balancer inside is put on the internet",
    change: { of: INSIDE, path: "internal", value: false },
  },
  {
    control: "alb-origin-only-from-cloudfront",
    title: "the balancer admits half of the internet",
    change: { of: FROM_CLOUDFRONT, path: "cidrIpv4", value: "128.0.0.0/1" },
    on: BALANCER,
  },
  {
    control: "alb-origin-only-from-cloudfront",
    title: "the route forwards without the origin's header",
    change: { of: ROUTE, path: "conditions", value: [{ pathPattern: { values: ["/*"] } }] },
    on: BALANCER,
  },
];

const firewalls: readonly Defect[] = [
  {
    control: "waf-logging",
    title: "a web ACL does not log",
    change: { without: ACL_LOG },
    on: ACL,
  },
  {
    control: "waf-logging",
    title: "a log shows cookies",
    change: {
      of: ACL_LOG,
      path: "redactedFields",
      value: [{ singleHeader: { name: "authorization" } }],
    },
    on: ACL,
  },
  {
    control: "waf-managed-baseline",
    title: "the rate rule only counts",
    change: { of: ACL, path: "rules[2].action", value: { count: {} } },
  },
  {
    control: "waf-managed-baseline",
    title: "the common rules only count",
    change: { of: ACL, path: "rules[3].overrideAction", value: { count: {} } },
  },
  {
    control: "waf-managed-baseline",
    title: "large bodies are no longer blocked by their label",
    change: { of: ACL, path: "rules[6].action", value: { count: {} } },
  },
];

export const containersDefects: readonly Defect[] = [
  ...tasks,
  ...services,
  ...balancers,
  ...firewalls,
];
