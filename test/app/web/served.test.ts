import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import express from "express";

import { type MusicService, musicService } from "../music/support/music.ts";
import type { PageSettings } from "../../../app/contract.ts";
import { buildPage, servePage } from "../../../app/local/page.ts";

describe("the page, as a local run serves it", function () {
  this.timeout(60_000);
  let music: MusicService;
  let entry: string;
  const asBrowser = { headers: { Accept: "text/html,*/*;q=0.8" } };
  const get = (path: string, init: RequestInit = asBrowser) => fetch(music.url + path, init);

  before(async () => {
    await buildPage(AbortSignal.timeout(60_000));
    music = await musicService({ seeded: false, rest: servePage(["music"]) });
    entry = await (await get("/")).text();
  });

  after(() => music.stop());

  it("is the same document at each of its own paths, and is asked for each time", async () => {
    for (const path of ["/", "/artists", "/playlists/x", "/search?q=%C3%A9", "/nowhere"]) {
      const answer = await get(path);
      assert.equal(answer.status, 200, path);
      assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
      assert.equal(answer.headers.get("cache-control"), "no-cache");
      assert.equal(await answer.text(), entry);
    }
  });

  it("has files that stay with a browser for a year, for their names change with them", async () => {
    const files = [...entry.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    assert.equal(files.length, 2);
    for (const path of files) {
      const answer = await get(path ?? "");
      assert.equal(answer.status, 200);
      assert.match(path ?? "", /-[\w-]{8}\.(?:js|css)$/);
      assert.equal(answer.headers.get("cache-control"), "public, max-age=31536000, immutable");
    }
  });

  it("has no script and no style of its own, and asks no other host", () => {
    assert.doesNotMatch(entry, /<script(?![^>]* src="\/)|<style|\son\w+=|style=|https?:\/\//);
  });

  it("is served under a policy that would refuse those", async () => {
    const policy = (await get("/")).headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'self'/);
    assert.match(policy, /script-src 'self'(?:;|$)/);
    assert.match(policy, /media-src http:\/\/127\.0\.0\.1:\*(?:;|$)/);
  });

  it("finds its settings beside it, and asks the service on its own host", async () => {
    const answer = await get("/config.json");
    assert.equal(answer.headers.get("cache-control"), "no-cache");
    const { signIn, ...rest } = (await answer.json()) as PageSettings;
    assert.deepEqual(rest, { doors: ["music"] });
    assert.deepEqual(Object.keys(signIn), ["issuer", "clientId", "login"]);
  });

  it("leaves the usual 404 to programs and to the paths of the service", async () => {
    for (const [path, accept] of [
      ["/nowhere", "*/*"],
      ["/nowhere", "application/json"],
      ["/api/nowhere", "text/html"],
      ["/local/nowhere", "text/html"],
      ["/assets/nowhere.js", "text/html"],
      ["/assets/..%2f..%2fpackage.json", "text/html"],
    ] as const) {
      const answer = await get(path, { headers: { Accept: accept } });
      assert.equal(answer.status, 404, `${path} as ${accept}`);
      assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
    }
  });

  it("is served from below a folder whose name begins with a dot as well", async () => {
    const parent = mkdtempSync(join(tmpdir(), "served-"));
    const folder = join(parent, ".checkouts/page");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "index.html"), "<title>Below a dot</title>");
    const server = express()
      .use(servePage(["music"], folder))
      .listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      const answer = await fetch(`http://127.0.0.1:${port}/artists`, asBrowser);
      assert.deepEqual([answer.status, await answer.text()], [200, "<title>Below a dot</title>"]);
    } finally {
      server.close();
      rmSync(parent, { recursive: true });
    }
  });

  it("takes no other method", async () => {
    assert.equal((await get("/artists", { ...asBrowser, method: "POST" })).status, 404);
  });
});
