import assert from "node:assert/strict";

import { type Address, Engine } from "../../../app/web/src/player/engine.ts";

/** An audio element that does what the test tells it. */
class Sound extends EventTarget {
  #src = "";
  readonly sources: string[] = [];
  currentTime = 0;
  duration = 20;
  paused = true;
  ended = false;

  get src() {
    return this.#src;
  }
  set src(url: string) {
    this.#src = url;
    this.sources.push(url);
    this.currentTime = 0;
  }
  play() {
    this.paused = false;
    return Promise.resolve();
  }
  pause() {
    if (this.paused) return;
    this.paused = true;
    this.happens("pause");
  }
  load() {
    this.paused = true;
  }
  removeAttribute() {
    this.#src = "";
  }
  happens(type: string) {
    this.dispatchEvent(new Event(type));
  }
  /** It has got its data, and sounds. */
  sounds(seconds = this.currentTime) {
    this.happens("loadedmetadata");
    this.happens("playing");
    this.currentTime = seconds;
    this.happens("timeupdate");
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe("the engine of the page's player", () => {
  let sound: Sound;
  let engine: Engine;
  let now: number;
  let asked: number;

  const address = (): Promise<Address> => {
    asked += 1;
    const expires_at = new Date(now + 900_000).toISOString();
    return Promise.resolve({ url: `https://audio.test/${asked}`, expires_at });
  };

  beforeEach(async () => {
    [now, asked] = [1_000_000, 0];
    sound = new Sound();
    engine = new Engine(() => now);
    engine.attach(sound);
    engine.wish();
    engine.load(address);
    await settled();
  });

  it("plays what it is asked for, and tells where it is", () => {
    assert.deepEqual(sound.sources, ["https://audio.test/1"]);
    assert.equal(sound.paused, false);
    sound.sounds(3);
    const expected = { status: "ready", playing: true, seconds: 3, problem: undefined };
    assert.deepEqual(engine.state(), expected);
  });

  it("loads without playing where nobody wished it", async () => {
    sound.sounds(3);
    engine.pause();
    engine.load(address);
    await settled();
    assert.equal(sound.sources.length, 2);
    assert.deepEqual([sound.paused, engine.state().playing], [true, false]);
  });

  it("plays what is asked for while it is on its way", async () => {
    engine.pause();
    engine.load(address);
    await settled();
    engine.play();
    assert.equal(sound.paused, true);
    sound.happens("loadedmetadata");
    assert.equal(sound.paused, false);
  });

  it("goes on where it was in another form of the song", async () => {
    sound.sounds(7);
    engine.load(address, 7);
    await settled();
    assert.deepEqual([sound.currentTime, sound.paused], [7, false]);
  });

  it("goes on at the next song after the end of one", async () => {
    engine.onEnded = () => {
      engine.load(address);
    };
    sound.sounds(20);
    sound.ended = true;
    sound.pause();
    sound.happens("ended");
    await settled();
    assert.deepEqual([sound.paused, engine.state().playing], [false, true]);
  });

  it("asks for a new address when the old one has ended in a pause", async () => {
    sound.sounds(5);
    engine.pause();
    now += 895_000;
    engine.play();
    await settled();
    assert.equal(asked, 2);
    assert.deepEqual([sound.currentTime, sound.paused], [5, false]);
  });

  it("keeps an address that still holds", async () => {
    sound.sounds(5);
    engine.pause();
    now += 100_000;
    engine.play();
    await settled();
    assert.deepEqual([asked, sound.paused], [1, false]);
  });

  it("renews an address that ends while it plays, and again once it has sounded", async () => {
    for (const seconds of [5, 9]) {
      sound.sounds(seconds);
      sound.happens("error");
      await settled();
      assert.equal(sound.currentTime, seconds);
    }
    assert.deepEqual([asked, engine.state().status], [3, "loading"]);
  });

  it("gives up when a new address does not play either, until someone tries again", async () => {
    sound.happens("error");
    await settled();
    sound.happens("error");
    await settled();
    const { status, playing, problem } = engine.state();
    const given = ["failed", false, "This song can't be played here."];
    assert.deepEqual([status, playing, problem], given);
    engine.play();
    await settled();
    assert.deepEqual([asked, engine.state().status], [3, "loading"]);
    sound.sounds();
    assert.equal(engine.state().problem, undefined);
  });

  it("says why there is no address", async () => {
    engine.load(() => Promise.reject(new Error("There is no such song.")));
    await settled();
    assert.deepEqual(
      [engine.state().status, engine.state().problem],
      ["failed", "There is no such song."],
    );
  });

  it("forgets the address of a song that was left before it came", async () => {
    const late = Promise.withResolvers<Address>();
    let signal: AbortSignal | undefined;
    engine.load((asking) => {
      signal = asking;
      return late.promise;
    });
    engine.load(address);
    await settled();
    late.resolve({ url: "https://audio.test/late", expires_at: new Date(now).toISOString() });
    await settled();
    assert.equal(signal?.aborted, true);
    assert.deepEqual(sound.sources, ["https://audio.test/1", "https://audio.test/2"]);
  });

  it("stops where the browser lets nothing sound without a click", async () => {
    sound.play = () => Promise.reject(new DOMException("no click", "NotAllowedError"));
    engine.load(address);
    await settled();
    assert.equal(engine.state().playing, false);
  });

  it("falls silent when the queue is empty", () => {
    sound.sounds(5);
    engine.empty();
    assert.deepEqual([engine.state().status, sound.src, sound.paused], ["empty", "", true]);
    sound.happens("error");
    assert.equal(asked, 1);
  });
});
