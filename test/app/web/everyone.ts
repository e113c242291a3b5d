import assert from "node:assert/strict";

import type { Page } from "playwright-core";

import type { WatchedPage } from "./browser.ts";

/** Roles that a person acts on; each must say what it is for. */
const CONTROLS = new Set([
  ...["button", "link", "textbox", "searchbox", "slider", "combobox", "checkbox", "dialog"],
  ...["navigation", "region", "complementary", "form", "list", "group"],
]);

/** Lists of links in a landmark and groups of a form need no name of their own. */
const MAY_BE_NAMELESS = new Set(["list", "group", "form"]);

/** What a person finds wrong without a tool, as an expression of the page. */
const FAULTS = `(() => {
  const faults = [];
  const seen = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (seen.has(id)) faults.push("twice: #" + id);
    seen.add(id);
  }
  const shown = (element) => element.checkVisibility();
  const headings = [...document.querySelectorAll("h1,h2,h3,h4")].filter(shown);
  const main = headings.filter((one) => one.closest("main, aside, dialog"));
  if (main.filter(({ tagName }) => tagName === "H1").length !== 1) faults.push("not one h1");
  for (const image of document.images) if (!image.hasAttribute("alt")) faults.push(image.src);
  if (document.documentElement.lang !== "en") faults.push("no language");
  if (!document.title.endsWith(" · Rampart Music")) faults.push("title: " + document.title);
  if (document.documentElement.scrollWidth > innerWidth) faults.push("scrolls sideways");
  for (const one of document.querySelectorAll("button, a, input, select")) {
    const { width, height } = one.getBoundingClientRect();
    const isInText = one.matches("p a, .artist, .row-button, .skip, .visually-hidden");
    if (shown(one) && !isInText && one.type !== "checkbox" && Math.min(width, height) < 24) {
      faults.push("too small to touch: " + one.outerHTML.slice(0, 120));
    }
  }
  for (const label of document.querySelectorAll("[aria-labelledby], [aria-controls][aria-expanded=true]")) {
    const id = label.getAttribute("aria-labelledby") ?? label.getAttribute("aria-controls");
    if (!seen.has(id)) faults.push("names nothing: " + id);
  }
  return faults;
})()`;

interface Node {
  readonly ignored: boolean;
  readonly role?: { readonly value?: string };
  readonly name?: { readonly value?: string };
}

/** Checks what is shown now. @returns Roles and names of what assistive technology sees. */
export async function checkForEveryone(
  { page, complaints }: WatchedPage,
  where: string,
): Promise<{ role: string; name: string }[]> {
  const nodes = await tree(page);
  const nameless = nodes.filter(
    ({ role, name }) => CONTROLS.has(role) && !MAY_BE_NAMELESS.has(role) && name.trim() === "",
  );
  assert.deepEqual(nameless, [], where);
  assert.deepEqual(await page.evaluate(FAULTS), [], where);
  assert.deepEqual(complaints(), [], where);
  return nodes;
}

async function tree(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = (await session.send("Accessibility.getFullAXTree")) as { nodes: Node[] };
  await session.detach();
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: role?.value ?? "", name: name?.value ?? "" }));
}
