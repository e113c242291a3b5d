import type { Song } from "../api/types.ts";
import { moved } from "../shared/list.ts";

/** A song in the queue; the same song may stand there twice. */
export interface Entry {
  readonly key: number;
  readonly song: Song;
}

/** What plays, what has played, and what comes next. */
export interface Queue {
  readonly entries: readonly Entry[];
  /** Key of the entry whose turn it is; undefined only while there are none. */
  readonly current: number | undefined;
  readonly nextKey: number;
}

export const EMPTY: Queue = { entries: [], current: undefined, nextKey: 1 };

export function currentEntry({ entries, current }: Queue): Entry | undefined {
  return entries.find(({ key }) => key === current);
}

/** The entry so many places after the current one; before it, where that is negative. */
export function entryAt(queue: Queue, distance: number): Entry | undefined {
  const place = placeOf(queue, queue.current);
  return place < 0 || place + distance < 0 ? undefined : queue.entries[place + distance];
}

/** Forgets what there was, and begins with one of those songs. */
export function replaced(queue: Queue, songs: readonly Song[], from: number): Queue {
  const entries = entriesOf(queue, songs);
  return withEntries(queue, entries, entries[from]?.key);
}

/** Puts songs at the end. */
export function appended(queue: Queue, songs: readonly Song[]): Queue {
  return withEntries(queue, [...queue.entries, ...entriesOf(queue, songs)], queue.current);
}

/** Puts a song behind the current one. */
export function playedNext(queue: Queue, song: Song): Queue {
  const place = placeOf(queue, queue.current) + 1;
  const entries = queue.entries.toSpliced(place, 0, ...entriesOf(queue, [song]));
  return withEntries(queue, entries, queue.current);
}

/** Takes an entry out; if it was its turn, that goes to the one behind it, or before it at the end. */
export function removed(queue: Queue, key: number): Queue {
  const place = placeOf(queue, key);
  if (place < 0) return queue;
  const entries = queue.entries.toSpliced(place, 1);
  const heir = entries[place] ?? entries[place - 1];
  return withEntries(queue, entries, queue.current === key ? heir?.key : queue.current);
}

export function reordered(queue: Queue, from: number, to: number): Queue {
  return { ...queue, entries: moved(queue.entries, from, to) };
}

/** Takes out all but the current entry. */
export function cleared(queue: Queue): Queue {
  return { ...queue, entries: queue.entries.filter(({ key }) => key === queue.current) };
}

export function turnedTo(queue: Queue, key: number): Queue {
  return placeOf(queue, key) < 0 ? queue : { ...queue, current: key };
}

/** Notes what the user likes, wherever the song stands. */
export function withLike(queue: Queue, id: string, liked: boolean): Queue {
  const entries = queue.entries.map((entry) =>
    entry.song.id === id ? { ...entry, song: { ...entry.song, liked } } : entry,
  );
  return { ...queue, entries };
}

function placeOf({ entries }: Queue, key: number | undefined): number {
  return entries.findIndex((entry) => entry.key === key);
}

function entriesOf({ nextKey }: Queue, songs: readonly Song[]): Entry[] {
  return songs.map((song, index) => ({ key: nextKey + index, song }));
}

function withEntries(queue: Queue, entries: readonly Entry[], current: number | undefined): Queue {
  const highest = Math.max(queue.nextKey - 1, ...entries.map(({ key }) => key));
  return { entries, current: current ?? entries[0]?.key, nextKey: highest + 1 };
}
