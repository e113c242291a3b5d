import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv2020 } from "ajv/dist/2020.js";

import { runPlan } from "../../plan/command.ts";
import { USAGE } from "../../plan/usage.ts";
import { planSchema } from "../../tools/generated/planSchema.ts";
import { ROOT } from "../support/fixtures.ts";
import { Capture, ProjectCopy } from "../support/project.ts";

const NOW = new Date("2026-11-22T12:00:00Z");

async function plan(project: ProjectCopy, ...args: string[]) {
  const stdout = new Capture();
  const stderr = new Capture();
  const context = {
    root: project.root,
    stdout: stdout.asStream(),
    stderr: stderr.asStream(),
    now: NOW,
  };
  const code = await runPlan(args, context);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe("plan", () => {
  let project: ProjectCopy;
  beforeEach(() => (project = new ProjectCopy()));
  afterEach(() => {
    project.remove();
  });

  it("tells all five mistakes of a stack file, one line each, and writes nothing", async () => {
    const file = "Pulumi.dev.yaml";
    project.replace(file, "natGateways: single", "natGateways: two");
    project.replace(file, "cpu: 256", "cpu: 300");
    project.replace(file, "dataProtection: disposable", "dataProtection: some");
    project.replace(file, "storageGiB: 20", "storageGiB: 5");
    project.replace(file, "host: api.dev.example.com", "host: api.dev.example.org");
    assert.deepEqual(await plan(project, "dev"), {
      code: 2,
      stdout: "",
      stderr: [
        'Pulumi.dev.yaml:10: rampart:environment.dataProtection is "some"; allowed: disposable, protected',
        'Pulumi.dev.yaml:40: rampart:platform.network.natGateways is "two"; allowed: none, single, per-zone',
        'Pulumi.dev.yaml:47: rampart:platform.edge.host is "api.dev.example.org"; allowed: dev.example.com or a name under it',
        "Pulumi.dev.yaml:54: rampart:platform.service.cpu is 300; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384",
        "Pulumi.dev.yaml:60: rampart:platform.database.storageGiB is 5; allowed: 20–65536 GiB",
        "",
      ].join("\n"),
    });
    assert.deepEqual(project.list("out"), []);
  });

  it("lists the known stacks when asked for another", async () => {
    assert.deepEqual(await plan(project, "production"), {
      code: 2,
      stdout: "",
      stderr: 'There is no stack "production"; known stacks: dev, prod, staging\n',
    });
  });

  it("tells line and column of a YAML error", async () => {
    project.replace("Pulumi.dev.yaml", "region: us-east-1", "region: [us-east-1");
    const { code, stderr } = await plan(project, "dev");
    assert.equal(code, 2);
    assert.match(stderr, /^Pulumi\.dev\.yaml:8:\d+: YAML error: .+\n$/);
  });

  const broken: readonly (readonly [what: string, source: string, message: RegExp])[] = [
    ["an unknown alias", "config: *nobody\n", /YAML error: Unresolved alias/],
    ["an anchor that holds itself", "config: &a\n  rampart:x: *a\n", /YAML error: /],
    ["a list for a map", "- config\n", /config must be a map of settings/],
    ["a text for the settings", "config: hello\n", /config must be a map of settings/],
    ["a key twice", "config:\n  a: 1\n  a: 2\n", /^Pulumi\.dev\.yaml:3:3: YAML error: /],
  ];
  for (const [what, source, message] of broken) {
    it(`tells of ${what} in a stack file`, async () => {
      writeFileSync(join(project.root, "Pulumi.dev.yaml"), source);
      const { code, stderr } = await plan(project, "dev");
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.match(stderr, /^Pulumi\.dev\.yaml/);
    });
  }

  it("asks for every block of an empty stack file", async () => {
    writeFileSync(join(project.root, "Pulumi.dev.yaml"), "config: {}\n");
    const { code, stderr } = await plan(project, "dev");
    assert.equal(code, 2);
    assert.deepEqual(
      stderr.split("\n").map((line) => line.replace(/; allowed.*/, "")),
      [
        "Pulumi.dev.yaml: rampart:environment is missing",
        "Pulumi.dev.yaml: rampart:account is missing",
        "Pulumi.dev.yaml: rampart:identity is missing",
        "Pulumi.dev.yaml: rampart:operations is missing",
        "Pulumi.dev.yaml: rampart:platform is missing",
        "",
      ],
    );
  });

  it("tells that a file can't be read, and why", async () => {
    rmSync(join(project.root, "Pulumi.dev.yaml"));
    mkdirSync(join(project.root, "Pulumi.dev.yaml"));
    const { code, stderr } = await plan(project, "dev");
    assert.deepEqual([code, stderr], [2, "Pulumi.dev.yaml can't be read: EISDIR\n"]);
  });

  it("names a missing secret and the command that sets it", async () => {
    project.replace(
      "Pulumi.dev.yaml",
      "    network:",
      "    externalApiKeysFrom: config\n    network:",
    );
    const { code, stderr } = await plan(project, "dev");
    assert.deepEqual(
      [code, stderr],
      [
        2,
        "Pulumi.dev.yaml: rampart:externalApiKeys is missing; allowed: a secret, set with: pulumi config set --secret rampart:externalApiKeys\n",
      ],
    );
  });

  it("refuses a secret in plain text without repeating it", async () => {
    const canary = "canary-5f3a1c";
    project.replace(
      "Pulumi.dev.yaml",
      "config:\n",
      `config:\n  rampart:externalApiKeys: ${canary}\n`,
    );
    const { code, stdout, stderr } = await plan(project, "dev");
    assert.equal(code, 2);
    assert.match(stderr, /rampart:externalApiKeys is in plain text; allowed: an encrypted value/);
    assert.ok(!`${stdout}${stderr}`.includes(canary));
  });

  for (const [args, message] of [
    [[], "Which stack? Say: npm run plan -- dev"],
    [["dev", "prod"], "One stack at a time; not also prod"],
    [["dev", "--jsn"], /Unknown option '--jsn'/],
    [[".."], '".." is no stack name; allowed: lower-case letters and digits, a letter first'],
    [["a/b"], '"a/b" is no stack name; allowed: lower-case letters and digits, a letter first'],
  ] as const) {
    it(`shows the usage for: plan ${args.join(" ")}`, async () => {
      const { code, stderr } = await plan(project, ...args);
      assert.equal(code, 2);
      if (typeof message === "string") assert.equal(stderr, `${message}\n\n${USAGE}`);
      else assert.match(stderr, message);
    });
  }

  it("shows help on standard output", async () => {
    assert.deepEqual(await plan(project, "--help"), { code: 0, stdout: USAGE, stderr: "" });
  });

  for (const stack of ["dev", "staging", "prod"]) {
    it(`prints and writes one valid document for ${stack} with --json, and nothing else`, async () => {
      const { code, stdout, stderr } = await plan(project, stack, "--json");
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(project.read(`out/${stack}/plan.json`), stdout);
      const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(planSchema());
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    });
  }

  it("replaces an earlier plan whole and leaves no temporary folder", async () => {
    mkdirSync(join(project.root, "out", "dev"), { recursive: true });
    writeFileSync(join(project.root, "out", "dev", "stale.txt"), "stale");
    await plan(project, "dev");
    assert.deepEqual(project.list("out"), ["dev"]);
    assert.ok(!project.list("out/dev").includes("stale.txt"));
  });

  it("shows the plan as text, with colour and a count on a terminal alone", async () => {
    const painted = /\u001b\[/; // eslint-disable-line no-control-regex -- how a terminal is told colours
    const piped = await plan(project, "dev");
    assert.deepEqual([piped.code, piped.stderr], [0, ""]);
    assert.match(piped.stdout, /^rampart dev: \d+ resources, 0 protected\n\nFigures\n/);
    assert.doesNotMatch(piped.stdout, painted);

    const saved = { ...process.env };
    const onTerminal = async () => {
      const stdout = new Capture(true);
      const stderr = new Capture(true);
      const context = {
        root: project.root,
        stdout: stdout.asStream(),
        stderr: stderr.asStream(),
        now: NOW,
      };
      assert.equal(await runPlan(["dev"], context), 0);
      return { stdout: stdout.text, stderr: stderr.text };
    };
    try {
      delete process.env["NO_COLOR"];
      delete process.env["CI"];
      const shown = await onTerminal();
      assert.match(shown.stdout, painted);
      assert.match(shown.stderr, /\rPlanning dev: 1 resources.*\rPlanning dev: 2 resources/);
      process.env["NO_COLOR"] = "1";
      assert.doesNotMatch((await onTerminal()).stdout, painted);
      delete process.env["NO_COLOR"];
      process.env["CI"] = "true";
      const quiet = await onTerminal();
      assert.doesNotMatch(quiet.stdout, painted);
      assert.equal(quiet.stderr, "");
    } finally {
      process.env = saved;
    }
  });

  it("tells that out/ can't be written", async () => {
    writeFileSync(join(project.root, "out"), "in the way");
    const { code, stderr } = await plan(project, "dev");
    assert.equal(code, 2);
    assert.match(stderr, /out.* can't be written: (EEXIST|ENOTDIR)\n$/);
  });

  it("answers a fault of its own with exit 3, a trace and what to report", () => {
    const script = `
      import { runPlan } from ${JSON.stringify(join(ROOT, "plan/command.ts"))};
      const { Vpc } = await import(${JSON.stringify(join(ROOT, "components/network/vpc.ts"))});
      Object.defineProperty(Vpc, "token", { get() { throw new Error("broken program"); } });
      process.exitCode = await runPlan(["dev"], { root: process.cwd(), stdout: process.stdout, stderr: process.stderr, now: new Date() });
    `;
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: project.root, encoding: "utf8" },
    );
    assert.deepEqual([status, stdout], [3, ""]);
    assert.match(stderr, /^Error: broken program\n {4}at .+/);
    assert.match(stderr, /Please report it with the lines above and the stack file\.\n$/);
    assert.deepEqual(project.list("out"), []);
  });

  it("leaves a whole plan or none when it is stopped, whenever that is", async () => {
    for (const delay of [0, 300, 600, 900, 1200]) {
      const child = spawn(process.execPath, [join(ROOT, "plan/main.ts"), "dev"], {
        cwd: project.root,
        stdio: "ignore",
      });
      setTimeout(() => child.kill("SIGINT"), delay);
      await once(child, "exit");
      const folders = project.list("out");
      assert.ok(folders.length === 0 || folders.join() === "dev", folders.join());
      if (folders.length > 0) JSON.parse(project.read("out/dev/plan.json"));
    }
  });

  it("is content when its reader stops early", () => {
    const command = `${JSON.stringify(process.execPath)} ${JSON.stringify(join(ROOT, "plan/main.ts"))} dev | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync("bash", ["-c", command], {
      cwd: project.root,
      encoding: "utf8",
    });
    assert.match(stdout, /^rampart dev: \d+ resources, 0 protected\n0\n$/);
    assert.equal(stderr, "");
  });

  it("judges an exported state instead of the program", async () => {
    // An exemption of dev's is for what this state lacks.
    const urn = "urn:pulumi:staging::rampart::pulumi:pulumi:Stack::rampart-staging";
    const stack = {
      urn,
      type: "pulumi:pulumi:Stack",
      custom: false,
      outputs: { url: "https://a.b" },
    };
    const file = join(project.root, "state.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: [stack] } }));
    const { code, stdout } = await plan(project, "staging", "--state", file);
    assert.equal(code, 0);
    assert.match(stdout, /^rampart staging: 0 resources, 0 protected/);
    assert.match(stdout, /url {2}https:\/\/a\.b/);
  });

  it("P-OBS-3: ends with 1 when an alert can't arrive, and tells what to change", async () => {
    const stackUrn = "urn:pulumi:dev::rampart::pulumi:pulumi:Stack::rampart-dev";
    const type = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    const resources = [
      { urn: stackUrn, type: "pulumi:pulumi:Stack", custom: false },
      {
        urn: `urn:pulumi:dev::rampart::${type}::costs`,
        type,
        custom: true,
        parent: stackUrn,
        inputs: { name: "costs", frequency: "IMMEDIATE", subscribers: [] },
      },
    ];
    const file = join(project.root, "state.json");
    writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources } }));
    const { code, stdout } = await plan(project, "dev", "--state", file);
    const told = [
      "Deliveries: 1 alert path and 0 log paths, 1 not proven",
      "  stops: cost anomalies costs tells nobody",
      "    cost anomalies costs → nobody",
      "    → Give cost anomalies costs a topic.",
      "",
    ].join("\n");
    assert.equal(code, 1);
    assert.ok(stdout.includes(told), stdout);
    assert.match(
      project.read("out/dev/deliveries.md"),
      /\| cost anomalies costs → nobody \| \*\*stops\*\* \|/,
    );
    const { paths } = JSON.parse(project.read("out/dev/plan.json")) as {
      paths: { verdict: string }[];
    };
    assert.deepEqual(
      paths.map(({ verdict }) => verdict),
      ["stops"],
    );
  });

  it("tells what is wrong with a state file, without quoting it", async () => {
    const file = join(project.root, "state.json");
    const missing = await plan(project, "dev", "--state", file);
    assert.deepEqual([missing.code, missing.stderr], [2, `${file} can't be read: ENOENT\n`]);
    writeFileSync(file, "canary-1234");
    const broken = await plan(project, "dev", "--state", file);
    const advice = `${file} is no JSON; write it with: pulumi stack export --file ${file}\n`;
    assert.deepEqual([broken.code, broken.stderr], [2, advice]);
    writeFileSync(file, "{}");
    const other = { urn: "urn:pulumi:prod::rampart::pulumi:pulumi:Stack::rampart-prod" };
    const stack = { ...other, type: "pulumi:pulumi:Stack", custom: false };
    const empty = await plan(project, "dev", "--state", file);
    assert.deepEqual([empty.code, empty.stderr], [2, "The state holds no resources.\n"]);
    writeFileSync(file, JSON.stringify({ resources: [stack] }));
    const foreign = await plan(project, "dev", "--state", file);
    assert.deepEqual(
      [foreign.code, foreign.stderr],
      [2, `${file} is the state of "prod", not of "dev".\n`],
    );
  });

  it("starts through the launcher, which hands the exit code on", () => {
    const result = spawnSync("node", ["tools/start.mjs", "plan/main.ts", "nowhere"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    assert.equal(result.status, 2);
    assert.equal(result.stderr, 'There is no stack "nowhere"; known stacks: dev, prod, staging\n');
  });
});
