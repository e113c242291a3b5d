import { logFile } from "./logFile.ts";
import { NODE_PATH } from "./nodeRuntime.ts";
import { type BootPart, quoted } from "./script.ts";
import { nodeUnit } from "./nodeUnit.ts";

/** An application's files as a tar archive in S3, and what proves that they are the ones. */
export interface ArtefactReference {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Key of the object. */
  readonly key: string;
  /** SHA-256 of the archive, in hexadecimal digits. */
  readonly sha256: string;
  /** Region of the bucket. */
  readonly region: string;
}

/** A Node.js process that a host runs for good. */
export interface NodeServiceArgs {
  /** Name of the service, its user, its group and its folder under `/opt`. */
  readonly name: string;
  /** What it is, in a line. */
  readonly description: string;
  /** What it runs; another one is another script, and so another host. */
  readonly artefact: ArtefactReference;
  /** File of the artefact that is run, with its arguments. */
  readonly command: readonly [file: string, ...rest: string[]];
  /** Environment of the process. Never a secret: whoever reads the host's description reads it. */
  readonly environment: Readonly<Record<string, string>>;
  /** File with more of it, for what only the host can find out; an earlier part writes it. @default none */
  readonly environmentFile?: string | undefined;
  /** File that all output goes to. @default `/var/log/app/{name}.log` */
  readonly logFile?: string | undefined;
  /** Address that answers 200 once it works; the boot waits for it. */
  readonly healthUrl: string;
  /**
   * A command of the artefact that must have ended well each time before the service starts, such
   * as one that brings a schema up to date. @default none
   */
  readonly before?: readonly [file: string, ...rest: string[]] | undefined;
  /** Units of the same host that it uses. @default none */
  readonly after?: readonly string[] | undefined;
}

/**
 * Runs a Node.js process under systemd, as a user that owns no file and with a file system that it
 * can't write: its log is opened for it. Needs `nodeRuntime` before it, and a role that may read the
 * artefact.
 *
 * @throws Error when the name is none of a unit and a user.
 */
export function nodeService(args: NodeServiceArgs): BootPart[] {
  const { name, artefact, healthUrl, logFile: log = `/var/log/app/${name}.log` } = args;
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(
      `name of a service is "${name}"; allowed: up to 31 lower-case letters, digits and hyphens, a letter first.`,
    );
  }
  return [
    {
      title: `user and files of ${name}`,
      commands: [
        `id --user ${name} >/dev/null 2>&1 || useradd --system --user-group --no-create-home --shell /usr/sbin/nologin ${name}`,
        ...artefactCommands(artefact, `/opt/${name}`),
      ],
    },
    logFile(name, log),
    {
      title: `service ${name}`,
      files: [
        {
          path: `/etc/systemd/system/${name}.service`,
          mode: "0644",
          text: nodeUnit({ ...args, node: NODE_PATH, folder: `/opt/${name}`, log }),
        },
      ],
      commands: [
        "systemctl daemon-reload",
        `systemctl enable ${name}.service`,
        // What it runs first may fail, and is tried again: whether it works, its answers tell.
        `systemctl start --no-block ${name}.service`,
        `retry curl --fail --silent --show-error --max-time 5 --output /dev/null ${quoted(healthUrl)}`,
      ],
    },
  ];
}

/** Fetches an artefact and takes it only if it is the one that was meant; root owns what is in it. */
function artefactCommands({ bucket, key, sha256, region }: ArtefactReference, folder: string) {
  const archive = "/var/tmp/artefact.tar";
  const address = quoted(`s3://${bucket}/${key}`);
  return [
    "command -v aws >/dev/null || packages awscli",
    `retry aws s3 cp --no-progress --only-show-errors --region ${quoted(region)} ${address} ${archive}`,
    `echo "${sha256}  ${archive}" | sha256sum --check --quiet`,
    `install -d -m 0755 ${folder}`,
    `tar --extract --file ${archive} --directory ${folder} --no-same-owner`,
    `rm ${archive}`,
  ];
}
