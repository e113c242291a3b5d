import { parentPort } from "node:worker_threads";

import { type Format, TIERS } from "../songs/song.ts";
import { type Encode, ENCODERS } from "./encode.ts";
import { play, type Tune } from "./tune.ts";

/** What a worker is asked to do: one tune in all tiers. */
export interface Recording {
  readonly tune: Tune;
  /** Tells tunes apart that are written alike. */
  readonly number: number;
  readonly format: Format;
}

const loaded = new Map<Format, Promise<Encode>>();

parentPort?.on("message", ({ tune, number, format }: Recording) => {
  const encoder = loaded.get(format) ?? ENCODERS[format]();
  loaded.set(format, encoder);
  void encoder.then(async (encode) => {
    const sound = play(tune, number);
    const files: Buffer[] = [];
    for (const tier of TIERS) files.push(await encode(sound, tier, number));
    parentPort?.postMessage(files);
  });
});
