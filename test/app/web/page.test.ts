import assert from "node:assert/strict";

import type { Browser, Page } from "playwright-core";

import type { MusicService } from "../music/support/music.ts";
import {
  describeInBrowser,
  launch,
  PATIENCE_MS,
  signInAs,
  until,
  type WatchedPage,
  watchedPage,
} from "./browser.ts";
import { type Hands, handsOn } from "./hands.ts";
import { AUDIBLE, pageService } from "./pageService.ts";
import { songOf } from "./support.ts";

describeInBrowser("S-MUSIC-9: the page in a browser", function (executable) {
  this.timeout(4 * PATIENCE_MS);
  // Each step begins where the one before it has ended.
  this.bail(true);
  let music: MusicService;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let hands: Hands;
  const [first, second] = AUDIBLE.map(({ title }) => title) as [string, string];

  before(async () => {
    music = await pageService(AUDIBLE);
    browser = await launch(executable);
    watched = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    page = watched.page;
    page.setDefaultTimeout(PATIENCE_MS);
    hands = handsOn(watched);
    await page.goto(music.url);
  });

  after(async () => {
    // Either may have failed to start.
    await (browser as Browser | undefined)?.close();
    await (music as MusicService | undefined)?.stop();
  });

  afterEach(() => {
    assert.deepEqual(watched.complaints(), []);
  });

  it("takes no answer but that to its own sign-in", async () => {
    await page.goto(`${music.url}/signed-in?code=abc&state=of-another`);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Choose a test user" }).waitFor();
    await page.goto(`${music.url}/signed-in?code=abc&state=of-another`);
    await page.getByText("The sign-in did not succeed. Please try again.").waitFor();
  });

  it("signs in at the login, and shows what is trending", async () => {
    await signInAs(page, "Ada");
    await page.getByRole("list", { name: "Trending songs" }).waitFor();
    assert.equal(await page.title(), "Trending · Rampart Music");
    await page.getByRole("button", { name: "jazz" }).click();
    await page.getByRole("listitem").filter({ hasText: "Kettle & Comet" }).first().waitFor();
    await page.getByText("Velvet Harbour").waitFor({ state: "detached" });
  });

  it("searches as someone types, in one request for a word, and keeps the focus", async () => {
    const asked: string[] = [];
    page.on("request", (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === "/api/search") asked.push(searchParams.get("q") ?? "");
    });
    await page.getByRole("searchbox").pressSequentially("low tide", { delay: 20 });
    await page.getByText("1 song and 0 artists found").waitFor();
    assert.equal(asked.at(-1), "low tide");
    assert.ok(asked.length < 4, asked.join());
    assert.equal(await page.evaluate("document.activeElement.id"), "search");
    assert.deepEqual(await hands.titles("Songs found"), [first]);
    await page.getByRole("searchbox").fill("qqqqqq");
    await page.getByText("Nothing is called “qqqqqq”").waitFor();
  });

  it("plays what was found: the audio goes on, and is announced", async () => {
    await page.getByRole("searchbox").fill("low tide");
    await page.getByRole("button", { name: `Play ${first} by Velvet Harbour` }).click();
    await hands.playing(0.5);
    await page.getByText(`Now playing: ${first} by Velvet Harbour`).waitFor({ state: "attached" });
    assert.match(await hands.audio<string>("src"), /\/128\.ogg\?/);
  });

  it("pauses and seeks by keyboard, and changes the bit rate where it is", async () => {
    await page.getByRole("slider", { name: "Position" }).focus();
    for (let step = 0; step < 5; step++) await page.keyboard.press("ArrowRight");
    await hands.playing(4);
    await page.getByRole("combobox", { name: "Sound quality" }).selectOption("320");
    await until(page, `document.querySelector("audio").src.includes("/320.ogg?")`);
    await hands.playing(4);
    await page.getByRole("button", { name: "Pause" }).focus();
    await page.keyboard.press("Space");
    assert.equal(await hands.audio<boolean>("paused"), true);
  });

  it("plays AAC where the browser does not play Ogg", async () => {
    const other = await watchedPage(browser, {});
    const audio = `document.querySelector("audio")`;
    await other.page.goto(music.url);
    const plays = `new Audio().canPlayType('audio/mp4; codecs="mp4a.40.2"')`;
    if ((await other.page.evaluate(plays)) === "") {
      process.stdout.write("Left out, for this build of Chromium plays no AAC: a song in AAC\n");
      return;
    }
    await other.page.addInitScript(
      `const { canPlayType } = HTMLMediaElement.prototype;
       HTMLMediaElement.prototype.canPlayType = function (type) {
         return type.includes("ogg") ? "" : canPlayType.call(this, type);
       };`,
    );
    await other.page.reload();
    await signInAs(other.page, "Bao");
    await other.page.getByRole("searchbox").fill("low tide");
    await other.page.getByRole("button", { name: `Play ${first} by Velvet Harbour` }).click();
    await until(other.page, `${audio}.currentTime > 0.5`);
    assert.match(await other.page.evaluate(`${audio}.src`), /\/128\.aac\?/);
    assert.deepEqual(other.complaints(), []);
    await other.page.context().close();
  });

  it("asks for a new address when one does not hold any more", async () => {
    const before = await hands.audio<string>("src");
    await page.route("**/seed/**", (route) => route.fulfill({ status: 403 }), { times: 1 });
    await page.getByRole("combobox", { name: "Sound quality" }).selectOption("64");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await hands.playing(4);
    assert.notEqual(await hands.audio<string>("src"), before);
    hands.allow(403);
  });

  it("goes on with the queue at a song's end", async () => {
    await page.getByRole("searchbox").fill("glass ferry");
    await hands
      .row(second)
      .getByRole("button", { name: `More for ${second}` })
      .click();
    await page.getByRole("button", { name: "Add to the queue" }).click();
    await page.getByRole("button", { name: "Queue, 2" }).click();
    assert.deepEqual(await hands.titles("Songs in the queue"), [first, second]);
    await page.getByRole("button", { name: "Close the queue" }).click();
    await page.getByRole("slider", { name: "Position" }).fill("19");
    await page.getByText(`Now playing: ${second} by`).waitFor({ state: "attached" });
    await hands.playing(0.2);
  });

  it("counts who listened", async () => {
    const counted = page.waitForResponse((answer) => answer.url().endsWith("/plays"));
    await page.getByRole("slider", { name: "Position" }).fill("11");
    assert.equal((await counted).status(), 204);
    await page.getByRole("button", { name: "Pause" }).click();
  });

  it("likes at once, keeps it, and takes it back when the service refuses", async () => {
    const heart = hands.row(second).getByRole("button", { name: `Like ${second}` });
    const before = (await heart.getAttribute("aria-pressed")) === "true";
    const pressed = (is: boolean) =>
      hands.row(second).getByRole("button", { name: `Like ${second}`, pressed: is });
    const answered = page.waitForResponse((answer) => answer.url().endsWith("/like"));
    await heart.click();
    await pressed(!before).waitFor();
    assert.deepEqual(((await (await answered).json()) as { liked: boolean }).liked, !before);
    await page.route("**/like", (route) => route.fulfill({ status: 500 }));
    await heart.click();
    await page.getByText(`Your like of ${second} was not kept.`).waitFor();
    await pressed(!before).waitFor();
    await page.unroute("**/like");
    hands.allow(500);
  });

  it("shows a failure, and tries again", async () => {
    await page.route("**/liked-songs*", (route) => route.fulfill({ status: 400, body: "{}" }));
    await hands.go("Liked");
    await page.getByText("Liked songs could not be loaded").waitFor();
    await page.unroute("**/liked-songs*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("list", { name: "Liked songs" }).waitFor();
    hands.allow(400);
  });

  it("says so where the service gives no more of a list", async () => {
    // The same one each time is shown once, and counts as what was read.
    const songs = Array.from({ length: 10_001 }, () =>
      songOf({ id: "one", title: "The only one" }),
    );
    await page.route("**/liked-songs*", (route) =>
      route.fulfill({ json: { songs, total: 12_345 } }),
    );
    await page.reload();
    await hands.row("The only one").waitFor();
    await page.getByText("Only the first 10,050 of 12,345 can be shown.").waitFor();
    assert.equal(await page.getByRole("button", { name: "Show more" }).count(), 0);
    await page.unroute("**/liked-songs*");
    await page.reload();
    await page.getByRole("list", { name: "Liked songs" }).waitFor();
    assert.equal(await hands.row("The only one").count(), 0);
  });

  it("comes back from the login to an address that begins with two slashes", async () => {
    const other = await watchedPage(browser, {});
    await other.page.goto(`${music.url}//nowhere?a=b`);
    await signInAs(other.page, "Bao");
    await other.page.getByText("There is no such page").waitFor();
    assert.equal(other.page.url(), `${music.url}//nowhere?a=b`);
    assert.deepEqual(other.complaints(), []);
    await other.page.context().close();
  });

  it("renews a token that is refused, and nobody notices", async () => {
    await spoil("token");
    await page.reload();
    await page.getByRole("list", { name: "Liked songs" }).waitFor();
    hands.allow(401);
  });

  it("asks to sign in again when the session has ended, and goes on at the same page", async () => {
    await spoil("token");
    await spoil("refresh");
    await page.reload();
    await page.getByText("Your session has ended. Please sign in again.").waitFor();
    // The service refuses the one, the login the other.
    hands.allow(401, 400);
    await signInAs(page, "Ada");
    await page.getByRole("heading", { level: 1, name: "Liked songs" }).waitFor();
  });

  it("signs out of the page and of the login", async () => {
    const left = page.waitForRequest((request) => request.url().includes("/logout?"));
    await page.getByRole("button", { name: "Sign out" }).click();
    assert.equal(
      new URL((await left).url()).searchParams.get("logout_uri"),
      `${new URL(music.url).origin}/`,
    );
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    assert.equal(await page.evaluate("sessionStorage.length"), 0);
  });

  /** Makes part of the session one that nobody takes. */
  const spoil = (part: "token" | "refresh") =>
    page.evaluate(
      `sessionStorage.session = JSON.stringify({ ...JSON.parse(sessionStorage.session), ${part}: "a.b.c" })`,
    );
});
