import type { BootPart } from "./script.ts";

/** Days for which rotated files are kept. */
const DAYS = 7;

/**
 * A log file that stays on the host: rotated each day, kept for a week, packed. It has its owner and
 * mode before the first line is written. The file is emptied in place, since whoever writes holds it
 * open; lines of that moment may be lost.
 *
 * @param name Of the rule.
 * @param path Of the file, in a folder of its own under `/var/log`.
 */
export function logFile(name: string, path: string): BootPart {
  const folder = path.replace(/\/[^/]+$/, "");
  return {
    title: `log file ${path}`,
    files: [
      {
        path: `/etc/logrotate.d/${name}`,
        mode: "0644",
        text: [
          `${path} {`,
          "    daily",
          `    rotate ${DAYS}`,
          "    compress",
          "    missingok",
          "    notifempty",
          "    copytruncate",
          "}",
        ].join("\n"),
      },
    ],
    commands: [
      "command -v logrotate >/dev/null || packages logrotate",
      `install -d -m 0755 ${folder}`,
      `install -m 0640 /dev/null ${path}`,
      "systemctl enable --now logrotate.timer",
    ],
  };
}
