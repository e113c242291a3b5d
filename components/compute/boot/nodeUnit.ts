/** What a unit needs to know of the service that it runs. */
export interface NodeUnitArgs {
  /** Of service, user and group. */
  readonly name: string;
  /** What it is, in a line. */
  readonly description: string;
  /** Path of Node.js. */
  readonly node: string;
  /** Folder of the artefact. */
  readonly folder: string;
  /** File of the artefact that is run, with its arguments. */
  readonly command: readonly string[];
  /** The same, before each start. @default none */
  readonly before?: readonly string[] | undefined;
  /** Units of the same host that it uses. @default none */
  readonly after?: readonly string[] | undefined;
  /** Environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with more of it, one `NAME=value` a line. @default none */
  readonly environmentFile?: string | undefined;
  /** File that all output goes to. */
  readonly log: string;
}

/** Seconds to end in: the application says that it takes 40, and is killed after these. */
const STOP_SECONDS = 45;

/**
 * What a process of a web service has no use for. `MemoryDenyWriteExecute` is not among it, since
 * Node.js compiles what it runs, nor a ban on netlink, by which it learns the host's addresses.
 */
const HARDENING = {
  NoNewPrivileges: "true",
  CapabilityBoundingSet: "",
  AmbientCapabilities: "",
  ProtectSystem: "strict",
  ProtectHome: "true",
  ProtectProc: "invisible",
  ProtectClock: "true",
  ProtectHostname: "true",
  ProtectControlGroups: "true",
  ProtectKernelLogs: "true",
  ProtectKernelModules: "true",
  ProtectKernelTunables: "true",
  PrivateDevices: "true",
  PrivateTmp: "true",
  RemoveIPC: "true",
  LockPersonality: "true",
  RestrictAddressFamilies: "AF_INET AF_INET6 AF_NETLINK AF_UNIX",
  RestrictNamespaces: "true",
  RestrictRealtime: "true",
  RestrictSUIDSGID: "true",
  SystemCallArchitectures: "native",
  SystemCallFilter: "@system-service",
  SystemCallErrorNumber: "EPERM",
  UMask: "0077",
} as const;

/**
 * The systemd unit of a Node.js process.
 *
 * @throws Error when a word of the command or of the environment has more than one line.
 */
export function nodeUnit(args: NodeUnitArgs): string {
  const { name, node, folder, command, before, after = [], environment } = args;
  // Command lines alone take `$` for a variable.
  const run = (words: readonly string[]) =>
    [node, ...words].map((one) => word(one).replaceAll("$", "$$$$")).join(" ");
  const units = ["network-online.target", ...after].join(" ");
  return [
    "[Unit]",
    `Description=${args.description.replaceAll("%", "%%")}`,
    `Wants=${units}`,
    `After=${units}`,
    // Whatever it needs may come back after an hour.
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    `User=${name}`,
    `Group=${name}`,
    `WorkingDirectory=${folder}`,
    ...Object.entries(environment).map(([key, value]) => `Environment=${word(`${key}=${value}`)}`),
    ...(args.environmentFile === undefined ? [] : [`EnvironmentFile=${args.environmentFile}`]),
    ...(before === undefined ? [] : [`ExecStartPre=${run(before)}`]),
    `ExecStart=${run(command)}`,
    "Restart=always",
    "RestartSec=5",
    `TimeoutStopSec=${STOP_SECONDS}`,
    // Opened by systemd before the process becomes its user, who can't write the file by itself.
    `StandardOutput=append:${args.log}`,
    `StandardError=append:${args.log}`,
    ...Object.entries(HARDENING).map(([key, value]) => `${key}=${value}`),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ].join("\n");
}

/**
 * One word of a unit file: quoted, and with nothing in it that systemd would read as its own.
 *
 * @throws Error when it has more than one line.
 */
function word(text: string): string {
  if (/[\n\r]/.test(text)) throw new Error(`${JSON.stringify(text)} is no word of a unit file.`);
  const plain = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%");
  return `"${plain}"`;
}
