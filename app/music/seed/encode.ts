import { registerAacEncoder } from "@mediabunny/aac-encoder";
import {
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  Mp4OutputFormat,
  Output,
  Quality,
} from "mediabunny";
import { createOggEncoder } from "wasm-media-encoders";

import type { Format, Tier } from "../songs/song.ts";
import { SAMPLE_RATE, type Stereo } from "./tune.ts";

/** Encodes sound: the same sound and number give the same file, but for the date that AAC's has. */
export type Encode = (sound: Stereo, tier: Tier, number: number) => Promise<Buffer>;

/** The encoders, which are WebAssembly; each is loaded when it is asked for. */
export const ENCODERS: Readonly<Record<Format, () => Promise<Encode>>> = { ogg, aac };

// Ogg Vorbis goes by quality: these are the ones whose nominal bit rates are the tiers.
const QUALITY: Readonly<Record<Tier, number>> = { 64: 0, 128: 4, 320: 8.7 };

async function ogg(): Promise<Encode> {
  const encoder = await createOggEncoder();
  return (sound, tier, number) => {
    encoder.configure({
      channels: 2,
      sampleRate: SAMPLE_RATE,
      vbrQuality: QUALITY[tier],
      // The files are the same each time, so it can't be random, as the format would have it.
      oggSerialNo: number,
    });
    // What it returns is its own memory, which the next call writes to.
    const parts = seconds(sound).map(({ left, right }) =>
      Buffer.from(encoder.encode([left, right])),
    );
    return Promise.resolve(Buffer.concat([...parts, Buffer.from(encoder.finalize())]));
  };
}

function aac(): Promise<Encode> {
  registerAacEncoder();
  return Promise.resolve(async (sound, tier) => {
    const target = new BufferTarget();
    // With its table of contents first, a file plays before all of it is there.
    const output = new Output({ format: new Mp4OutputFormat({ fastStart: "in-memory" }), target });
    const source = new AudioSampleSource({
      codec: "aac",
      quality: new Quality({ bitrate: tier * 1000 }),
    });
    output.addAudioTrack(source);
    await output.start();
    for (const [second, { left, right }] of seconds(sound).entries()) {
      const data = new Float32Array(left.length + right.length);
      data.set(left);
      data.set(right, left.length);
      const sample = new AudioSample({
        data,
        format: "f32-planar",
        numberOfChannels: 2,
        sampleRate: SAMPLE_RATE,
        timestamp: second,
      });
      await source.add(sample);
      sample.close();
    }
    await output.finalize();
    if (target.buffer === null) throw new Error("the encoder has written nothing");
    return Buffer.from(target.buffer);
  });
}

function seconds({ left, right }: Stereo): Stereo[] {
  return Array.from({ length: Math.ceil(left.length / SAMPLE_RATE) }, (_, second) => {
    const [from, to] = [second * SAMPLE_RATE, (second + 1) * SAMPLE_RATE];
    return { left: left.subarray(from, to), right: right.subarray(from, to) };
  });
}
