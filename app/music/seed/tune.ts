import { randomFrom } from "./random.ts";

/** What tells one tune from another. */
export interface Tune {
  /** MIDI number of the lowest chord's root. */
  readonly root: number;
  readonly mode: "major" | "minor" | "dorian" | "blues";
  /** Beats a minute. */
  readonly tempo: number;
  readonly voice: "organ" | "bell" | "pluck" | "pad" | "reed" | "saw" | "square";
  readonly beat: "none" | "soft" | "four" | "rock" | "swing" | "waltz";
}

export const SAMPLE_RATE = 44_100;
/** Length of each tune in seconds. */
export const SECONDS = 20;

export interface Stereo {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

const SCALES: Readonly<Record<Tune["mode"], readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  blues: [0, 3, 5, 6, 7, 10, 12],
};

/** Loudness of the overtones, and seconds after which a note has faded to a third. */
const VOICES: Readonly<Record<Tune["voice"], { partials: readonly number[]; fade: number }>> = {
  organ: { partials: [1, 0.5, 0.35, 0.2, 0, 0.15, 0, 0.1], fade: 4 },
  bell: { partials: [1, 0, 0.4, 0.25, 0, 0.3, 0, 0.2], fade: 0.9 },
  pluck: { partials: [1, 0.6, 0.4, 0.28, 0.2, 0.14, 0.1], fade: 0.5 },
  pad: { partials: [1, 0.3, 0.2, 0.1], fade: 5 },
  reed: { partials: [0.7, 0.1, 0.5, 0.05, 0.35, 0.05, 0.25], fade: 1.6 },
  saw: { partials: [1, 0.5, 0.33, 0.25, 0.2, 0.17, 0.14, 0.12], fade: 0.7 },
  square: { partials: [1, 0, 0.33, 0, 0.2, 0, 0.14, 0, 0.11], fade: 0.6 },
};

const TURN = 2 * Math.PI;
/** Samples of one turn of a wave. */
const WAVE = 4096;

/** Steps of the scale on which the chords stand, each for one bar. */
const PROGRESSION = [0, 5, 3, 4, 0, 3, 5, 4];

/** Plays a tune: chords, a melody over them, a beat, and a little air. The same each time. */
export function play(tune: Tune, seed: number): Stereo {
  const length = SAMPLE_RATE * SECONDS;
  const sound = { left: new Float32Array(length), right: new Float32Array(length) };
  const random = randomFrom(seed);
  const beats = tune.beat === "waltz" ? 3 : 4;
  const beatSeconds = 60 / tune.tempo;
  const bars = Math.ceil(SECONDS / (beatSeconds * beats));
  for (let bar = 0; bar < bars; bar++) {
    const step = PROGRESSION[bar % PROGRESSION.length] ?? 0;
    const start = bar * beats * beatSeconds;
    for (const [index, third] of [0, 2, 4].entries()) {
      const pan = (index - 1) * 0.5;
      note(sound, tune, { at: start, pitch: pitchOf(tune, step + third), loud: 0.1, pan });
    }
    for (let beat = 0; beat < beats; beat++) {
      const at = start + beat * beatSeconds;
      if (random() < 0.8) {
        const degree = step + 7 + Math.floor(random() * 6);
        note(sound, tune, { at, pitch: pitchOf(tune, degree), loud: 0.16, pan: random() - 0.5 });
      }
      strike(sound, tune.beat, beat, at, beatSeconds, random);
    }
  }
  finish(sound, random);
  return sound;
}

function pitchOf({ root, mode }: Tune, degree: number): number {
  const scale = SCALES[mode];
  const octave = Math.floor(degree / scale.length);
  return root + 12 * octave + (scale[degree % scale.length] ?? 0);
}

interface Note {
  readonly at: number;
  readonly pitch: number;
  readonly loud: number;
  readonly pan: number;
}

