import assert from "node:assert/strict";

import type { Browser } from "playwright-core";

import type { MusicService } from "../music/support/music.ts";
import { describeInBrowser, launch, PATIENCE_MS, signInAs, watchedPage } from "./browser.ts";
import { checkForEveryone } from "./everyone.ts";
import { pageService } from "./pageService.ts";

describeInBrowser("S-MUSIC-9: the page for everyone", function (executable) {
  this.timeout(4 * PATIENCE_MS);
  let music: MusicService;
  let browser: Browser;

  before(async () => {
    music = await pageService([]);
    browser = await launch(executable);
  });

  after(async () => {
    // Either may have failed to start.
    await (browser as Browser | undefined)?.close();
    await (music as MusicService | undefined)?.stop();
  });

  for (const [name, viewport] of [
    ["a desk", { width: 1280, height: 800 }],
    ["the narrowest phone", { width: 320, height: 640 }],
  ] as const) {
    it(`names all controls, keeps to one heading and to the width of ${name}`, async () => {
      const watched = await watchedPage(browser, { viewport });
      const { page } = watched;
      await page.goto(music.url);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await checkForEveryone(watched, "sign-in");
      await signInAs(page, "Ada");
      await page.getByRole("list", { name: "Trending songs" }).waitFor();
      const landmarks = (await checkForEveryone(watched, "trending")).map(({ role }) => role);
      for (const role of ["banner", "navigation", "search", "main", "region"]) {
        assert.ok(landmarks.includes(role), role);
      }
      await page
        .getByRole("button", { name: /^More for/ })
        .first()
        .click();
      await page.getByRole("dialog").getByText("11 songs").waitFor();
      await checkForEveryone(watched, "dialog");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page
        .getByRole("button", { name: /^Play .* by/ })
        .first()
        .click();
      await page.getByRole("button", { name: /^Queue/ }).click();
      await page.getByRole("list", { name: "Songs in the queue" }).waitFor();
      // Without its audio the song can't be played, which the player says.
      await page.getByText("This song can't be played here.").waitFor({ state: "attached" });
      watched.complaints();
      await checkForEveryone(watched, "queue");
      for (const [path, text] of [
        ["/artists", "Kettle & Comet"],
        ["/search?q=velvet", "artist found"],
        ["/liked", "songs"],
        ["/playlists", "Rain on the window"],
        ["/nowhere", "There is no such page"],
      ] as const) {
        await page.goto(music.url + path);
        await page.getByRole("main").getByText(text).first().waitFor();
        await checkForEveryone(watched, path);
      }
      await page.goto(`${music.url}/playlists`);
      await page.getByRole("main").getByRole("link", { name: "Rain on the window" }).click();
      await page
        .getByRole("button", { name: /^Move / })
        .first()
        .waitFor();
      await checkForEveryone(watched, "playlist");
      await page.getByRole("button", { name: "Edit", exact: true }).click();
      await page.getByRole("button", { name: "Delete this playlist …" }).click();
      await checkForEveryone(watched, "playlist's settings");
      await page.goto(`${music.url}/artists`);
      await page.getByRole("main").getByRole("link", { name: "Kettle" }).click();
      await page.getByRole("button", { name: "Follow Kettle & Comet" }).waitFor();
      await checkForEveryone(watched, "artist");
      await page.context().close();
    });
  }

  it("can be used by keyboard alone: skip link, focus that moves and comes back", async () => {
    const { page } = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    const focused = () =>
      page.evaluate<string>("document.activeElement.textContent || document.activeElement.id");
    await page.goto(music.url);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ada", exact: true }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Trending songs" }).waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the content");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    assert.equal(outline, "solid");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate("document.activeElement.id"), "content");
    await page.getByRole("navigation").getByRole("link", { name: "Artists" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Artists" }).waitFor();
    assert.equal(await focused(), "Artists");
    await page.goBack();
    const more = page.getByRole("button", { name: /^More for/ }).first();
    await more.focus();
    const label = await more.getAttribute("aria-label");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await page.evaluate("document.activeElement.ariaLabel"), label);
    await page.context().close();
  });

  it("moves nothing for who asks for less motion", async () => {
    const { page } = await watchedPage(browser, { reducedMotion: "reduce" });
    await page.goto(music.url);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    const moving = `[...document.querySelectorAll("*")].filter((one) =>
      parseFloat(getComputedStyle(one).transitionDuration) > 0.001).length`;
    assert.equal(await page.evaluate(moving), 0);
    await page.context().close();
  });
});
