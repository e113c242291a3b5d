import { readSecret, type SecretPart } from "./debian.ts";
import type { BootPart } from "./script.ts";

/** A Valkey server, and what it is given. */
export interface ValkeyServerArgs {
  /** Where the password is; the host's own region. */
  readonly region: string;
  /** Where the password is, which has no quote, no backslash and no space. */
  readonly password: SecretPart;
  /** MiB that keys and values may take together. */
  readonly memoryMiB: number;
}

/** Packages, users, folders and units are called alike, whichever server it is. */
const SETTINGS = "/etc/${cache}";

/**
 * Valkey on a Debian 12 host behind {@link debianParts}, or Redis where Debian's backports have no
 * Valkey: what is written is kept in a log on disk, and whoever asks gives the password. That comes
 * from Secrets Manager, and stands in one file that the server alone reads. It speaks no TLS: it is
 * for one VPC. When the memory is full, keys that would end anyway go.
 *
 * @throws Error when the memory is not 16 MiB or more, whole.
 */
export function valkeyServerParts(args: ValkeyServerArgs): BootPart[] {
  const { memoryMiB } = args;
  if (!Number.isInteger(memoryMiB) || memoryMiB < 16) {
    throw new Error(`memoryMiB is ${memoryMiB}; allowed: 16 or more, whole.`);
  }
  return [
    {
      title: "Valkey",
      files: [
        {
          path: "/etc/apt/sources.list.d/backports.list",
          mode: "0644",
          text: "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://deb.debian.org/debian bookworm-backports main\n",
        },
        // A fork of the process writes the log anew: it shares the memory, which the kernel must allow.
        { path: "/etc/sysctl.d/60-valkey.conf", mode: "0644", text: "vm.overcommit_memory = 1\n" },
      ],
      commands: [
        "sysctl --quiet --load=/etc/sysctl.d/60-valkey.conf",
        "retry apt-get update --quiet --error-on=any",
        // Which there is, the lists say: a mirror that is away must not make it another server.
        "candidate=$(apt-cache policy valkey-server | awk '$1 == \"Candidate:\" { print $2 }')",
        'if [ -n "${candidate}" ] && [ "${candidate}" != "(none)" ]; then cache=valkey; else cache=redis; fi',
        'packages "${cache}-server"',
      ],
    },
    {
      title: "settings of Valkey",
      commands: [
        readSecret("password", args.region, args.password),
        `write_file 0640 root "\${cache}" "${SETTINGS}/server.conf" <<END_OF_SETTINGS`,
        ...valkeySettings(memoryMiB),
        'requirepass "${password}"',
        "END_OF_SETTINGS",
        "unset password",
        // What comes last counts.
        `echo "include ${SETTINGS}/server.conf" >>"${SETTINGS}/\${cache}.conf"`,
        'systemctl restart "${cache}-server"',
        'systemctl enable "${cache}-server"',
      ],
    },
  ];
}

/** Lines of the server's settings, but for the password. */
export function valkeySettings(memoryMiB: number): string[] {
  return [
    "bind 0.0.0.0",
    "protected-mode yes",
    "appendonly yes",
    "appendfsync everysec",
    `maxmemory ${memoryMiB}mb`,
    // As REDIS_PARAMETERS of the managed ones: keys without an end, such as queued jobs, stay.
    "maxmemory-policy volatile-lfu",
  ];
}
