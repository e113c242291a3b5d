import type { Format } from "../api/types.ts";

const TYPES: Readonly<Record<Format, string>> = {
  ogg: 'audio/ogg; codecs="vorbis"',
  aac: 'audio/mp4; codecs="mp4a.40.2"',
};

/**
 * The first of a song's formats that can be played; the first of all where none can, so that the
 * player says so.
 *
 * @param canPlay As an audio element answers: empty for a no.
 */
export function formatFor(
  formats: readonly Format[],
  canPlay: (type: string) => string,
): Format | undefined {
  return formats.find((format) => canPlay(TYPES[format]) !== "") ?? formats[0];
}
