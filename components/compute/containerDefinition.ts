import * as pulumi from "@pulumi/pulumi";

/** A secret that ECS puts into an environment variable when a task starts. */
export interface InjectedSecret {
  /**
   * ARN without the six characters that AWS appends, known from the secret's name, and with it the
   * whole document; the full one for a secret that has no name of ours. ECS asks by either.
   */
  readonly arn: pulumi.Input<string>;
  /** The same ARN as `secretArnPattern` gives it, known from the name, for the role's policy. */
  readonly arnPattern: string;
  /** Key in the secret's JSON. @default the whole value */
  readonly jsonKey?: string | undefined;
}

/** How ECS asks a container whether it is well. */
export interface ContainerHealthCheck {
  /** `["CMD", …]` without a shell, or `["CMD-SHELL", one line]`. */
  readonly command: readonly string[];
  /** Seconds after the start in which failures don't count, 0–300. @default 30 */
  readonly startPeriodSeconds?: number | undefined;
}

/** A file system that outlives the task (T57). */
export interface EfsMount {
  /** Name of the volume in the task. */
  readonly name: string;
  /** Such as `fs-0a1b2c3d4e5f67890`. */
  readonly fileSystemId: pulumi.Input<string>;
  /** The access point decides the directory and the user; the task never sees the root. */
  readonly accessPointId: pulumi.Input<string>;
  /** Absolute path at which the container sees the access point's directory. */
  readonly containerPath: string;
  /** What holds the mount targets: no task starts without one in its zone. */
  readonly fileSystem: pulumi.Resource;
}

/** What a stack says of a container; the rest is the same for all. */
export interface ContainerSettings {
  /** TCP port. @default none, for workers */
  readonly port?: number | undefined;
  /** Settings that are no secrets. @default none */
  readonly environmentVariables?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Secrets by environment variable, for containers that can't read them themselves. ECS injects
   * them at the start only: a rotated one reaches no running task (T55). @default none
   */
  readonly secrets?: Readonly<Record<string, InjectedSecret>> | undefined;
  /** @default none, for tasks that end by themselves */
  readonly healthCheck?: ContainerHealthCheck | undefined;
  /** Instead of the image's own command. @default the image's */
  readonly command?: readonly string[] | undefined;
  /** `uid:gid`, never root. @default "10001:10001" */
  readonly user?: string | undefined;
  /** Seconds from SIGTERM to SIGKILL, up to 120. @default 60, for requests to drain */
  readonly stopTimeoutSeconds?: number | undefined;
  /** @default none */
  readonly efsMounts?: readonly EfsMount[] | undefined;
}

/** A container's settings with what only its task knows: the image, and where its output goes. */
export interface ContainerArgs extends ContainerSettings {
  /** Unique in the task; also the beginning of its log streams. */
  readonly name: string;
  /** Image by digest. */
  readonly image: pulumi.Input<string>;
  /** Where the log group is. */
  readonly region: string;
  /** Where standard output and error go. It must exist: ECS is not asked to make it. */
  readonly logGroupName: pulumi.Input<string>;
  /** A debug shell needs to write to the root file system (T54). */
  readonly writableRoot: boolean;
}

/** MiB of memory that `/tmp` may take from the task. */
const TMP_MIB = 64;
/** Ports below need a kernel parameter, as the container has no capabilities. */
const FIRST_FREE_PORT = 1024;

/**
 * The `containerDefinitions` document of a task with one container (P-RUN-3): read-only root, no
 * root user, no capabilities, `/tmp` in memory. It is known at the first preview unless the image,
 * an environment variable or a secret's ARN is not.
 *
 * @throws Error when the settings contradict themselves or what ECS accepts.
 */
export function containerDefinitions(args: ContainerArgs): pulumi.Output<string> {
  checkContainer(args);
  const { port, efsMounts = [] } = args;
  const container = {
    name: args.name,
    image: args.image,
    essential: true,
    command: args.command,
    user: args.user ?? "10001:10001",
    readonlyRootFilesystem: !args.writableRoot,
    linuxParameters: {
      // Reaps zombies and passes signals on; ECS Exec wants it too (T54).
      initProcessEnabled: true,
      capabilities: { drop: ["ALL"] },
      // A bind mount would belong to root; tmpfs keeps the mode of the image's /tmp.
      tmpfs: [
        { containerPath: "/tmp", size: TMP_MIB, mountOptions: ["nosuid", "nodev", "noexec"] },
      ],
    },
    systemControls:
      port !== undefined && port < FIRST_FREE_PORT
        ? [{ namespace: "net.ipv4.ip_unprivileged_port_start", value: "0" }]
        : undefined,
    portMappings:
      port === undefined ? [] : [{ name: args.name, containerPort: port, protocol: "tcp" }],
    environment: byName(args.environmentVariables).map(([name, value]) => ({ name, value })),
    secrets: byName(args.secrets).map(([name, secret]) => ({ name, valueFrom: valueFrom(secret) })),
    mountPoints: efsMounts.map(({ name, containerPath }) => ({
      sourceVolume: name,
      containerPath,
      readOnly: false,
    })),
    healthCheck: args.healthCheck && healthCheck(args.healthCheck),
    stopTimeout: args.stopTimeoutSeconds ?? 60,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": args.logGroupName,
        "awslogs-region": args.region,
        "awslogs-stream-prefix": args.name,
        // A service that waits for its log is down when CloudWatch is. What 25 MB of waiting lines
        // can't hold is lost.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
  return pulumi.jsonStringify([container]);
}

function checkContainer({ name, ...args }: ContainerArgs): void {
  const { environmentVariables = {}, secrets = {}, user, stopTimeoutSeconds: stop } = args;
  const both = Object.keys(secrets).filter((variable) => variable in environmentVariables);
  if (both.length > 0) {
    throw new Error(
      `${both.join(", ")} of ${name} stands in both environmentVariables and secrets; one is allowed.`,
    );
  }
  if (user !== undefined && !/^[1-9]\d*:[1-9]\d*$/.test(user)) {
    throw new Error(`user of ${name} is "${user}"; allowed: uid:gid in digits, neither of them 0.`);
  }
  if (stop !== undefined && (stop < 2 || stop > 120)) {
    throw new Error(`stopTimeoutSeconds of ${name} is ${stop}; allowed: 2–120.`);
  }
  const form = args.healthCheck?.command[0];
  if (args.healthCheck && form !== "CMD" && form !== "CMD-SHELL") {
    throw new Error(
      `healthCheck.command of ${name} starts with "${form ?? ""}"; allowed: CMD, CMD-SHELL.`,
    );
  }
}

function healthCheck({ command, startPeriodSeconds = 30 }: ContainerHealthCheck) {
  return { command, interval: 15, timeout: 5, retries: 3, startPeriod: startPeriodSeconds };
}

/** ARN alone, or ARN, JSON key and two empty fields for stage and version. */
function valueFrom({ arn, jsonKey }: InjectedSecret): pulumi.Input<string> {
  return jsonKey === undefined ? arn : pulumi.interpolate`${arn}:${jsonKey}::`;
}

/** Sorted, so that the order in which settings were written makes no new task definition. */
function byName<T>(record: Readonly<Record<string, T>> = {}): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
