import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { ROOT } from "../support/fixtures.ts";
import { ProjectCopy } from "../support/project.ts";

const CANARY = "canary-4be81f0c";

describe("plan with a secret in the stack file", () => {
  let project: ProjectCopy;
  beforeEach(() => {
    project = new ProjectCopy();
    project.replace(
      "Pulumi.prod.yaml",
      "config:\n",
      `config:\n  rampart:externalApiKeys: { secure: "v1:${CANARY}" }\n`,
    );
    project.replace(
      "Pulumi.prod.yaml",
      "rampart:platform:\n",
      "rampart:platform:\n    externalApiKeysFrom: config\n",
    );
  });
  afterEach(() => {
    project.remove();
  });

  for (const flags of [[], ["--json"]]) {
    it(`P-KEY-3: tells nothing of its cipher text: ${["plan prod", ...flags].join(" ")}`, () => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [join(ROOT, "plan/main.ts"), "prod", ...flags],
        { cwd: project.root, encoding: "utf8", maxBuffer: 2 ** 26 },
      );
      assert.equal(status, 0, stderr);
      const files = project.list("out/prod");
      assert.deepEqual(files, [
        "deliveries.md",
        "diagram.svg",
        "findings.csv",
        "findings.sarif",
        "junit.xml",
        "plan.json",
        "quotas.md",
        "report.html",
        "report.json",
        "report.md",
      ]);
      const told = { stdout, stderr, ...contentsOf(project, files) };
      const leaks = Object.entries(told).filter(([, text]) => text.includes(CANARY));
      assert.deepEqual(
        leaks.map(([where]) => where),
        [],
      );
      // The secret is part of the plan, or its absence would show nothing.
      assert.deepEqual(secretStringOf(project, "external-api-keys"), { $secret: true });
    });
  }
});

function contentsOf(project: ProjectCopy, files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((name) => [name, project.read(`out/prod/${name}`)]));
}

/** What the written plan says of a secret's value. */
function secretStringOf(project: ProjectCopy, name: string): unknown {
  const { resources } = JSON.parse(project.read("out/prod/plan.json")) as {
    resources: { type: string; name: string; inputs: Record<string, unknown> }[];
  };
  const versions = resources.filter(
    (resource) =>
      resource.type === "aws:secretsmanager/secretVersion:SecretVersion" && resource.name === name,
  );
  assert.equal(versions.length, 1);
  return versions[0]?.inputs["secretString"];
}
