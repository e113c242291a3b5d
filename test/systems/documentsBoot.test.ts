import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { applicationArchive } from "../../components/compute/applicationArchive.ts";
import { NODE_ARCHIVES, NODE_VERSION } from "../../components/compute/boot/nodeRuntime.ts";
import { testDocumentsTable } from "../support/dynamodb.ts";
import { only } from "../support/graph.ts";
import { commandIn, environmentIn, scriptOf } from "../support/hosts.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { type Answered, flawsOf, itWith, pathWith, run, standIns } from "../support/tools.ts";

/**
 * A first boot as it is in the launch template, run in a folder that stands for the root. What a test
 * must not do to this machine, or can't, is done by stand-ins that write down how they were called:
 * users, services, downloads. Files, modes, checks of sums and unpacking are real, and so is the
 * process that the unit describes.
 */
describe("a first boot of the documents' hosts", function () {
  this.timeout(60_000);
  let script = "";
  let root = "";
  let service: ChildProcess | undefined;

  before(async () => {
    // No token is asked for, since nobody here has signed one.
    const open = withSetting(rawSettings("dev"), "documents.access", "open");
    const graph = await programGraph(open);
    script = scriptOf(
      only(graph, "aws:ec2/launchTemplate:LaunchTemplate", "rampart-dev-lt-documents"),
    );
  });
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "host-"));
  });
  afterEach(() => {
    service?.kill("SIGKILL");
    service = undefined;
    rmSync(root, { recursive: true });
  });

  const file = (path: string) => readFileSync(join(root, path), "utf8");
  const mode = (path: string) => statSync(join(root, path)).mode & 0o777;
  const calls = () => (existsSync(join(root, "calls")) ? file("calls").trim().split("\n") : []);

  /** The release of Node.js as its archive is laid out, with this one in it. */
  function runtime(): string {
    const { file: name } = NODE_ARCHIVES.x86_64;
    mkdirSync(join(root, "release", name, "bin"), { recursive: true });
    const node = join(root, "release", name, "bin/node");
    writeFileSync(node, `#!/bin/bash\nexec ${process.execPath} "$@"\n`);
    chmodSync(node, 0o755);
    writeFileSync(join(root, "release", name, "bin/npm"), "");
    run("tar", [
      "--create",
      "--gzip",
      "--file",
      join(root, "node.tar.gz"),
      "-C",
      join(root, "release"),
      name,
    ]);
    const sum = createHash("sha256").update(readFileSync(join(root, "node.tar.gz")));
    return sum.digest("hex");
  }

  /** The script for this folder, of which the test is owner in place of root. */
  function here(sum: string): string {
    const me = (what: "getuid" | "getgid") => String(process[what]?.() ?? 0);
    return script
      .replaceAll(/(?<=[ '=:"])\/(opt|etc|var)\//g, `${root}/$1/`)
      .replaceAll(" 'root' 'root' ", ` '${me("getuid")}' '${me("getgid")}' `)
      .replaceAll(NODE_ARCHIVES.x86_64.sha256, sum)
      .replaceAll(NODE_ARCHIVES.aarch64.sha256, sum)
      .replaceAll(NODE_ARCHIVES.aarch64.file, NODE_ARCHIVES.x86_64.file);
  }

  function boot(text: string, commands: Readonly<Record<string, string>> = {}): Answered {
    writeFileSync(join(root, "artefact.tar"), applicationArchive());
    mkdirSync(join(root, "var/tmp"), { recursive: true });
    const all = {
      id: "exit 1",
      useradd: "",
      systemctl: "",
      sleep: "",
      logrotate: "",
      // A test installs nothing on its machine.
      "apt-get": "exit 1",
      dnf: "exit 1",
      aws: `cp ${root}/artefact.tar "\${@: -1}"`,
      curl: `while [ $# -gt 0 ]; do
        if [ "$1" = --output ]; then out="$2"; fi
        shift
      done
      if [ "$out" != /dev/null ]; then cp ${root}/node.tar.gz "$out"; fi`,
      ...commands,
    };
    standIns(join(root, "bin"), all, join(root, "calls"));
    return run("bash", ["--norc", "-c", text], { env: { PATH: pathWith(`${root}/bin`) } });
  }

  it("S-DOCS-5: has no flaw that a checker of scripts finds, and no secret", () => {
    assert.equal(flawsOf(script), "");
    assert.ok(Buffer.byteLength(script) <= 16_384);
    assert.doesNotMatch(script, /password|AKIA|BEGIN/i);
  });

  it("S-DOCS-5: installs the runtime, fetches the application, and starts it as a user without rights", () => {
    const { code, out, err } = boot(here(runtime()));
    assert.deepEqual([code, err], [0, ""]);
    assert.deepEqual(
      out.split("\n"),
      [
        `first boot: Node.js ${NODE_VERSION}`,
        "first boot: user and files of documents",
        "first boot: log file /var/log/app/document-service.log",
        "first boot: service documents",
        "first boot: done",
        "",
      ].map((line) => line.replace("/var/", `${root}/var/`)),
    );
    const bucket = "rampart-dev-s3-docs-artefacts-111122223333-us-east-1";
    const sum = createHash("sha256").update(applicationArchive()).digest("hex");
    const { file: release } = NODE_ARCHIVES.x86_64;
    assert.deepEqual(calls(), [
      `curl --fail --silent --show-error --location --proto =https --output ${root}/var/tmp/node.tar.gz https://nodejs.org/dist/v${NODE_VERSION}/${release}.tar.gz`,
      "id --user documents",
      "useradd --system --user-group --no-create-home --shell /usr/sbin/nologin documents",
      `aws s3 cp --no-progress --only-show-errors --region us-east-1 s3://${bucket}/sha256:${sum}.tar ${root}/var/tmp/artefact.tar`,
      "systemctl enable --now logrotate.timer",
      "systemctl daemon-reload",
      "systemctl enable documents.service",
      "systemctl start --no-block documents.service",
      "curl --fail --silent --show-error --max-time 5 --output /dev/null http://127.0.0.1:8080/status",
    ]);
    assert.deepEqual(
      ["opt/node/bin/node", "opt/documents/app/main.js", "var/log/app/document-service.log"].map(
        mode,
      ),
      [0o755, 0o644, 0o640],
    );
    assert.deepEqual(
      ["etc/systemd/system/documents.service", "etc/logrotate.d/documents"].map(mode),
      [0o644, 0o644],
    );
    // Neither archives nor a package manager stay.
    for (const gone of ["var/tmp/node.tar.gz", "var/tmp/artefact.tar", "opt/node/bin/npm"]) {
      assert.ok(!existsSync(join(root, gone)), gone);
    }
  });

  it("S-DOCS-5: a first start that fails does not end the boot: what the service answers decides", () => {
    const text = here(runtime());
    const systemctl = `case "$*" in *--no-block*) ;; *"--now documents.service" | start*) exit 1 ;; esac`;
    assert.equal(boot(text, { systemctl }).code, 0);
    const silent = boot(text, {
      systemctl,
      curl: `case "$*" in *"/dev/null http"*) exit 7 ;; *) cp ${root}/node.tar.gz "\${@: -2:1}" ;; esac`,
    });
    assert.equal(silent.code, 1);
    assert.match(silent.err, /first boot: gave up: curl [^\n]*\/status\n/);
  });

  itWith([["systemd-analyze"]], "S-DOCS-5: systemd reads the unit without a word", () => {
    assert.equal(boot(here(runtime())).code, 0);
    const unit = join(root, "etc/systemd/system/documents.service");
    const { code, out, err } = run("systemd-analyze", ["verify", "--man=no", unit]);
    assert.deepEqual([code, `${out}${err}`], [0, ""]);
  });

  it("S-DOCS-1, S-DOCS-5: what the unit describes answers /status and takes an upload, logging to its file", async () => {
    const text = here(runtime());
    assert.equal(boot(text).code, 0);
    const table = await testDocumentsTable();
    const port = await freePort();
    const [command = "", ...words] = commandIn(text);
    const log = openSync(join(root, "var/log/app/document-service.log"), "a");
    service = spawn(command, words, {
      cwd: join(root, "opt/documents"),
      stdio: ["ignore", log, log],
      env: {
        ...environmentIn(text),
        // The table, the credentials and the port are this machine's.
        DOCUMENTS_TABLE: table.name,
        PORT: String(port),
        AWS_ENDPOINT_URL_DYNAMODB: table.url,
        AWS_ACCESS_KEY_ID: "local",
        AWS_SECRET_ACCESS_KEY: "local",
      },
    });
    const url = `http://127.0.0.1:${port}`;
    await answering(`${url}/status`);
    const form = new FormData();
    form.set("file", new Blob(["hello"]), "greeting.txt");
    const made = await fetch(`${url}/upload`, { method: "POST", body: form });
    assert.equal(made.status, 201);
    const document = (await made.json()) as Record<string, unknown>;
    assert.deepEqual([document["filename"], document["size_bytes"]], ["greeting.txt", 5]);
    const listed = (await (await fetch(`${url}/documents`)).json()) as { documents: unknown[] };
    assert.deepEqual(listed.documents, [document]);
    assert.equal((await fetch(`${url}/docs/swagger-ui-bundle.js`)).status, 200);

    const ended = new Promise((resolve) => service?.once("exit", resolve));
    service.kill("SIGTERM");
    assert.equal(await ended, 0);
    const lines = file("var/log/app/document-service.log")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(lines.some(({ msg, route }) => msg === "request" && route === "/upload"));
    assert.ok(lines.some(({ msg }) => msg === "draining"));
  });

  for (const [what, commands, part] of [
    ["another runtime than the one that was meant", {}, `Node.js ${NODE_VERSION}`],
    ["an archive with one byte more", { aws: 'echo x >"${@: -1}"' }, "user and files of documents"],
    ["a bucket that is away for good", { aws: "exit 1" }, "user and files of documents"],
    [
      "a service that never answers",
      {
        curl: 'case $* in *status*) exit 22 ;; esac\nwhile [ $# -gt 0 ]; do if [ "$1" = --output ]; then cp ROOT/node.tar.gz "$2"; fi; shift; done',
      },
      "service documents",
    ],
  ] as const) {
    it(`S-DOCS-5: ends at ${what}, and says where`, () => {
      const sum = runtime();
      const right = Object.keys(commands).length > 0;
      const replaced = Object.fromEntries(
        Object.entries<string>(commands).map(([name, body]) => [
          name,
          body.replaceAll("ROOT", root),
        ]),
      );
      const { code, out, err } = boot(here(right ? sum : "0".repeat(64)), replaced);
      assert.notEqual(code, 0);
      assert.match(err, new RegExp(`^first boot: failed at: ${part} \\(line \\d+\\)$`, "m"));
      assert.doesNotMatch(out, /done/);
    });
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}

/** Waits for the first good answer. */
async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const good = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (good) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`${url} never answered`);
}
