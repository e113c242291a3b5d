import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { promisify } from "node:util";

import express, { type RequestHandler } from "express";
import helmet from "helmet";

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

const POLICY = {
  directives: {
    defaultSrc: ["'self'"],
    // Presigned addresses of the local bucket are another port.
    mediaSrc: ["http://127.0.0.1:*"],
    // Portraits of artists may lie anywhere.
    imgSrc: ["'self'", "data:", "https:"],
    upgradeInsecureRequests: null,
  },
} as const;

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

/**
 * Files whose names change with their content stay with a browser; the page itself is asked for.
 *
 * @param folder Where the built page lies.
 */
export function servePage(doors: readonly DoorName[], folder = BUILT): RequestHandler {
  const signIn = { issuer: ISSUER, clientId: CLIENT, login: LOGIN_PATH };
  const settings: PageSettings = { doors, signIn };
  const router = express.Router();
  router.use(helmet.contentSecurityPolicy(POLICY));
  router.get(PAGE_SETTINGS_PATH, (_request, response) => {
    alwaysAsk(response);
    response.json(settings);
  });
  router.use(
    "/assets",
    express.static(join(folder, "assets"), { immutable: true, maxAge: "1y", index: false }),
  );
  const options = { index: false, setHeaders: alwaysAsk } as const;
  router.use(express.static(folder, options));
  // The page itself knows its own paths; a program that asks for one gets the usual 404.
  router.get("/{*path}", (request, response, next) => {
    const wantsPage = request.path === "/" || /\btext\/html\b/.test(request.get("accept") ?? "");
    if (!wantsPage || /^\/(?:api|local|assets)\//.test(request.path)) {
      next();
      return;
    }
    alwaysAsk(response);
    // By its root: of a whole path, no part may begin with a dot.
    response.sendFile("index.html", { root: folder });
  });
  return router;
}

function alwaysAsk(response: { setHeader: (name: string, value: string) => unknown }): void {
  response.setHeader("Cache-Control", "no-cache");
}
