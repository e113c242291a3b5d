import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "./fixtures.ts";

const EXEMPTIONS = "policy-pack/exemptions.json";

/** A folder with copies of the shipped stack files and exemptions, to be spoilt at will. */
export class ProjectCopy {
  readonly root = mkdtempSync(join(tmpdir(), "rampart-"));

  constructor() {
    for (const file of readdirSync(ROOT).filter((name) => /^Pulumi\..*yaml$/.test(name))) {
      cpSync(join(ROOT, file), join(this.root, file));
    }
    cpSync(join(ROOT, EXEMPTIONS), join(this.root, EXEMPTIONS));
  }

  /** Replaces text in a file; throws when the text is not there, so that no test spoils nothing. */
  replace(file: string, from: string, to: string): void {
    const path = join(this.root, file);
    const source = readFileSync(path, "utf8");
    if (!source.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
    writeFileSync(
      path,
      source.replace(from, () => to),
    );
  }

  /** Takes a block of settings out of a stack file; throws when it is not there. */
  leaveOut(file: string, block: string): void {
    const path = join(this.root, file);
    const source = readFileSync(path, "utf8");
    const rest = source.replace(new RegExp(`^  rampart:${block}:\\n(?: {4}.*\\n)+`, "m"), "");
    if (rest === source) throw new Error(`${file} has no block ${block}`);
    writeFileSync(path, rest);
  }

  /** Names in a folder of the copy; empty when it is not there. */
  list(folder = "."): string[] {
    try {
      return readdirSync(join(this.root, folder)).sort();
    } catch {
      return [];
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), "utf8");
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** A stream that remembers what was written; no terminal unless said so. */
export class Capture {
  text = "";
  readonly isTTY: boolean;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(chunk: string): boolean {
    this.text += chunk;
    return true;
  }

  /** The capture where a terminal's stream is wanted; only `write` and `isTTY` are used of it. */
  asStream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }
}
