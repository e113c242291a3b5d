import assert from "node:assert/strict";

import fc from "fast-check";

import { entriesOf, offsetAfter } from "../../../app/web/src/api/pages.ts";
import { formatFor } from "../../../app/web/src/player/format.ts";
import { isTier } from "../../../app/web/src/player/tiers.ts";
import { debounced } from "../../../app/web/src/shared/debounce.ts";
import { moved } from "../../../app/web/src/shared/list.ts";
import { bytes, clock, counted, foundText } from "../../../app/web/src/shared/words.ts";
import { artOf, SHAPES } from "../../../app/web/src/songs/art.ts";
import { marked } from "../../../app/web/src/songs/marked.ts";
import { songOf } from "./support.ts";

describe("parts of the page", () => {
  it("waits until nobody has typed for a while, and takes the last text", async () => {
    const done: string[] = [];
    const search = debounced((text: string) => done.push(text), 20);
    for (const text of ["l", "lo", "low"]) search.ask(text);
    assert.deepEqual(done, []);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(done, ["low"]);
    search.ask("lower");
    search.cancel();
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(done, ["low"]);
  });

  it("plays the first of a song's formats that the browser can", () => {
    const plays = (kind: string) => (type: string) => (type.startsWith(kind) ? "maybe" : "");
    assert.equal(formatFor(["ogg", "aac"], plays("audio/")), "ogg");
    assert.equal(formatFor(["aac", "ogg"], plays("audio/")), "aac");
    assert.equal(formatFor(["ogg", "aac"], plays("audio/mp4")), "aac");
    assert.equal(formatFor(["ogg", "aac"], plays("video/")), "ogg");
    assert.equal(formatFor([], plays("audio/")), undefined);
  });

  for (const [count, text] of [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1.0 kB"],
    [9949, "9.9 kB"],
    [48_210, "48 kB"],
    [999_499, "999 kB"],
    [999_500, "1.0 MB"],
    [734_003_200, "734 MB"],
    [5e9, "5.0 GB"],
    [5e15, "5000 TB"],
  ] as const) {
    it(`says ${count} bytes as ${text}`, () => {
      assert.equal(bytes(count), text);
    });
  }

  it("moves one entry and keeps the order of the others", () => {
    assert.deepEqual(moved(["a", "b", "c", "d"], 0, 2), ["b", "c", "a", "d"]);
    assert.deepEqual(moved(["a", "b", "c", "d"], 3, 0), ["d", "a", "b", "c"]);
    const list = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(list, fc.nat(19), fc.nat(19), (all, one, other) => {
        const [from, to] = [one % all.length, other % all.length];
        const entry = all[from];
        const after = moved(all, from, to);
        assert.equal(after[to], entry);
        assert.deepEqual(
          after.filter((value) => value !== entry),
          all.filter((value) => value !== entry),
        );
      }),
    );
  });

  it("notes a like in every form of answer, and copies nothing else", () => {
    const [one, other] = [songOf({ id: "1" }), songOf({ id: "2" })];
    const pages = { pages: [{ songs: [one] }, { songs: [other] }], pageParams: [0, 1] };
    const changed = marked(pages, "1", true);
    assert.deepEqual(changed.pages[0], { songs: [{ ...one, liked: true }] });
    assert.equal(changed.pages[1], pages.pages[1]);
    assert.equal(changed.pageParams, pages.pageParams);
    assert.equal(marked(pages, "3", true), pages);
    assert.equal(marked(pages, "1", false), pages);
    const found = { songs: { items: [one], total: 1 }, artists: { items: [], total: 0 } };
    assert.equal(marked(found, "1", true).songs.items[0]?.liked, true);
    const artist = { id: "1", name: "An artist with the same id" };
    assert.equal(marked(artist, "1", true), artist);
    const nothing: unknown = undefined;
    assert.equal(marked(nothing, "1", true), nothing);
  });

  it("asks for the next page until all are there, and for none without end", () => {
    assert.equal(offsetAfter([[1, 2], [3]], 5), 3);
    assert.equal(offsetAfter([[1, 2], [3]], 3), undefined);
    assert.equal(offsetAfter([[1, 2], []], 3), undefined);
    assert.equal(offsetAfter([], 0), undefined);
  });

  it("asks for no page that the service does not give", () => {
    const read = (count: number) => [Array.from({ length: count })];
    assert.equal(offsetAfter(read(10_000), 20_000), 10_000);
    assert.equal(offsetAfter(read(10_001), 20_000), undefined);
  });

  it("shows an entry once that slid to the next page in between", () => {
    const all = entriesOf([
      [{ id: "1" }, { id: "2" }],
      [{ id: "2" }, { id: "3" }],
    ]);
    assert.deepEqual(
      all.map(({ id }) => id),
      ["1", "2", "3"],
    );
  });

  it("writes times and counts as people do", () => {
    assert.deepEqual([0, 999, 61_000, 3_600_000, -5].map(clock), [
      "0:00",
      "0:00",
      "1:01",
      "60:00",
      "0:00",
    ]);
    assert.deepEqual(
      [0, 1, 1200].map((count) => counted(count, "song")),
      ["0 songs", "1 song", "1,200 songs"],
    );
    assert.equal(foundText(1, 0), "1 song and 0 artists found");
    assert.equal(foundText(0, 0), "Nothing found");
  });

  it("draws the same picture for the same ids, and every figure for some", () => {
    assert.deepEqual(artOf("x", "y"), artOf("x", "y"));
    assert.equal(artOf("x", "1").ground, artOf("x", "2").ground);
    const shapes = Array.from({ length: 100 }, (_, index) => artOf("x", `song ${index}`).shape);
    assert.equal(new Set(shapes).size, SHAPES);
  });

  it("takes a tier from a select or a browser's storage, and nothing else", () => {
    assert.deepEqual([64, 128, 320].map(isTier), [true, true, true]);
    assert.deepEqual([0, "128", null, 129].map(isTier), [false, false, false, false]);
  });
});
