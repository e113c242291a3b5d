import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SECRET } from "../../../policy-pack/engine/resource.ts";
import type { Report } from "../../../policy-pack/report/report.ts";
import { CANARY } from "../support/analyzer.ts";
import { PackProcess } from "../support/packProcess.ts";
import { PROVIDER, resource, STACK } from "../support/resources.ts";

const SETTINGS_DISABLED =
  /The configuration disables the pack's settings, by their name or by `all`/;

/** A secret whose value the engine hands over unwrapped, and one that nobody may hand to a function. */
const GUARDED = resource("aws:ssm/parameter:Parameter", "guarded", {
  type: "SecureString",
  name: "/dev/password",
  value: SECRET,
});
const LEAKY = resource("aws:lambda/function:Function", "leaky", {
  environment: { variables: { DATABASE_PASSWORD: SECRET } },
});
const STATED = [STACK, PROVIDER, GUARDED, LEAKY];
const SHOWS = `lambda-env-no-plaintext-secrets ${LEAKY.urn}: `;

describe("the pack as the engine configures it", function () {
  this.timeout(30_000);
  let pack: PackProcess;

  beforeEach(async () => {
    pack = await PackProcess.start();
  });

  afterEach(() => {
    pack.stop();
  });

  it("tells the engine of its settings and controls, not of what remembers for them", async () => {
    const names = (await pack.policies()).map((policy) => policy.getName());
    assert.equal(names[0], "settings");
    assert.ok(!names.includes("witness"), "a configuration could switch it off");
  });

  for (const [title, configuration] of Object.entries({
    "that says nothing": {},
    "with one level for all": { all: "mandatory" },
    "that only shows": { all: "advisory" },
    "with a level of its own for the settings": { all: "advisory", settings: "remediate" },
    "that runs one control": {
      all: "disabled",
      settings: { enforcementLevel: "advisory" },
      "lambda-env-no-plaintext-secrets": "mandatory",
      "any-no-hardcoded-credential": "mandatory",
    },
  })) {
    it(`knows secrets from plain texts under a configuration ${title}`, async () => {
      await pack.configure(configuration);
      const told = await pack.preview(STATED);
      assert.deepEqual(
        told.filter((line) => line.startsWith("any-no-hardcoded-credential")),
        [],
      );
      assert.ok(
        told.some((line) => line.startsWith(SHOWS)),
        told.join("\n"),
      );
      assert.ok(!told.join().includes(CANARY), "a secret is shown");
    });
  }

  it("reads its own settings whatever level they have", async () => {
    const unknown = resource("aws:sns/topic:Topic", "topic", {
      kmsMasterKeyId: { $unknown: true },
    });
    for (const enforcementLevel of ["advisory", "remediate"]) {
      await pack.configure({ settings: { enforcementLevel, ownsAccountBaseline: true } });
      const told = await pack.preview([STACK, PROVIDER, unknown]);
      assert.ok(
        told.some((line) => line.startsWith("guardduty-enabled")),
        told.join("\n"),
      );
    }
  });

  it("refuses at once to run without its settings", async () => {
    await pack.configure({ all: "disabled", "sns-kms": "mandatory" });
    await assert.rejects(pack.preview(STATED), SETTINGS_DISABLED);
  });

  it("writes no results of controls that do not run", async () => {
    const folder = mkdtempSync(join(tmpdir(), "reports-"));
    try {
      const settings = { enforcementLevel: "advisory", reports: folder };
      await pack.configure({ all: "disabled", settings });
      assert.deepEqual(await pack.preview(STATED), []);
      const report = JSON.parse(readFileSync(join(folder, "report.json"), "utf8")) as Report;
      assert.deepEqual(report.results, []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("does nothing when all of it is disabled", async () => {
    await pack.configure({ all: "disabled" });
    assert.deepEqual(await pack.preview(STATED), []);
  });
});
