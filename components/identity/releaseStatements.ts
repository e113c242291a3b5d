import { arnOf, bucketNameOf, type Environment, nameOf } from "../shared/environment.ts";
import type { Statement } from "../shared/policy.ts";

/** What a release replaces: images in the services of a cluster. */
export interface Release {
  /** Opens the names. */
  readonly environment: Environment;
  /** Identifiers of services, and of their tasks; one or more. */
  readonly services: readonly string[];
  /** Identifiers of image repositories; one or more. */
  readonly repositories: readonly string[];
  /** Identifier of the cluster. */
  readonly cluster: string;
  /** Whether images are pushed here, or come from another account's repository. */
  readonly pushes: boolean;
  /** Identifier of the bucket that a page is put into. @default no page */
  readonly pageBucket?: string | undefined;
}

/** ARN of a service, by the identifiers of its cluster and its own. */
export function serviceArnOf(environment: Environment, cluster: string, service: string): string {
  const names = [nameOf(environment, "cluster", cluster), nameOf(environment, "service", service)];
  return arnOf(environment, "ecs", `service/${names.join("/")}`);
}

/** All services of a release's cluster. */
export function servicesArnOf({ environment, cluster }: Release): string {
  return arnOf(environment, "ecs", `service/${nameOf(environment, "cluster", cluster)}/*`);
}

/** ARNs of the two roles of each service's tasks. */
function taskRoleArnsOf({
  environment,
  services,
}: Pick<Release, "environment" | "services">): string[] {
  return services.flatMap((service) =>
    ["start", "task"].map((purpose) =>
      arnOf(environment, "iam", `role/${nameOf(environment, "role", `${service}-${purpose}`)}`),
    ),
  );
}

/**
 * All that a release does (P-IAM-1): push images, register task definitions with exactly the tasks'
 * roles, update the named services, and put a page where its readers find it.
 */
export function releaseStatements(release: Release): Statement[] {
  const { environment, services, cluster } = release;
  return [
    ...(release.pushes ? pushStatements(release) : []),
    {
      Sid: "RegisterTask",
      Effect: "Allow",
      Action: ["ecs:RegisterTaskDefinition", "ecs:TagResource"],
      Resource: oneOrMany(services, (service) =>
        arnOf(environment, "ecs", `task-definition/${nameOf(environment, "task", service)}:*`),
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
      Resource: oneOrMany(services, (service) => serviceArnOf(environment, cluster, service)),
    },
    passTaskRolesStatement(release),
    ...(release.pageBucket === undefined
      ? []
      : [putPageStatement(environment, release.pageBucket)]),
  ];
}

/** Files are added or replaced, and never taken away: who has the page open still loads its parts. */
function putPageStatement(environment: Environment, bucket: string): Statement {
  return {
    Sid: "PutPage",
    Effect: "Allow",
    Action: "s3:PutObject",
    Resource: `${arnOf(environment, "s3", bucketNameOf(environment, bucket))}/*`,
  };
}

/** IAM takes a lone text, and a list. */
function oneOrMany(
  names: readonly string[],
  arn: (name: string) => string,
): string | readonly string[] {
  const arns = names.map(arn);
  const [first, ...more] = arns;
  return first !== undefined && more.length === 0 ? first : arns;
}

/** The roles of the services' tasks, and no other, to tasks alone. */
export function passTaskRolesStatement(
  place: Pick<Release, "environment" | "services">,
): Statement {
  return {
    Sid: "PassTaskRoles",
    Effect: "Allow",
    Action: "iam:PassRole",
    Resource: taskRoleArnsOf(place),
    Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
  };
}

function pushStatements({ environment, repositories }: Release): Statement[] {
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
      Resource: oneOrMany(repositories, (repository) =>
        arnOf(environment, "ecr", `repository/${nameOf(environment, "repository", repository)}`),
      ),
    },
  ];
}
