import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";

import { type Options, SingleBar } from "cli-progress";

import { shownLines } from "./text.ts";

/** What a command talks with. */
export interface Console {
  /** Folder that names of files start from. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
}

/** Writes a JSON document; people read it on terminals too. */
export function writeJson({ stdout }: Console, document: unknown): void {
  stdout.write(`${shownLines(JSON.stringify(document, null, 2))}\n`);
}

/** Asks; whoever says nothing, or is not there, says no. */
export async function agrees({ stdin, stderr }: Console, question: string): Promise<boolean> {
  const asked = createInterface({ input: stdin, output: stderr });
  try {
    const closed = new Promise<string>((resolve) => {
      asked.once("close", () => {
        resolve("");
      });
    });
    const answer = await Promise.race([asked.question(`${question} [y/N] `), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    asked.close();
  }
}

/** Tells how far a command is. */
export interface Progress {
  readonly step: () => void;
  readonly stop: () => void;
}

const BAR: Options = {
  format: "{bar} {value} of {total}, {eta_formatted} to go",
  clearOnComplete: true,
};

/** A bar, where there is a terminal to draw it on and more than one thing to do. */
export function progressOf({ stderr }: Console, total: number): Progress {
  if (stderr.isTTY !== true || total < 2) return { step: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ ...BAR, stream: stderr });
  bar.start(total, 0);
  return {
    step: () => {
      bar.increment();
    },
    stop: () => {
      bar.stop();
    },
  };
}
