import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { freePort } from "../../../app/local/parts/child.ts";
import { fileForm, FORM } from "../support/documents.ts";
import { descendantsOf, type LocalProcess, ownFolder, runLocal, runs, tokenAt } from "./support.ts";

interface SignedIn {
  readonly AuthenticationResult: {
    readonly AccessToken: string;
    readonly IdToken: string;
    readonly TokenType: string;
    readonly ExpiresIn: number;
  };
}

describe("A-LOCAL: one command runs it all", function () {
  this.timeout(90_000);
  const folder = ownFolder();
  const args = ["--data", folder, "--port", "0", "--doors", "items,documents"];
  let local: LocalProcess;
  let url: string;

  before(async () => {
    local = runLocal(...args);
    url = await local.url;
  });

  after(async () => {
    const below = descendantsOf(local.process.pid ?? 0);
    // After SIGKILL it could end nothing of what it has started.
    local.process.kill("SIGTERM");
    await local.ended;
    assert.deepEqual(below.filter(runs), []);
  });

  const tokensOf = async (response: Response) =>
    ((await response.json()) as SignedIn).AuthenticationResult;
  const as = (token: string, headers: Record<string, string> = {}) => ({
    headers: { Authorization: `Bearer ${token}`, ...headers },
  });
  const listed = async (token: string, path: "items" | "documents") => {
    const answer = await fetch(`${url}/${path}?limit=100`, as(token));
    const body = (await answer.json()) as Record<string, { id: string }[]>;
    return (body[path] ?? []).map(({ id }) => id);
  };
  let token: string;
  const made: string[] = [];

  it("tells where all is, and who may sign in", () => {
    for (const part of ["PostgreSQL", "DynamoDB", "S3 and SNS", "cache", "application"]) {
      assert.match(local.output(), new RegExp(part));
    }
    assert.match(
      local.output(),
      /test users +ada, bao, cleo and 47 others; password for programs: local/,
    );
    assert.doesNotMatch(local.output(), /0\.0\.0\.0/);
  });

  it("signs in who knows the password, with tokens that the doors take", async () => {
    const tokens = await tokensOf(await tokenAt(url));
    assert.deepEqual([tokens.TokenType, tokens.ExpiresIn], ["Bearer", 3600]);
    token = tokens.AccessToken;
    for (const one of [tokens.AccessToken, tokens.IdToken]) {
      assert.equal((await fetch(`${url}/items`, as(one))).status, 200);
    }
    assert.equal((await fetch(`${url}/items`)).status, 401);
    for (const [username, password] of [
      ["ada", "wrong"],
      ["nobody", "local"],
    ] as const) {
      assert.equal((await tokenAt(url, username, password)).status, 401);
    }
  });

  it("has something to look at", async () => {
    assert.equal((await listed(token, "items")).length, 5);
    assert.equal((await listed(token, "documents")).length, 4);
  });

  it("creates an item and takes an upload", async () => {
    const item = await fetch(`${url}/items`, {
      method: "POST",
      body: JSON.stringify({ name: "Kept" }),
      ...as(token, { "Content-Type": "application/json" }),
    });
    assert.equal(item.status, 201);
    const document = await fetch(`${url}/upload`, {
      method: "POST",
      body: new Uint8Array(fileForm("kept.txt", "12345")),
      ...as(token, FORM),
    });
    assert.equal(document.status, 201);
    for (const answer of [item, document]) made.push(((await answer.json()) as { id: string }).id);
  });

  it("is well, with all its parts", async () => {
    const health = (await (await fetch(`${url}/health`)).json()) as object;
    assert.deepEqual(health, {
      status: "ok",
      dependencies: { database: "ok", cache: "ok", documents: "ok" },
    });
  });

  it("refuses a second start on the same data, and says where the first is", async () => {
    const second = runLocal(...args);
    assert.equal(await second.ended, 3);
    assert.equal(second.output(), `It already runs on this data: It is at ${url}.\n`);
    assert.equal((await fetch(`${url}/health`)).status, 200);
  });

  it("leaves no process and no lock behind on Ctrl-C", async () => {
    const { pid = 0 } = local.process;
    const below = descendantsOf(pid);
    assert.ok(below.length >= 2, "PostgreSQL at least, and what it started");
    local.process.kill("SIGINT");
    assert.equal(await local.ended, 0);
    assert.deepEqual([pid, ...below].filter(runs), []);
    assert.equal(existsSync(join(folder, "postgres/postmaster.pid")), false);
    assert.equal(existsSync(join(folder, "dynamodb/dynamodb.pid")), false);
  });

  it("keeps data and tokens over a restart", async () => {
    local = runLocal(...args);
    url = await local.url;
    const [item = "", document = ""] = made;
    assert.ok((await listed(token, "items")).includes(item));
    assert.ok((await listed(token, "documents")).includes(document));
    assert.equal((await listed(token, "items")).length, 6, "nothing is seeded twice");
  });

  it("starts after a kill that gave it no time, and ends what was left", async () => {
    const { pid = 0 } = local.process;
    const below = descendantsOf(pid);
    local.process.kill("SIGKILL");
    await local.ended;
    local = runLocal(...args);
    url = await local.url;
    assert.deepEqual(below.filter(runs), []);
    assert.equal((await listed(token, "items")).length, 6);
  });

  it("forgets all with --reset", async () => {
    local.process.kill("SIGTERM");
    assert.equal(await local.ended, 0);
    local = runLocal(...args, "--reset");
    url = await local.url;
    assert.equal((await fetch(`${url}/items`, as(token))).status, 401, "the key is a new one");
    const fresh = await tokensOf(await tokenAt(url));
    assert.equal((await listed(fresh.AccessToken, "items")).length, 5);
  });
});

describe("A-LOCAL: what is in the way", () => {
  it("names a port that is taken, before it starts anything", async () => {
    const folder = ownFolder();
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    const local = runLocal("--data", folder, "--port", String(port));
    assert.equal(await local.ended, 3);
    other.close();
    assert.equal(
      local.output(),
      `Port ${port}, where the application would answer, is taken by another program.\n` +
        "Give another one: npm run local -- --port 8081\n",
    );
    assert.equal(existsSync(join(folder, "postgres")), false);
  });

  for (const [args, message] of [
    [["--port", "x"], /^--port is x; allowed: a number from 0 to 65535\n/],
    [["--port", "65536"], /^--port is 65536; allowed/],
    [["--doors", "garage"], /^--doors is garage; allowed: items, documents, music, with commas\n/],
    [["--prot", "1"], /^Unknown option '--prot'/],
  ] as const) {
    it(`refuses ${args.join(" ")}`, async () => {
      const local = runLocal(...args);
      assert.equal(await local.ended, 2);
      assert.match(local.output(), message);
      assert.match(local.output(), /Usage: npm run local/);
    });
  }

  it("tells how it is used", async () => {
    const local = runLocal("--help");
    assert.equal(await local.ended, 0);
    assert.match(local.output(), /^Usage: npm run local/);
  });

  it("ends soon when asked to while it starts", async () => {
    const local = runLocal("--data", ownFolder(), "--port", "0", "--doors", "items");
    await new Promise<void>((resolve) => {
      local.process.stdout?.on("data", () => {
        if (local.output().includes("Starting")) resolve();
      });
    });
    const { pid = 0 } = local.process;
    local.process.kill("SIGINT");
    assert.equal(await local.ended, 0, local.output());
    assert.equal(runs(pid), false);
  }).timeout(60_000);
});
