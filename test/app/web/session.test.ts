import assert from "node:assert/strict";

import { ENDED, SessionStore } from "../../../app/web/src/session/store.ts";

const ADA = {
  user: "u1",
  name: "ada",
  token: "t1",
  expiresAt: 2000,
  refresh: undefined,
};

/** What a browser keeps for a tab. */
function storage(content?: string) {
  const kept = new Map<string, string>(content === undefined ? [] : [["session", content]]);
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  };
}

describe("the session of the page", () => {
  it("lives through a reload", () => {
    const tab = storage();
    new SessionStore(tab, () => 1000).begin(ADA);
    assert.deepEqual(new SessionStore(tab, () => 1999).current, ADA);
  });

  it("is over after its time, and says so", () => {
    const tab = storage(JSON.stringify(ADA));
    const store = new SessionStore(tab, () => 2000);
    assert.deepEqual(store.state(), { session: undefined, message: ENDED });
    assert.equal(tab.kept.size, 0);
  });

  it("may be renewed after its time, where there is a token for that", () => {
    const kept = { ...ADA, refresh: "r1" };
    assert.deepEqual(new SessionStore(storage(JSON.stringify(kept)), () => 3000).current, kept);
  });

  it("ends when the service refuses its token, but not an older one's", () => {
    const store = new SessionStore(storage(), () => 1000);
    const seen: unknown[] = [];
    const leave = store.subscribe(() => seen.push(store.state()));
    store.begin(ADA);
    store.expire("t0");
    assert.deepEqual(store.current, ADA);
    store.expire("t1");
    assert.deepEqual(store.state(), { session: undefined, message: ENDED });
    leave();
    store.begin(ADA);
    assert.equal(seen.length, 2);
  });

  it("says nothing when the user ends it, and leaves nothing behind", () => {
    const tab = storage();
    const store = new SessionStore(tab, () => 1000);
    store.begin(ADA);
    store.end();
    assert.deepEqual(store.state(), { session: undefined, message: undefined });
    assert.equal(tab.kept.size, 0);
  });

  for (const content of [
    "",
    "{",
    "null",
    "[]",
    '"x"',
    '{"token":"t"}',
    '{"user":"u","token":1,"name":"a"}',
  ]) {
    it(`forgets what it can't read: ${content}`, () => {
      const tab = storage(content);
      const store = new SessionStore(tab, () => 0);
      assert.deepEqual(store.state(), { session: undefined, message: undefined });
      assert.equal(tab.kept.size, 0);
    });
  }
});
