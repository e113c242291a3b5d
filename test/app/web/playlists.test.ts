import assert from "node:assert/strict";

import type { Browser, Page } from "playwright-core";

import type { MusicService } from "../music/support/music.ts";
import {
  describeInBrowser,
  launch,
  PATIENCE_MS,
  signInAs,
  type WatchedPage,
  watchedPage,
} from "./browser.ts";
import { type Hands, handsOn } from "./hands.ts";
import { AUDIBLE, pageService } from "./pageService.ts";

describeInBrowser("S-MUSIC-9: playlists and artists on the page", function (executable) {
  this.timeout(4 * PATIENCE_MS);
  // Each step begins where the one before it has ended.
  this.bail(true);
  let music: MusicService;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let hands: Hands;
  const [first, second, third] = AUDIBLE.map(({ title }) => title) as [string, string, string];

  before(async () => {
    music = await pageService([]);
    browser = await launch(executable);
    watched = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    page = watched.page;
    page.setDefaultTimeout(PATIENCE_MS);
    hands = handsOn(watched);
    await page.goto(music.url);
    await signInAs(page, "Ada");
  });

  after(async () => {
    // Either may have failed to start.
    await (browser as Browser | undefined)?.close();
    await (music as MusicService | undefined)?.stop();
  });

  afterEach(() => {
    assert.deepEqual(watched.complaints(), []);
  });

  it("makes a playlist and adds songs to it", async () => {
    await hands.go("Playlists");
    await page.getByLabel("New playlist", { exact: true }).getByRole("textbox").fill("Night bus");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("heading", { level: 1, name: "Night bus" }).waitFor();
    await hands.go("Artists");
    await page.getByRole("main").getByRole("link", { name: "Velvet Harbour" }).click();
    for (const title of [first, second, third]) {
      await page.getByRole("button", { name: `More for ${title}` }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Night bus" }).click();
      await page.getByText(`${title} was added to Night bus.`).waitFor();
    }
    await hands.go("Night bus");
    await page.getByText("3 songs").waitFor();
    assert.deepEqual(await hands.titles("Songs of Night bus"), [first, second, third]);
  });

  it("reorders it by keyboard, says so, and keeps that over a reload", async () => {
    const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
    await page.getByRole("button", { name: `Move ${first}` }).focus();
    await page.keyboard.press("Space");
    await page.getByText(`Picked up ${first}, place 1 of 3.`).waitFor({ state: "attached" });
    await page.keyboard.press("ArrowDown");
    await page.getByText(`${first} is over place 2 of 3.`).waitFor({ state: "attached" });
    await page.keyboard.press("Space");
    assert.equal((await saved).status(), 200);
    assert.deepEqual(await hands.titles("Songs of Night bus"), [second, first, third]);
    await page.reload();
    await page.getByRole("list", { name: "Songs of Night bus" }).waitFor();
    assert.deepEqual(await hands.titles("Songs of Night bus"), [second, first, third]);
  });

  it("reorders it by pointer", async () => {
    const saved = page.waitForResponse((answer) => answer.request().method() === "PUT");
    const from = await page.getByRole("button", { name: `Move ${third}` }).boundingBox();
    const to = await page.getByRole("button", { name: `Move ${second}` }).boundingBox();
    assert.ok(from && to);
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 8, to.y + 4, { steps: 8 });
    await page.mouse.up();
    assert.equal((await saved).status(), 200);
    assert.deepEqual(await hands.titles("Songs of Night bus"), [third, second, first]);
  });

  it("tells when a playlist was changed elsewhere, and shows it as it is", async () => {
    const id = page.url().split("/").at(-1) ?? "";
    const token = JSON.parse(await page.evaluate("sessionStorage.session")) as { token: string };
    const headers = { Authorization: `Bearer ${token.token}` };
    const song = AUDIBLE[0]?.id ?? "";
    const path = `${music.url}/api/playlists/${id}/songs/${song}`;
    assert.equal((await fetch(path, { method: "DELETE", headers })).status, 204);
    await page.getByRole("button", { name: `Move ${third}` }).focus();
    for (const key of ["Space", "ArrowDown", "Space"]) {
      await page.keyboard.press(key);
      await page.waitForTimeout(300);
    }
    await page.getByText("The playlist was changed elsewhere").waitFor();
    await hands.row(first).waitFor({ state: "detached" });
    assert.deepEqual(await hands.titles("Songs of Night bus"), [third, second]);
    hands.allow(412);
  });

  it("renames a playlist, and shows it to others", async () => {
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Playlist settings" });
    await dialog.getByLabel("Name").fill("Last bus");
    await dialog.getByLabel("Anyone with the link may listen").check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Last bus" }).waitFor();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Last bus" }).waitFor();
  });

  it("deletes a playlist when asked twice", async () => {
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("button", { name: "Delete this playlist …" }).click();
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByRole("button", { name: "Delete this playlist …" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("Last bus was deleted.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Playlists" }).waitFor();
    await page.getByRole("link", { name: "Last bus" }).first().waitFor({ state: "detached" });
  });

  it("follows an artist", async () => {
    await hands.go("Artists");
    await page.getByRole("main").getByRole("link", { name: "Relay Nine" }).click();
    const follow = page.getByRole("button", { name: "Follow Relay Nine" });
    const before = await follow.getAttribute("aria-pressed");
    await follow.click();
    const after = page.getByRole("button", {
      name: "Follow Relay Nine",
      pressed: before !== "true",
    });
    await after.waitFor();
    await page.reload();
    await after.waitFor();
    if (before === "true") await page.getByRole("button", { name: "Follow Relay Nine" }).click();
    await hands.go("Artists");
    await page.getByRole("button", { name: "Following", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "Relay Nine" }).waitFor();
    await page.reload();
    await page.getByRole("main").getByRole("link", { name: "Relay Nine" }).click();
    await page.getByRole("button", { name: "Follow Relay Nine", pressed: true }).click();
    await page.getByRole("button", { name: "Follow Relay Nine", pressed: false }).waitFor();
  });
});
