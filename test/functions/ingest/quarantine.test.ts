import assert from "node:assert/strict";

import { keyOfReject, namesMeant, rejectName } from "../../../functions/ingest/rejectName.ts";
import { sha256 } from "./documents.ts";
import { eventOf, PROCESSING, QUARANTINE, World } from "./world.ts";

describe("ingest's quarantine", () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  /** What is in quarantine of a key, the newest last. */
  const held = (key: string) => world.rejects(key).map(({ body }) => body.toString());

  /** What quarantine calls a content. */
  const nameOf = (key: string, body: string) => rejectName(key, { digest: sha256(body), id: "" });

  it("S-INGEST-4: makes no second copy of what is in quarantine, and judges other content", async () => {
    await world.ingest("one", "first");
    const again = await world.ingest("one", "first");
    const other = await world.ingest("one", "other");
    const elsewhere = await world.ingest("two", "first");
    // Another content in between makes no difference, nor takes another's place.
    const third = await world.ingest("one", "first");
    assert.deepEqual(
      [again, other, elsewhere, third].map((version) => world.outcomes(version)),
      [["already-quarantined"], ["invalid"], ["invalid"], ["already-quarantined"]],
    );
    assert.deepEqual(held("one"), ["first", "other"]);
    const names = new Set(world.s3.all(QUARANTINE).map(({ key }) => key));
    assert.equal(names.size, 3);
    assert.deepEqual(world.s3.all(PROCESSING), []);
  });

  it("S-INGEST-4: what was taken out of quarantine comes in again", async () => {
    await world.ingest("one", "first");
    world.removeRejects("one");
    assert.deepEqual(world.outcomes(await world.ingest("one", "first")), ["invalid"]);
  });

  it("S-INGEST-4: what another hand has put into quarantine stands for nothing, until it is removed", async () => {
    const name = nameOf("one", "first");
    const copy = { "ingest-reason": "invalid", "ingest-source": "x" };
    for (const [body, metadata] of [
      ["first", {}],
      ["first", { ...copy, "ingest-reason": "other" }],
      ["other", copy],
      ["second", copy],
    ] as const) {
      world = new World();
      world.s3.put(QUARANTINE, name, { body: Buffer.from(body), metadata });
      const version = world.upload("one", "first");
      const ended = await world.run(eventOf("one", version));
      assert.ok(ended instanceof Error);
      assert.equal(
        ended.message,
        `What is in quarantine is no copy of it, and has to be removed: ${name}`,
      );
      assert.deepEqual(world.outcomes(version), ["failed"]);
      world.removeRejects("one");
      assert.equal(await world.run(eventOf("one", version)), "done");
      assert.deepEqual(world.outcomes(version), ["failed", "invalid"]);
      assert.deepEqual(world.s3.all(PROCESSING), []);
    }
  });

  it("S-INGEST-4: a run that comes too late to copy does nothing, or tells the same again", async () => {
    for (const conditionsFirst of [false, true]) {
      world = new World();
      world.s3.conditionsFirst = conditionsFirst;
      const version = world.upload("one", "first");
      world.turn = async (call) => {
        if (call !== "CopyObject") return;
        world.turn = () => Promise.resolve();
        assert.equal(await world.run(eventOf("one", version)), "done");
      };
      assert.equal(await world.run(eventOf("one", version)), "done");
      assert.equal(world.log.at(-1)?.message, conditionsFirst ? "invalid" : "gone");
      assert.deepEqual(world.outcomes(version), ["invalid"]);
      assert.equal(held("one").length, 1);
    }
  });

  it("S-INGEST-4: of two that copy at once one sees the other's, also where that is removed at once", async () => {
    const first = world.upload("one", "first");
    const second = world.upload("one", "first");
    world.turn = async (call) => {
      if (call !== "CopyObject") return;
      world.turn = () => Promise.resolve();
      assert.equal(await world.run(eventOf("one", second)), "done");
    };
    assert.equal(await world.run(eventOf("one", first)), "done");
    assert.deepEqual(world.outcomes(first), ["already-quarantined"]);
    assert.deepEqual(world.outcomes(second), ["invalid"]);
    assert.equal(held("one").length, 1);

    const third = world.upload("one", "first");
    let copies = 0;
    world.removeRejects("one");
    world.turn = async (call) => {
      if (call === "CopyObject") copies += 1;
      if (call === "HeadObject" && copies === 1) world.removeRejects("one");
      return Promise.resolve();
    };
    assert.equal(await world.run(eventOf("one", third)), "done");
    assert.deepEqual([copies, world.outcomes(third)], [2, ["invalid"]]);
  });

  it("S-INGEST-4: a half-done move is brought to its end, whatever else came of the key since", async () => {
    const first = world.upload("one", "first");
    // Copied, and not told.
    assert.equal(
      await world.run(eventOf("one", first), { kind: "crash", call: 2, when: "after" }),
      "crashed",
    );
    const second = await world.ingest("one", "second");
    assert.equal(await world.run(eventOf("one", first)), "done");
    assert.deepEqual(world.outcomes(first), ["invalid"]);
    assert.deepEqual(world.outcomes(second), ["invalid"]);
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.deepEqual(held("one"), ["first", "second"]);
  });

  it("S-INGEST-4: a copy that is not what was copied ends no source, then or later", async () => {
    world.s3.copied = (body) => Buffer.from(body.toString().toUpperCase());
    const version = world.upload("one", "first");
    for (const spoil of [true, false]) {
      if (!spoil) world.s3.copied = (body) => body;
      const ended = await world.run(eventOf("one", version));
      assert.ok(ended instanceof Error);
      assert.match(ended.message, /^What is in quarantine is no copy of it/);
      assert.deepEqual(world.outcomes(version), ["failed"]);
    }
    world.removeRejects("one");
    assert.equal(await world.run(eventOf("one", version)), "done");
    assert.deepEqual(world.s3.all(PROCESSING), []);
    assert.deepEqual(held("one"), ["FIRST", "first"]);
  });

  it("S-INGEST-4: a name is the key and a mark, and never longer than S3 takes", () => {
    const digest = sha256("x");
    const mark = Buffer.from(digest, "base64").toString("hex");
    for (const key of ["a/b.json", "..", "k".repeat(959), `${"日".repeat(319)}xx`, `a.${mark}`]) {
      const name = rejectName(key, { digest, id: "v1" });
      assert.equal(name, `${key}.${mark}`);
      assert.equal(keyOfReject(name), key);
    }
    assert.equal(keyOfReject("a/b.json"), undefined);
    const longs = ["k".repeat(960), "k".repeat(1024), "日".repeat(341), `${"🎵".repeat(255)}abcd`];
    const names = longs.map((key) => rejectName(key, { digest, id: "v1" }));
    assert.equal(new Set(names).size, longs.length);
    for (const [index, name] of names.entries()) {
      assert.ok(Buffer.byteLength(name) <= 1024 && Buffer.byteLength(name) > 1020, name);
      assert.ok(name.isWellFormed() && name.endsWith(`.${mark}`));
      assert.ok(longs[index]?.startsWith(name.slice(0, 200)));
    }
    // Nobody knows the content: then it is the arrival.
    const unknown = ["v1", "v2"].map((id) => rejectName("a", { id }));
    assert.equal(new Set([...unknown, rejectName("a", { digest, id: "v1" })]).size, 3);
  });

  it("S-INGEST-7: a key means all its rejects, and a name itself alone", () => {
    for (const key of ["a", "k".repeat(1024)]) {
      const [one = "", two = ""] = ["x", "y"].map((body) => nameOf(key, body));
      const others = ["a.json", "b", "k".repeat(1023)].map((other) => nameOf(other, "x"));
      const names = [one, two, ...others, key];
      assert.deepEqual(names.filter(namesMeant(key).means), [one, two, key]);
      assert.deepEqual(names.filter(namesMeant(one).means), [one]);
      for (const name of [one, two, key]) assert.ok(name.startsWith(namesMeant(key).prefix));
      assert.ok(one.startsWith(namesMeant(one).prefix));
    }
  });
});