/** One turn of each voice's wave, so that a note is read from it and not computed anew. */
const WAVES = Object.fromEntries(
  Object.entries(VOICES).map(([voice, { partials }]) => [
    voice,
    Float32Array.from({ length: WAVE }, (_, index) =>
      partials.reduce(
        (sum, loud, overtone) => sum + loud * Math.sin((TURN * index * (overtone + 1)) / WAVE),
        0,
      ),
    ),
  ]),
) as Readonly<Record<Tune["voice"], Float32Array>>;

function note({ left, right }: Stereo, tune: Tune, { at, pitch, loud, pan }: Note): void {
  const { fade } = VOICES[tune.voice];
  const wave = WAVES[tune.voice];
  const step = (440 * 2 ** ((pitch - 69) / 12) * WAVE) / SAMPLE_RATE;
  const from = Math.floor(at * SAMPLE_RATE);
  const to = Math.min(left.length, from + Math.floor(Math.min(fade * 3, 3) * SAMPLE_RATE));
  const decay = Math.exp(-1 / (fade * SAMPLE_RATE));
  let level = loud;
  for (let sample = from; sample < to; sample++) {
    const edge = Math.min((sample - from) / 400, (to - sample) / 2000, 1);
    const value = (wave[Math.floor((sample - from) * step) % WAVE] ?? 0) * level * edge;
    left[sample] = (left[sample] ?? 0) + value * (1 - pan);
    right[sample] = (right[sample] ?? 0) + value * (1 + pan);
    level *= decay;
  }
}

/** Drums of one beat: a deep one, a sharp one and a bright one, by the kind of beat. */
function strike(
  sound: Stereo,
  kind: Tune["beat"],
  beat: number,
  at: number,
  beatSeconds: number,
  random: () => number,
): void {
  if (kind === "none") return;
  const loud = kind === "soft" ? 0.35 : 1;
  const hasDeep = kind === "four" || beat === 0 || (kind === "rock" && beat === 2);
  if (hasDeep) drum(sound, at, { loud: 0.5 * loud, fade: 0.12, pitch: 55, noise: 0 }, random);
  if (kind !== "waltz" ? beat % 2 === 1 : beat > 0) {
    drum(sound, at, { loud: 0.22 * loud, fade: 0.08, pitch: 180, noise: 0.8 }, random);
  }
  const off = at + beatSeconds * (kind === "swing" ? 2 / 3 : 1 / 2);
  drum(sound, off, { loud: 0.08 * loud, fade: 0.03, pitch: 0, noise: 1 }, random);
}

interface Drum {
  readonly loud: number;
  readonly fade: number;
  readonly pitch: number;
  /** Share of noise in it; the rest is a tone. */
  readonly noise: number;
}

function drum(
  { left, right }: Stereo,
  at: number,
  { loud, fade, pitch, noise }: Drum,
  random: () => number,
): void {
  const from = Math.floor(at * SAMPLE_RATE);
  const to = Math.min(left.length, from + Math.floor(fade * 5 * SAMPLE_RATE));
  for (let sample = from; sample < to; sample++) {
    const seconds = (sample - from) / SAMPLE_RATE;
    const tone = Math.sin(TURN * pitch * seconds) * (1 - noise);
    const level = loud * Math.exp(-seconds / fade);
    left[sample] = (left[sample] ?? 0) + level * (tone + noise * (random() * 2 - 1));
    right[sample] = (right[sample] ?? 0) + level * (tone + noise * (random() * 2 - 1));
  }
}

/** Adds air, keeps the peaks within what can be encoded, and fades in and out. */
function finish({ left, right }: Stereo, random: () => number): void {
  for (const channel of [left, right]) {
    for (let sample = 0; sample < channel.length; sample++) {
      const edge = Math.min(sample, channel.length - sample) / SAMPLE_RATE;
      const value = (channel[sample] ?? 0) + (random() * 2 - 1) * AIR;
      channel[sample] = Math.tanh(value) * 0.9 * Math.min(1, edge * 2);
    }
  }
}

/**
 * Of white noise. Without it an encoder that goes by quality would find so little in a pure tone
 * that the three tiers were hardly different in size.
 */
const AIR = 0.012;
