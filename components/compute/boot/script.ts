import { gzipSync } from "node:zlib";

/** A file that a first boot writes; it never has another mode than this one. */
export interface BootFile {
  /** Absolute path; folders on the way are made. */
  readonly path: string;
  /** Such as `0644`. */
  readonly mode: `0${number}`;
  /** Who owns it, and must be there by then. @default "root:root" */
  readonly owner?: `${string}:${string}` | undefined;
  /** What it holds. Never a secret: whoever reads the machine's description reads it. */
  readonly text: string;
}

/** One thing that a first boot does, whole or not at all. */
export interface BootPart {
  /** What it does, in a few words of a line: the log of the boot says how far it came. */
  readonly title: string;
  /** Written before the commands run. @default none */
  readonly files?: readonly BootFile[] | undefined;
  /**
   * Lines of bash, run in strict mode: the first that fails ends the boot. {@link PRELUDE} has what
   * they may call. Values from outside go through {@link quoted}.
   */
  readonly commands?: readonly string[] | undefined;
}

/** Bytes that EC2 accepts, before they are encoded. */
const USER_DATA_LIMIT = 16 * 1_024;

/** Ends each file in the script. */
const END_OF_FILE = "END_OF_FILE";

/**
 * What opens each script. Whatever fails says in which part; cloud-init keeps all that is written in
 * `/var/log/cloud-init-output.log`, which the console's system log ends with.
 *
 * - `retry COMMAND…` tries it for some five minutes: networks and registries are away at times.
 * - `packages NAME…` installs them, whether the image has dnf or apt.
 * - `download URL SHA256 PATH` fetches a file and takes it only if it is the one that was meant.
 * - `write_file MODE OWNER GROUP PATH` makes a file of what it is given.
 */
const PRELUDE = [
  "#!/bin/bash",
  "set -Eeuo pipefail",
  "export LC_ALL=C DEBIAN_FRONTEND=noninteractive HOME=/root",
  "part='nothing'",
  `trap 'echo "first boot: failed at: \${part} (line \${LINENO})" >&2' ERR`,
  "retry() {",
  "  local pause",
  "  for pause in 2 5 10 20 40 60 60 60 0; do",
  '    if "$@"; then return 0; fi',
  '    sleep "${pause}"',
  "  done",
  '  echo "first boot: gave up: $*" >&2',
  "  return 1",
  "}",
  "packages() {",
  "  if command -v dnf >/dev/null; then",
  '    retry dnf install --assumeyes --quiet "$@"',
  "  else",
  "    retry apt-get update --quiet",
  // Debian's own upgrades begin at the boot too, and hold the lock meanwhile.
  '    retry apt-get install --option DPkg::Lock::Timeout=300 --yes --quiet --no-install-recommends "$@"',
  "  fi",
  "}",
  "download() {",
  '  retry curl --fail --silent --show-error --location --proto "=https" --output "$3" "$1"',
  '  echo "$2  $3" | sha256sum --check --quiet',
  "}",
  "write_file() {",
  '  install -D --mode="$1" --owner="$2" --group="$3" /dev/stdin "$4"',
  "}",
];

/**
 * The script of a first boot, as plain text for a host's `userData`: its parts in their order.
 *
 * @throws Error when a part's title is no single line, or a file holds the line that ends files.
 */
export function bootScript(parts: readonly BootPart[]): string {
  return [...PRELUDE, ...parts.flatMap(linesOf), "part='the end'", "echo 'first boot: done'"]
    .map((line) => `${line}\n`)
    .join("");
}

/** A text as one word of bash, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A script as EC2 takes it: encoded, and packed where it is too long by itself, which cloud-init
 * undoes.
 *
 * @throws Error when it is too long even so.
 */
export function userDataOf(name: string, script: string): string {
  const plain = Buffer.from(script);
  if (plain.length <= USER_DATA_LIMIT) return plain.toString("base64");
  const packed = gzipSync(plain, { level: 9 });
  // The system that packed it (RFC 1952): "unknown", so that every machine makes the same bytes.
  packed[9] = 255;
  if (packed.length > USER_DATA_LIMIT) {
    throw new Error(
      `userData of ${name} has ${plain.length} bytes, ${packed.length} when packed; allowed: ${USER_DATA_LIMIT} at most.`,
    );
  }
  return packed.toString("base64");
}

function linesOf({ title, files = [], commands = [] }: BootPart): string[] {
  if (!/^[^\n\r]+$/.test(title)) {
    throw new Error(`The title of a boot part is ${JSON.stringify(title)}; allowed: one line.`);
  }
  return [
    `part=${quoted(title)}`,
    'echo "first boot: ${part}"',
    ...files.flatMap(fileLines),
    ...commands,
  ];
}

function fileLines({ path, mode, owner = "root:root", text }: BootFile): string[] {
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.includes(END_OF_FILE)) {
    throw new Error(`${path} has the line ${END_OF_FILE}, which ends files of a first boot.`);
  }
  const [user = "", group = ""] = owner.split(":");
  return [
    `write_file ${[mode, user, group, path].map(quoted).join(" ")} <<'${END_OF_FILE}'`,
    ...lines,
    END_OF_FILE,
  ];
}
