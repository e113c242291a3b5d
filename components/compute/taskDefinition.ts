import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

import type { PermissionsBoundary } from "../identity/permissionsBoundary.ts";
import { Role } from "../identity/role.ts";
import type { EncryptionKey } from "../keys/encryptionKey.ts";
import { LogGroup } from "../observability/logGroup.ts";
import { arnOf, type Environment, nameOf } from "../shared/environment.ts";
import { fargateSizeProblem } from "../shared/fargateSizes.ts";
import type { Statement } from "../shared/policy.ts";
import {
  containerDefinitions,
  type ContainerSettings,
  type EfsMount,
} from "./containerDefinition.ts";
import type { RepositoryReference } from "./repository.ts";
import { debugShellStatements, startStatements } from "./taskStatements.ts";

/** The image of a task: by digest, or built by this program; neither, until one exists. */
export interface TaskImage {
  /** Where the image is pulled from; the execution role reaches no other. */
  readonly repository: RepositoryReference;
  /** `sha256:` and 64 hex digits. @default none yet */
  readonly digest?: string | undefined;
  /** Image that {@link ImageBuild} makes, instead of a digest. @default none */
  readonly builtUri?: pulumi.Input<string> | undefined;
}

/** What a service or a one-off task decides: its container, its size, and what it may do. */
export interface TaskDefinitionArgs extends ContainerSettings {
  /** Opens family and roles, and names the log group. */
  readonly environment: Environment;
  /** Encrypts the log group, and the secrets that ECS injects. */
  readonly key: EncryptionKey;
  /** Ceiling of both roles (P-IAM-3). */
  readonly boundary: PermissionsBoundary;
  /** Name of the container, and last part of the family's and the roles' names. */
  readonly identifier: string;
  /** What runs; without digest or build the task is registered, but nothing can start. */
  readonly image: TaskImage;
  /** CPU units, 1024 = 1 vCPU. */
  readonly cpu: number;
  /** MiB; one of those that Fargate offers with the CPU (T44). */
  readonly memory: number;
  /** All that the application may do. @default nothing */
  readonly taskStatements?: readonly Statement[] | undefined;
  /** Days. */
  readonly logRetentionDays: number;
  /** @default `/ecs/{env}/{identifier}` */
  readonly logGroupName?: string | undefined;
  /** Where debug shells are recorded, if tasks allow them. @default no debug shell */
  readonly shellLogGroupName?: string | undefined;
}

/**
 * Stands in while no image exists: ECS accepts the text, and nothing runs. So the first update
 * makes the repository into which the first image is pushed.
 */
export const NO_IMAGE_DIGEST = `sha256:${"0".repeat(64)}`;

/**
 * A hardened Fargate task of one container with its log group and its two roles (P-RUN-3, P-RUN-5):
 * what a service, or a one-off task such as a migration, runs. Cost: none until it runs; 0.50 USD a
 * GB of log.
 *
 * @throws Error when Fargate has no such size, or the container's settings contradict themselves.
 */
export class TaskDefinition extends pulumi.ComponentResource {
  public static readonly token = "rampart:compute:TaskDefinition";
  /** ARN with revision; known only once ECS registered it. */
  public readonly arn: pulumi.Output<string>;
  /** Family; known before it exists. */
  public readonly family: pulumi.Output<string>;
  /** What ECS assumes to start a task. */
  public readonly executionRole: Role;
  /** What the application is. */
  public readonly taskRole: Role;
  /** Where the container's output goes. */
  public readonly logGroup: LogGroup;
  /** Name of the one container, as load balancers and one-off runs ask for it. */
  public readonly containerName: string;
  /** Whether there is an image to run. */
  public readonly hasImage: boolean;

  constructor(name: string, args: TaskDefinitionArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TaskDefinition.token, name, {}, opts);
    const { environment, key, identifier, image, shellLogGroupName, efsMounts = [] } = args;
    check(name, args);
    const parent = { parent: this };
    const logGroupName = args.logGroupName ?? `/ecs/${environment.name}/${identifier}`;

    this.logGroup = new LogGroup(
      name,
      { environment, key, logGroupName, retentionDays: args.logRetentionDays },
      parent,
    );
    const secretPatterns = Object.values(args.secrets ?? {}).map((secret) => secret.arnPattern);
    this.executionRole = this.#role(name, args, "start", {
      start: startStatements({
        environment,
        repositoryArn: image.repository.arn,
        logGroupName,
        secretPatterns: [...new Set(secretPatterns)].sort(),
        keyAlias: key.alias,
      }),
    });
    this.taskRole = this.#role(name, args, "task", {
      application: args.taskStatements ?? [],
      "debug-shell":
        shellLogGroupName === undefined
          ? []
          : debugShellStatements(environment, key.alias, shellLogGroupName),
    });
    const definition = new aws.ecs.TaskDefinition(
      name,
      {
        family: nameOf(environment, "task", identifier),
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        runtimePlatform: { operatingSystemFamily: "LINUX", cpuArchitecture: "X86_64" },
        cpu: String(args.cpu),
        memory: String(args.memory),
        executionRoleArn: this.executionRole.arn,
        taskRoleArn: this.taskRole.arn,
        containerDefinitions: containerDefinitions({
          ...args,
          name: identifier,
          image: imageUri(image),
          region: environment.region,
          logGroupName: this.logGroup.logGroupName,
          writableRoot: shellLogGroupName !== undefined,
        }),
        volumes: efsMounts.map(efsVolume),
        // A rolled-back deployment runs the revision before, which must not be gone then.
        skipDestroy: true,
      },
      parent,
    );

    this.arn = definition.arn;
    this.family = definition.family;
    this.containerName = identifier;
    this.hasImage = image.digest !== undefined || image.builtUri !== undefined;
    this.registerOutputs({
      arn: this.arn,
      family: this.family,
      containerName: this.containerName,
      hasImage: this.hasImage,
    });
  }

  #role(
    name: string,
    { environment, boundary, identifier }: TaskDefinitionArgs,
    purpose: "start" | "task",
    policies: Readonly<Record<string, readonly Statement[]>>,
  ): Role {
    return new Role(
      `${name}-${purpose}`,
      {
        environment,
        boundary,
        identifier: `${identifier}-${purpose}`,
        service: "ecs-tasks.amazonaws.com",
        // ECS sends the task's ARN; AWS knows no narrower pattern that works for each of its forms.
        sourceArn: arnOf(environment, "ecs", "*"),
        policies,
      },
      { parent: this },
    );
  }
}

function check(name: string, { cpu, memory, image }: TaskDefinitionArgs): void {
  const problem = fargateSizeProblem(cpu, memory);
  if (problem !== undefined) throw new Error(`Size of ${name}: ${problem}.`);
  if (image.digest !== undefined && image.builtUri !== undefined) {
    throw new Error(`image of ${name} has both digest and builtUri; one is allowed.`);
  }
}

function imageUri({ repository, digest, builtUri }: TaskImage): pulumi.Input<string> {
  return builtUri ?? `${repository.url}@${digest ?? NO_IMAGE_DIGEST}`;
}

/** Encrypted in transit, entered through its access point alone, as the task's role (T57). */
function efsVolume(mount: EfsMount): aws.types.input.ecs.TaskDefinitionVolume {
  return {
    name: mount.name,
    efsVolumeConfiguration: {
      fileSystemId: mount.fileSystemId,
      transitEncryption: "ENABLED",
      authorizationConfig: { accessPointId: mount.accessPointId, iam: "ENABLED" },
    },
  };
}
