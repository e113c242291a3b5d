import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** So long a step may take where others use the machine as well; it ends as soon as it is done. */
export const PATIENCE_MS = 45_000;

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of this machine; undefined where there is none. */
function chromiumPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return ["/usr/bin", ...folders]
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/**
 * Tests in a browser. Without one they are left out, which is said on the screen, or fail where
 * `CHROMIUM_REQUIRED` is set, as in CI.
 */
export function describeInBrowser(
  title: string,
  tests: (this: Mocha.Suite, executable: string) => void,
): void {
  const executable = chromiumPath();
  const isRequired = (process.env["CHROMIUM_REQUIRED"] ?? "") !== "";
  if (executable === undefined && !isRequired) {
    process.stdout.write(`Left out, for there is no Chromium on the PATH: ${title}\n`);
    return;
  }
  describe(title, function () {
    if (executable === undefined) {
      it("has a Chromium on the PATH, since CHROMIUM_REQUIRED is set", () => {
        throw new Error("there is none");
      });
      return;
    }
    tests.call(this, executable);
  });
}

export function launch(executablePath: string): Promise<Browser> {
  // Chromium's sandbox refuses root, as whom containers of CI run.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const args = [...asRoot, "--autoplay-policy=no-user-gesture-required", "--mute-audio"];
  return chromium.launch({ executablePath, args });
}

/** A page of a browser, and what it complains about. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors in the console and violations of the content security policy since the last call. */
  readonly complaints: () => string[];
}

export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions,
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  let heard: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) heard.push(message.text());
  });
  page.on("pageerror", (error) => heard.push(String(error)));
  await page.addInitScript(
    `addEventListener("securitypolicyviolation", (event) => {
       console.error("policy: " + event.violatedDirective + " " + event.blockedURI);
     });`,
  );
  return {
    page,
    complaints() {
      const all = heard;
      heard = [];
      return all;
    },
  };
}

/** From the page to the login, and back. */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name, exact: true }).click();
}

/**
 * Waits until an expression holds in the page. Playwright's own way would have the page evaluate a
 * text, which its policy forbids.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > end)
      throw new Error(`in ${PATIENCE_MS / 1000} s it was never true that ${expression}`);
    await page.waitForTimeout(50);
  }
}
