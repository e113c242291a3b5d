import assert from "node:assert/strict";

import { ResponseBodyError } from "oauth4webapi";

import { Renewal } from "../../../app/web/src/session/renewal.ts";
import { ENDED, type Session, SessionStore } from "../../../app/web/src/session/store.ts";

const ADA: Session = { user: "u1", name: "ada", token: "t1", expiresAt: 100_000, refresh: "r1" };
const NEW: Session = { ...ADA, token: "t2", expiresAt: 200_000 };

/** A login that answers when it is told to. */
function login() {
  const asked: Session[] = [];
  let answer: { resolve: (session: Session) => void; reject: (error: Error) => void } | undefined;
  return {
    asked,
    refresh: (session: Session) => {
      asked.push(session);
      return new Promise<Session>((resolve, reject) => {
        answer = { resolve, reject };
      });
    },
    gives: (session: Session) => answer?.resolve(session),
    fails: (error: Error) => answer?.reject(error),
  };
}

function signedIn(session: Session | undefined, now: number) {
  const nowhere = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
  const store = new SessionStore(nowhere);
  if (session !== undefined) store.begin(session);
  const at = login();
  return { store, at, renewal: new Renewal(store, at.refresh, () => now) };
}

const refusal = (error = "invalid_grant", status = 400) => {
  const response = new Response("{}", { status });
  return new ResponseBodyError("refused", { cause: { error }, response });
};

describe("the renewal of the page's tokens", () => {
  it("asks nobody for as long as the token holds for another minute", async () => {
    const { renewal, at } = signedIn(ADA, 39_999);
    assert.equal(await renewal.token(), "t1");
    assert.deepEqual(at.asked, []);
    assert.equal(await signedIn(undefined, 0).renewal.token(), undefined);
  });

  it("renews a token that ends, once for all who ask", async () => {
    const { renewal, at, store } = signedIn(ADA, 40_000);
    const asking = [renewal.token(), renewal.token(), renewal.after("t1")];
    at.gives(NEW);
    assert.deepEqual(await Promise.all(asking), ["t2", "t2", "t2"]);
    assert.deepEqual(at.asked, [ADA]);
    assert.deepEqual(store.current, NEW);
  });

  it("gives the newer token to whom an older one was refused", async () => {
    const { renewal, at } = signedIn(NEW, 0);
    assert.equal(await renewal.after("t1"), "t2");
    assert.deepEqual(at.asked, []);
  });

  it("ends the session when the login refuses, and only then", async () => {
    const { renewal, at, store } = signedIn(ADA, 40_000);
    const first = renewal.token();
    at.fails(new TypeError("fetch failed"));
    await assert.rejects(first, TypeError);
    assert.deepEqual(store.current, ADA);
    const second = renewal.token();
    at.fails(refusal());
    assert.equal(await second, undefined);
    assert.deepEqual(store.state(), { session: undefined, message: ENDED });
  });

  for (const [error, status] of [
    ["temporarily_unavailable", 503],
    ["server_error", 500],
    ["slow_down", 429],
    ["invalid_client", 401],
  ] as const) {
    it(`keeps the session when the login answers ${error}, and asks again the next time`, async () => {
      const { renewal, at, store } = signedIn(ADA, 40_000);
      const first = renewal.token();
      at.fails(refusal(error, status));
      await assert.rejects(first, ResponseBodyError);
      assert.deepEqual(store.current, ADA);
      const second = renewal.token();
      at.gives(NEW);
      assert.equal(await second, "t2");
    });
  }

  it("keeps out who signed out meanwhile", async () => {
    const { renewal, at, store } = signedIn(ADA, 40_000);
    const asking = renewal.token();
    store.end();
    at.gives(NEW);
    assert.equal(await asking, undefined);
    assert.equal(store.current, undefined);
  });

  it("uses a token to its end where the login gives no other", async () => {
    const { renewal, at, store } = signedIn({ ...ADA, refresh: undefined }, 99_000);
    assert.equal(await renewal.token(), "t1");
    assert.equal(await renewal.after("t1"), undefined);
    assert.deepEqual(store.state().message, ENDED);
    assert.deepEqual(at.asked, []);
  });
});
