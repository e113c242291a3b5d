import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/** What a release replaces: one image in one service. */
export interface Release {
  /** Opens the names. */
  readonly environment: Environment;
  /** Identifier of service, task and image repository. */
  readonly service: string;
  /** Identifier of the cluster. */
  readonly cluster: string;
  /** Whether images are pushed here, or come from another account's repository. */
  readonly pushes: boolean;
}

/** ARNs of the two roles of the service's tasks. */
export function taskRoleArnsOf({ environment, service }: Pick<Release, "environment" | "service">) {
  return ["start", "task"].map((purpose) =>
    arnOf(environment, "iam", `role/${nameOf(environment, "role", `${service}-${purpose}`)}`),
  );
}

/**
 * All that a release does (P-IAM-1): push an image, register a task definition with exactly the
 * task's roles, and update the one service.
 */
export function releaseStatements(release: Release): Statement[] {
  const { environment, service, cluster } = release;
  const [clusterName, serviceName] = [
    nameOf(environment, "cluster", cluster),
    nameOf(environment, "service", service),
  ];
  return [
    ...(release.pushes ? pushStatements(release) : []),
    {
      Sid: "RegisterTask",
      Effect: "Allow",
      Action: ["ecs:RegisterTaskDefinition", "ecs:TagResource"],
      Resource: arnOf(
        environment,
        "ecs",
        `task-definition/${nameOf(environment, "task", service)}:*`,
      ),
    },
    {
      // It has no resource to name.
      Sid: "ReadTask",
      Effect: "Allow",
      Action: "ecs:DescribeTaskDefinition",
      Resource: "*",
    },
    {
      Sid: "UpdateService",
      Effect: "Allow",
      Action: ["ecs:DescribeServices", "ecs:UpdateService"],
      Resource: arnOf(environment, "ecs", `service/${clusterName}/${serviceName}`),
    },
    passTaskRolesStatement(release),
  ];
}

/** The roles of the service's tasks, and no other, to tasks alone. */
export function passTaskRolesStatement(place: Pick<Release, "environment" | "service">): Statement {
  return {
    Sid: "PassTaskRoles",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: taskRoleArnsOf(place),
    Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  };
}

function pushStatements({ environment, service }: Release): Statement[] {
  return [
    {
      // It has no resource to name.
      Sid: "LogInToRegistry",
      Effect: "Allow",
      Action: "ecr:GetAuthorizationToken",
      Resource: "*",
    },
    {
      Sid: "PushImage",
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeImages",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: arnOf(
        environment,
        "ecr",
        `repository/${nameOf(environment, "repository", service)}`,
      ),
    },
  ];
}
