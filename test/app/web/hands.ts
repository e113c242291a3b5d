import assert from "node:assert/strict";

import type { Locator } from "playwright-core";

import { until, type WatchedPage } from "./browser.ts";

/** What a person does with the page, and sees there. */
export interface Hands {
  /** Takes what a request that is meant to fail leaves in the console. */
  readonly allow: (...statuses: readonly number[]) => void;
  /** A property of the audio element. */
  readonly audio: <T>(name: string) => Promise<T>;
  /** Waits until it sounds after that second. */
  readonly playing: (after: number) => Promise<void>;
  /** Of a song in a list. */
  readonly row: (title: string) => Locator;
  /** Follows a link of the navigation. */
  readonly go: (name: string) => Promise<void>;
  /** Of the songs in a list. */
  readonly titles: (list: string) => Promise<string[]>;
}

export function handsOn({ page, complaints }: WatchedPage): Hands {
  return {
    allow(...statuses) {
      const others = complaints().filter(
        (text) => !statuses.some((status) => text.includes(`status of ${status}`)),
      );
      assert.deepEqual(others, []);
    },
    audio: <T>(name: string) => page.evaluate<T>(`document.querySelector("audio").${name}`),
    playing: (after) =>
      until(
        page,
        `(({ paused, currentTime }) => !paused && currentTime > ${after})(document.querySelector("audio"))`,
      ),
    row: (title) => page.getByRole("listitem").filter({ hasText: title }),
    async go(name) {
      await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1 }).waitFor();
    },
    titles: (list) =>
      page.getByRole("list", { name: list }).locator("button.title").allTextContents(),
  };
}
