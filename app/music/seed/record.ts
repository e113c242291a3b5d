import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

import { type Format, TIERS, type Tier } from "../songs/song.ts";
import type { Recording } from "./worker.ts";

/** The files of one tune, by tier. */
export type Files = ReadonlyMap<Tier, Buffer>;

export interface RecordOptions {
  readonly format: Format;
  /** How many at a time. @default as many as there are processors */
  readonly crew?: number;
  /** Ends it where it is. */
  readonly signal?: AbortSignal;
}

/** Records tunes, and hands each over when it is done. */
export async function record<R extends Omit<Recording, "format">>(
  recordings: readonly R[],
  { format, crew = availableParallelism(), signal }: RecordOptions,
  done: (recording: R, files: Files) => Promise<void>,
): Promise<void> {
  const waiting = [...recordings];
  const tasks = Array.from({ length: Math.min(waiting.length, crew) }, async () => {
    signal?.throwIfAborted();
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    const end = () => void worker.terminate();
    signal?.addEventListener("abort", end);
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { tune, number } = next;
        await done(next, await recorded(worker, { tune, number, format }));
        signal?.throwIfAborted();
      }
    } finally {
      signal?.removeEventListener("abort", end);
      await worker.terminate();
    }
  });
  await Promise.all(tasks);
}

function recorded(worker: Worker, recording: Recording): Promise<Files> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners();
    worker.once("error", reject);
    worker.once("exit", () => {
      reject(new Error("the recording was broken off"));
    });
    worker.once("message", (files: readonly Uint8Array[]) => {
      resolve(new Map(TIERS.map((tier, index) => [tier, Buffer.from(files[index] ?? [])])));
    });
    worker.postMessage(recording);
  });
}
