import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";

import type { Resource } from "../../plan/graph/resource.ts";

/** The script of a template's first boot, as cloud-init runs it. */
export function scriptOf({ inputs }: Resource): string {
  const data = inputs["userData"];
  assert.ok(typeof data === "string", "the script is not known");
  const bytes = Buffer.from(data, "base64");
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** The last unit of a service in a script: that of the application. */
export function unitIn(script: string): string {
  const found = script.matchAll(
    /^write_file [^\n]*\.service' <<'END_OF_FILE'\n([\s\S]*?)\nEND_OF_FILE$/gm,
  );
  return [...found].at(-1)?.[1] ?? assert.fail("the script writes no unit");
}

/** The environment that it gives its process, read as systemd does. */
export function environmentIn(script: string): Record<string, string> {
  const lines = unitIn(script).matchAll(/^Environment="(.*)"$/gm);
  return Object.fromEntries(
    [...lines].map(([, quoted = ""]) => {
      const text = quoted.replaceAll("%%", "%").replaceAll(/\\(.)/g, "$1");
      return [text.slice(0, text.indexOf("=")), text.slice(text.indexOf("=") + 1)];
    }),
  );
}

/** The words of what it runs, read as systemd does. */
export function commandIn(script: string): string[] {
  const [, line = ""] = /^ExecStart=(.*)$/m.exec(unitIn(script)) ?? [];
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) =>
    word.replaceAll("$$", "$").replaceAll("%%", "%").replaceAll(/\\(.)/g, "$1"),
  );
}
