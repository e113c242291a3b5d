import type { Environment } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/**
 * Accounts of GuardDuty that hold the image of its agent for Fargate, by region. Sources: GuardDuty
 * guide, "ECR Repository for GuardDuty agent on AWS Fargate"; GovCloud guide, "Amazon GuardDuty";
 * both of 2026-11.
 */
export const AGENT_ACCOUNTS: Readonly<Record<string, string>> = {
  "us-east-1": "593207742271",
  "us-east-2": "307168627858",
  "us-west-1": "684579721401",
  "us-west-2": "733349766148",
  "ca-central-1": "354763396469",
  "ca-west-1": "339712888787",
  "sa-east-1": "758426053663",
  "eu-west-1": "694911143906",
  "eu-west-2": "892757235363",
  "eu-west-3": "665651866788",
  "eu-central-1": "323658145986",
  "eu-central-2": "529164026651",
  "eu-north-1": "591436053604",
  "eu-south-1": "266869475730",
  "eu-south-2": "919611009337",
  "ap-northeast-1": "533107202818",
  "ap-northeast-2": "914738172881",
  "ap-northeast-3": "273192626886",
  "ap-southeast-1": "174946120834",
  "ap-southeast-2": "005257825471",
  "ap-southeast-3": "510637619217",
  "ap-southeast-4": "251357961535",
  "ap-south-1": "251508486986",
  "ap-south-2": "950823858135",
  "ap-east-1": "258348409381",
  "me-south-1": "536382113932",
  "me-central-1": "000014521398",
  "il-central-1": "870907303882",
  "af-south-1": "197869348890",
  "us-gov-west-1": "383110348953",
  "us-gov-east-1": "383115532789",
};

/**
 * Pulling the agent that GuardDuty puts beside each container (P-DET-2). ECS pulls it with the task's
 * own execution role: without this the task runs and nobody watches it, which only GuardDuty's
 * coverage page shows. It is there whoever switched GuardDuty on, this stack, another, or the
 * organization. Source: GuardDuty guide, "Prerequisites for AWS Fargate (Amazon ECS only) support".
 */
export function agentStatements({ partition, region }: Environment): Statement[] {
  const account = AGENT_ACCOUNTS[region];
  if (account === undefined) return [];
  return [
    {
      Sid: "PullGuardDutyAgent",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
      ],
      Resource: `arn:${partition}:ecr:${region}:${account}:repository/aws-guardduty-agent-fargate`,
    },
  ];
}
