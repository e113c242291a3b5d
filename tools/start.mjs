// Starts a command of this repository on any machine that has Node.js 18 or later: installs the
// locked packages when they are missing or stale, finds a Node.js that runs TypeScript natively,
// and hands over to it. Plain JavaScript, for it runs before that Node.js is found.
//
//   node tools/start.mjs FILE.ts [ARGS]     run a TypeScript file
//   node tools/start.mjs --npm SCRIPT       run an npm script

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [22, 18];
const OWN_FAULT = 3;

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const binaries = join(root, "node_modules", ".bin");

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(OWN_FAULT);
}

/** Whether what npm installed is what the lock file says, optional packages of other platforms aside. */
function isFresh() {
  const installed = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(installed)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
  const have = packagesOf(installed);
  return Object.entries(packagesOf(join(root, "package-lock.json"))).every(
    ([path, { version, link, optional }]) =>
      !path.startsWith("node_modules/") ||
      link ||
      (have[path] ? have[path].version === version : optional),
  );
}

function installWhenStale() {
  if (isFresh()) return;
  process.stderr.write("Installing the locked packages (once, about half a minute) …\n");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status, error, stderr } = spawnSync(
    npm,
    // Whatever npm was told to leave out elsewhere: the commands here need it.
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      // Standard output belongs to the command that follows: `plan --json` prints a document there.
      stdio: ["ignore", "ignore", "pipe"],
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  );
  if (status !== 0) fail(`npm ci failed${error ? `: ${error.message}` : ""}\n${stderr ?? ""}`);
}

function isRecent(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The Node.js of the lock file where npm has one for this platform, else this one if recent. */
function findNode() {
  const locked = join(binaries, process.platform === "win32" ? "node.cmd" : "node");
  if (existsSync(locked)) return locked;
  if (isRecent(process.version)) return process.execPath;
  return fail(
    `Node.js ${OLDEST_NODE.join(".")} or later is needed; this is ${process.version}, and npm has ` +
      `no Node.js 24 for ${process.platform}-${process.arch}. Install one from https://nodejs.org.`,
  );
}

installWhenStale();

const [first, ...rest] = process.argv.slice(2);
if (first === undefined) fail("usage: node tools/start.mjs FILE.ts [ARGS] | --npm SCRIPT");

const command =
  first === "--npm"
    ? ["npm", "run", "--silent", ...rest]
    : // Of the local run one part uses the SQLite of Node.js, which the older line calls experimental.
      [findNode(), "--disable-warning=ExperimentalWarning", join(root, first), ...rest];
// Ctrl-C reaches the child as well; it answers with its own exit code.
process.on("SIGINT", () => {});
const { status, signal, error } = spawnSync(command[0], command.slice(1), {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}` },
  shell: process.platform === "win32",
});
if (error) fail(`could not start ${command[0]}: ${error.message}`);
process.exit(status ?? (signal === "SIGINT" ? 130 : OWN_FAULT));
