import assert from "node:assert/strict";

import type { Browser, Page } from "playwright-core";

import type { TestService } from "../support/service.ts";
import {
  describeInBrowser,
  launch,
  PATIENCE_MS,
  signInAs,
  type WatchedPage,
  watchedPage,
} from "./browser.ts";
import { checkForEveryone } from "./everyone.ts";
import { type Hands, handsOn } from "./hands.ts";
import { silentPageService } from "./pageService.ts";

describeInBrowser("A-ITEMS, A-DOCS: the page without music", function (executable) {
  this.timeout(4 * PATIENCE_MS);
  // Each step begins where the one before it has ended.
  this.bail(true);
  let service: TestService;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let hands: Hands;

  before(async () => {
    service = await silentPageService();
    browser = await launch(executable);
    watched = await watchedPage(browser, { viewport: { width: 1280, height: 800 } });
    page = watched.page;
    page.setDefaultTimeout(PATIENCE_MS);
    hands = handsOn(watched);
    await page.goto(service.url);
    await signInAs(page, "Ada");
  });

  after(async () => {
    // Either may have failed to start.
    await (browser as Browser | undefined)?.close();
    await (service as TestService | undefined)?.stop();
  });

  afterEach(() => {
    assert.deepEqual(watched.complaints(), []);
  });

  const dialog = () => page.getByRole("dialog");
  const itemOf = async (name: string) => {
    const { items } = (await (await service.ask("ada", "/items")).json()) as {
      items: { id: string; name: string; description: string }[];
    };
    const found = items.find((one) => one.name === name);
    assert.ok(found, name);
    return found;
  };

  it("leads to what the service has, and to nothing else", async () => {
    await page.getByRole("heading", { level: 1, name: "Items" }).waitFor();
    await page.getByText("There are no items yet").waitFor();
    const places = page.getByRole("navigation").getByRole("link");
    assert.deepEqual(await places.allTextContents(), ["Items", "Documents"]);
    assert.equal(await page.getByRole("searchbox").count(), 0);
    assert.equal(await page.getByRole("region", { name: "Player" }).count(), 0);
  });

  it("makes an item", async () => {
    await page.getByRole("button", { name: "New item" }).click();
    await dialog().getByLabel("Name").fill("Lamp");
    await dialog().getByLabel("Description").fill("Of brass.\nBent.");
    await dialog().getByRole("button", { name: "Save" }).click();
    await page.getByRole("list", { name: "Items" }).getByText("Lamp").waitFor();
    await dialog().waitFor({ state: "detached" });
    assert.equal((await itemOf("Lamp")).description, "Of brass.\nBent.");
  });

  it("tells what someone else has made of it meanwhile, before it is replaced", async () => {
    await page.getByRole("button", { name: "Edit Lamp" }).click();
    await dialog().getByLabel("Name").fill("Lantern");
    const { id } = await itemOf("Lamp");
    const other = await service.ask("bob", `/items/${id}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "If-Match": '"1"' },
      body: JSON.stringify({ name: "Torch", description: "Of wood." }),
    });
    assert.equal(other.status, 200);
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByRole("alert").getByText("it is called “Torch” now").waitFor();
    hands.allow(412);
    assert.equal(await dialog().getByLabel("Name").inputValue(), "Lantern");
    await itemOf("Torch");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().waitFor({ state: "detached" });
    assert.equal((await itemOf("Lantern")).description, "Of brass.\nBent.");
  });

  it("names the field that the service refuses", async () => {
    await page.getByRole("button", { name: "New item" }).click();
    await dialog().getByLabel("Name").fill("   ");
    await dialog().getByRole("button", { name: "Save" }).click();
    await dialog().getByRole("alert").getByText("It must not be empty.").waitFor();
    hands.allow(400);
    await page.keyboard.press("Escape");
  });

  it("deletes an item", async () => {
    await page.getByRole("button", { name: "Edit Lantern" }).click();
    await dialog().getByRole("button", { name: "Delete" }).click();
    await page.getByText("Lantern was deleted.").waitFor();
    await page.getByText("There are no items yet").waitFor();
  });

  it("uploads a file, and shows how far it is", async () => {
    await hands.go("Documents");
    await page.getByText("There are no documents yet").waitFor();
    const session = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 2e6 };
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", slow);
    const buffer = Buffer.alloc(4_000_000);
    const choose = (name: string) =>
      page
        .getByLabel("Choose a file to upload")
        .setInputFiles({ name, mimeType: "application/pdf", buffer });
    await choose("first.pdf");
    const bar = page.getByRole("progressbar");
    await bar.waitFor();
    await page.getByText(/^first\.pdf, 4\.0 MB: [1-9]\d? %$/).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("first.pdf: The upload was broken off.").waitFor();
    await session.send("Network.emulateNetworkConditions", { ...slow, uploadThroughput: -1 });
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("first.pdf was uploaded.").waitFor();
    const list = page.getByRole("list", { name: "Documents" });
    await list.getByText("4.0 MB").waitFor();
    assert.equal(await list.getByRole("listitem").count(), 1);
    await choose("second.pdf");
    await list.getByText("second.pdf").waitFor();
    assert.deepEqual(await list.locator(".title").allTextContents(), ["second.pdf", "first.pdf"]);
  });

  it("is for everyone, on the narrowest phone too", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    await checkForEveryone(watched, "documents");
    await service.ask("ada", "/items", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: "x".repeat(200), description: "y ".repeat(500) }),
    });
    await page.goto(`${service.url}/view/items`);
    await page.getByRole("button", { name: /^Edit x/ }).click();
    await dialog().getByLabel("Description").waitFor();
    await checkForEveryone(watched, "items");
  });

  it("goes back to the first place from the start", async () => {
    await page.goto(service.url);
    await page.getByRole("heading", { level: 1, name: "Items" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/view/items");
  });
});
