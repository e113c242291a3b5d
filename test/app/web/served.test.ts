import assert from "node:assert/strict";

import { type MusicService, musicService } from "../music/support/music.ts";
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

  it("takes no other method", async () => {
    assert.equal((await get("/artists", { ...asBrowser, method: "POST" })).status, 404);
  });
});
