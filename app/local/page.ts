import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";

import express, { type RequestHandler } from "express";

import { type DoorName, PAGE_SETTINGS_PATH, type PageSettings } from "../contract.ts";
import { LOGIN_PATH } from "./managedLogin.ts";
import { CLIENT, ISSUER } from "./parts/issuer.ts";

const WEB = join(import.meta.dirname, "../web");
const BUILT = join(WEB, "dist");
/** Written last. */
const ENTRY = join(BUILT, "index.html");
const LOCK_FILE = join(import.meta.dirname, "../../package-lock.json");
/** The package lets nobody import its command, which lies beside its manifest. */
const VITE = fileURLToPath(new URL("bin/vite.js", import.meta.resolve("vite/package.json")));

/** Builds the page, unless what was built last is newer than all that it is made of. */
export async function buildPage(signal: AbortSignal): Promise<void> {
  if (existsSync(ENTRY) && modified(ENTRY) > Math.max(modified(LOCK_FILE), ...sources())) return;
  // By itself, for the build sets variables of its process.
  await promisify(execFile)(process.execPath, [VITE, "build", WEB, "--logLevel", "warn"], {
    signal,
  });
}

function sources(): number[] {
  return readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith(BUILT))
    .map((entry) => modified(join(entry.parentPath, entry.name)));
}

function modified(path: string): number {
  return statSync(path).mtimeMs;
}

/** Files whose names change with their content stay with a browser; the page itself is asked for. */
export function servePage(doors: readonly DoorName[]): RequestHandler {
  const signIn = { issuer: ISSUER, clientId: CLIENT, login: LOGIN_PATH };
  const settings: PageSettings = { api: "", doors, signIn };
  const router = express.Router();
  router.get(PAGE_SETTINGS_PATH, (_request, response) => {
    alwaysAsk(response);
    response.json(settings);
  });
  router.use(
    "/assets",
    express.static(join(BUILT, "assets"), { immutable: true, maxAge: "1y", index: false }),
  );
  const options = { index: false, setHeaders: alwaysAsk } as const;
  router.use(express.static(BUILT, options));
  // The page itself knows its own paths; a program that asks for one gets the usual 404.
  router.get("/{*path}", (request, response, next) => {
    const wantsPage = request.path === "/" || /\btext\/html\b/.test(request.get("accept") ?? "");
    if (!wantsPage || /^\/(?:api|local|assets)\//.test(request.path)) {
      next();
      return;
    }
    alwaysAsk(response);
    response.sendFile(ENTRY);
  });
  return router;
}

function alwaysAsk(response: { setHeader: (name: string, value: string) => unknown }): void {
  response.setHeader("Cache-Control", "no-cache");
}
