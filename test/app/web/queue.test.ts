import assert from "node:assert/strict";

import fc from "fast-check";

import {
  appended,
  cleared,
  currentEntry,
  EMPTY,
  entryAt,
  playedNext,
  type Queue,
  removed,
  reordered,
  replaced,
  turnedTo,
  withLike,
} from "../../../app/web/src/player/queue.ts";
import { songOf } from "./support.ts";

const songs = (ids: string) => ids.split("").map((id) => songOf({ id }));
const ids = (queue: Queue) => queue.entries.map(({ song }) => song.id).join("");
const now = (queue: Queue) => currentEntry(queue)?.song.id;
const keyOf = (queue: Queue, id: string) =>
  queue.entries.find(({ song }) => song.id === id)?.key ?? 0;
/** `abc` with `b` as the current one. */
const playing = replaced(EMPTY, songs("abc"), 1);

describe("the queue of the page's player", () => {
  it("begins with the song that was chosen, and knows its neighbours", () => {
    assert.deepEqual([ids(playing), now(playing)], ["abc", "b"]);
    assert.equal(entryAt(playing, 1)?.song.id, "c");
    assert.equal(entryAt(playing, -1)?.song.id, "a");
    assert.equal(entryAt(playing, 2), undefined);
    assert.equal(entryAt(playing, -2), undefined);
    assert.equal(entryAt(EMPTY, 0), undefined);
  });

  it("takes songs at its end, behind the current one, and twice", () => {
    assert.equal(ids(appended(playing, songs("db"))), "abcdb");
    assert.equal(ids(playedNext(playing, songOf({ id: "d" }))), "abdc");
    assert.equal(now(appended(playing, songs("d"))), "b");
  });

  it("begins with the first song that it is given", () => {
    assert.equal(now(appended(EMPTY, songs("ab"))), "a");
    assert.equal(now(playedNext(EMPTY, songOf({ id: "a" }))), "a");
  });

  it("goes on behind the current song when that is taken out, or before it at the end", () => {
    const without = removed(playing, keyOf(playing, "b"));
    assert.deepEqual([ids(without), now(without)], ["ac", "c"]);
    const last = removed(without, keyOf(without, "c"));
    assert.deepEqual([ids(last), now(last)], ["a", "a"]);
    const none = removed(last, keyOf(last, "a"));
    assert.deepEqual([none.entries, none.current], [[], undefined]);
  });

  it("keeps the current song when another one goes or moves", () => {
    assert.equal(now(removed(playing, keyOf(playing, "a"))), "b");
    const turned = reordered(playing, 0, 2);
    assert.deepEqual([ids(turned), now(turned)], ["bca", "b"]);
    assert.equal(removed(playing, 99), playing);
  });

  it("turns to an entry that it has, and to no other", () => {
    assert.equal(now(turnedTo(playing, keyOf(playing, "c"))), "c");
    assert.equal(turnedTo(playing, -1), playing);
  });

  it("is cleared but for what plays", () => {
    assert.deepEqual([ids(cleared(playing)), now(cleared(playing))], ["b", "b"]);
  });

  it("notes a like wherever the song stands", () => {
    const twice = withLike(appended(playing, songs("b")), "b", true);
    assert.deepEqual(
      twice.entries.map(({ song }) => song.liked),
      [false, true, false, true],
    );
  });

  it("has one current entry while it has any, and no key twice, whatever is done", () => {
    const place = fc.nat(8);
    const step = fc.oneof(
      fc.record({ act: fc.constant("replace" as const), from: place, to: place }),
      fc.record({ act: fc.constant("append" as const), from: place, to: place }),
      fc.record({ act: fc.constant("next" as const), from: place, to: place }),
      fc.record({ act: fc.constant("remove" as const), from: place, to: place }),
      fc.record({ act: fc.constant("move" as const), from: place, to: place }),
      fc.record({ act: fc.constant("turn" as const), from: place, to: place }),
      fc.record({ act: fc.constant("clear" as const), from: place, to: place }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let queue = EMPTY;
        for (const { act, from, to } of steps) {
          const key = queue.entries[from]?.key ?? -1;
          const { length } = queue.entries;
          if (act === "replace") queue = replaced(queue, songs("abcd".slice(0, to)), from);
          if (act === "append") queue = appended(queue, songs("abcd".slice(0, to)));
          if (act === "next") queue = playedNext(queue, songOf({ id: "e" }));
          if (act === "remove") queue = removed(queue, key);
          if (act === "move" && from < length && to < length) queue = reordered(queue, from, to);
          if (act === "turn") queue = turnedTo(queue, key);
          if (act === "clear") queue = cleared(queue);
          const keys = queue.entries.map((entry) => entry.key);
          assert.equal(new Set(keys).size, keys.length);
          assert.equal(currentEntry(queue) === undefined, keys.length === 0);
          assert.ok(keys.every((one) => one < queue.nextKey));
        }
      }),
    );
  });
});
