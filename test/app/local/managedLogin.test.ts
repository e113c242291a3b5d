import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import express from "express";
import { decodeJwt } from "jose";

import { cognitoVerifier } from "../../../app/auth/verifier.ts";
import { Grants } from "../../../app/local/grants.ts";
import { LOGIN_PATH, managedLogin } from "../../../app/local/managedLogin.ts";
import { CLIENT, ISSUER, type Issuer, POOL, startIssuer } from "../../../app/local/parts/issuer.ts";
import { LOCAL_USERS } from "../../../app/local/signIn.ts";
import { ManagedLogin, type Pending } from "../../../app/web/src/session/oauth.ts";
import { ownFolder } from "./support.ts";

describe("S-MUSIC-5: the page's sign-in, at the local login", () => {
  let issuer: Issuer;
  let server: Server;
  let origin: string;
  let login: ManagedLogin;

  before(async () => {
    issuer = await startIssuer(join(ownFolder(), "issuer.json"));
    // Express prints no error of a test.
    server = createServer(express().set("env", "test").use(managedLogin(issuer)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    login = new ManagedLogin({ issuer: ISSUER, clientId: CLIENT, login: LOGIN_PATH }, origin);
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await issuer.stop();
  });

  /** Chooses a user, and follows where that leads. */
  const choose = async (address: string, username = "ada") => {
    const body = new URLSearchParams({ username });
    const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
    assert.equal(answer.status, 303);
    return new URL(answer.headers.get("location") ?? "", origin);
  };
  const begun = async () => {
    const { address, pending } = await login.begin("/artists?following=");
    return { address, pending, answer: (await choose(address)).searchParams };
  };
  const signedIn = async () => {
    const { answer, pending } = await begun();
    return login.complete(answer, pending);
  };

  it("leads to a page of test users, in which nothing of the request stands", async () => {
    const { address } = await login.begin("/");
    const page = await fetch(address);
    const text = await page.text();
    assert.equal(page.headers.get("cache-control"), "no-store");
    assert.equal([...text.matchAll(/<button name="username"/g)].length, LOCAL_USERS.length);
    assert.equal(await (await fetch(`${address}&x="><script>`)).text(), text);
  });

  it("gives tokens of who was chosen, which the service takes", async () => {
    const { answer, pending } = await begun();
    assert.equal(answer.get("state"), pending.state);
    const session = await login.complete(answer, pending, 1000);
    const { sub } = LOCAL_USERS.find(({ username }) => username === "ada") ?? {};
    assert.deepEqual(
      [session.user, session.name, session.expiresAt],
      [sub, "Ada", 1000 + 3_600_000],
    );
    const pool = { userPoolId: POOL, clientIds: [CLIENT], jwksUrl: issuer.jwksUrl };
    // Its name is an id, as at a pool whose users sign in by an address.
    const user = await cognitoVerifier(pool).verify(session.token);
    assert.deepEqual(user, { id: sub, name: undefined });
    const { token_use, username } = decodeJwt(session.token);
    assert.deepEqual([token_use, username], ["access", sub]);
  });

  it("asks by PKCE, with a state and a nonce that are new each time", async () => {
    const asked = async () => {
      const { address, pending } = await login.begin("/");
      return { query: new URL(address).searchParams, pending };
    };
    const [one, other] = [await asked(), await asked()];
    assert.equal(one.query.get("code_challenge_method"), "S256");
    assert.equal(one.query.get("redirect_uri"), `${origin}/signed-in`);
    assert.ok(!one.query.toString().includes(one.pending.verifier));
    for (const name of ["state", "nonce", "verifier"] as const) {
      assert.notEqual(one.pending[name], other.pending[name]);
    }
  });

  for (const [what, change] of [
    ["state", { state: "another" }],
    ["nonce", { nonce: "another" }],
    ["secret", { verifier: "a".repeat(43) }],
  ] as const satisfies [string, Partial<Pending>][]) {
    it(`takes no answer to a sign-in of another ${what}`, async () => {
      const { answer, pending } = await begun();
      await assert.rejects(login.complete(answer, { ...pending, ...change }));
    });
  }

  it("gives tokens for a code once", async () => {
    const { answer, pending } = await begun();
    await login.complete(answer, pending);
    await assert.rejects(login.complete(answer, pending), { error: "invalid_grant" });
  });

  it("renews tokens until it is told to forget them", async () => {
    const session = await signedIn();
    const renewed = await login.refresh(session, 5000);
    assert.notEqual(renewed.token, session.token);
    const { user, name, refresh } = session;
    assert.deepEqual(renewed, { user, name, refresh, token: renewed.token, expiresAt: 3_605_000 });
    const address = new URL(await login.end(session));
    assert.equal(address.searchParams.get("logout_uri"), `${origin}/`);
    const left = await fetch(address, { redirect: "manual" });
    assert.deepEqual([left.status, left.headers.get("location")], [303, `${origin}/`]);
    await assert.rejects(login.refresh(session), { error: "invalid_grant" });
  });

  it("asks again for a user that it does not know", async () => {
    const { address } = await login.begin("/");
    assert.equal((await choose(address, "mallory")).href, address);
  });

  it("leads to no stranger", async () => {
    const { address } = await login.begin("/");
    for (const [name, value] of [
      ["redirect_uri", "https://example.com/signed-in"],
      ["redirect_uri", "http://127.0.0.1.example.com/signed-in"],
      ["redirect_uri", `${origin}/other`],
      ["redirect_uri", `${origin}/signed-in?x=1`],
      ["redirect_uri", "javascript:alert(1)"],
      ["client_id", "another"],
    ] as const) {
      const wrong = new URL(address);
      wrong.searchParams.set(name, value);
      const answer = await fetch(wrong, { redirect: "manual" });
      assert.equal(answer.headers.get("location"), null, value);
      assert.ok(answer.status >= 400, value);
    }
    const logout = `${origin}${LOGIN_PATH}/logout?client_id=${CLIENT}&logout_uri=`;
    const out = await fetch(`${logout}https://example.com/`, { redirect: "manual" });
    assert.equal(out.headers.get("location"), null);
  });

  it("tells the page what it asked wrongly", async () => {
    const { address, pending } = await login.begin("/");
    for (const [name, value] of [
      ["response_type", "token"],
      ["code_challenge_method", "plain"],
      ["code_challenge", "short"],
      ["scope", "profile"],
    ] as const) {
      const wrong = new URL(address);
      wrong.searchParams.set(name, value);
      const answer = await fetch(wrong, { redirect: "manual" });
      const { searchParams } = new URL(answer.headers.get("location") ?? "");
      assert.deepEqual(Object.fromEntries(searchParams), {
        error: "invalid_request",
        state: pending.state,
      });
      await assert.rejects(login.complete(searchParams, pending), { error: "invalid_request" });
    }
  });

  it("keeps a code for five minutes", () => {
    let now = 0;
    const grants = new Grants(() => now);
    const [user] = LOCAL_USERS;
    assert.ok(user);
    // Of the verifier "v".
    const challenge = "TJRIXgwhrmxBzh3-e2v6zupato5AokdvUCCOUm9QYIA";
    const asked = { redirectUri: "http://localhost/signed-in", challenge, nonce: undefined };
    const shown = { redirectUri: asked.redirectUri, verifier: "v" };
    const [early, late, elsewhere] = [1, 2, 3].map(() => grants.code(user, asked));
    now = 299_999;
    assert.deepEqual(grants.redeem(early ?? "", shown), { user, nonce: undefined });
    const other = { ...shown, redirectUri: "http://localhost/elsewhere" };
    assert.equal(grants.redeem(elsewhere ?? "", other), undefined);
    now = 300_000;
    assert.equal(grants.redeem(late ?? "", shown), undefined);
  });
});
