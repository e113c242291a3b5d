import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { bundleText, functionArchive } from "../../../components/compute/functionBundle.ts";
import type { AutoRemediateEnvironment } from "../../../functions/auto-remediate/contract.ts";
import type { EnvironmentScheduleEnvironment } from "../../../functions/environment-schedule/contract.ts";
import type { IngestEnvironment } from "../../../functions/ingest/contract.ts";
import type { PostureReportEnvironment } from "../../../functions/posture-report/contract.ts";
import type { RotateDatabaseSecretEnvironment } from "../../../functions/rotate-database-secret/contract.ts";
import type { SlackNotifierEnvironment } from "../../../functions/slack-notifier/contract.ts";
import { ROOT } from "../../support/fixtures.ts";

/** Every function that is there, by its folder; what they share has nothing to call. */
const FOLDERS = readdirSync(join(ROOT, "functions"), { withFileTypes: true })
  .filter(
    (entry) => entry.isDirectory() && existsSync(join(ROOT, "functions", entry.name, "index.ts")),
  )
  .map(({ name }) => name);

/** How a function is loaded, and what it makes of an event that is none. */
interface Loading {
  /** All of its contract, as a stack would fill it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Packages that it may ask for and not find. */
  readonly missing?: readonly string[];
  /** What becomes of `{}`: logged and done with, or a failure that its caller waits for. */
  readonly malformed: { readonly outcome: string; readonly line: string };
}

const AUTHORITIES = "authorities.pem";
const topic = (severity: string) => `arn:aws:sns:us-east-1:111122223333:dev-${severity}-alerts`;

const LOADED: Readonly<Record<string, Loading>> = {
  "auto-remediate": {
    environment: {
      MODE: "on",
      ALERT_TOPIC_ARN: topic("critical"),
      QUARANTINE_GROUP_PREFIX: "rampart-dev-sg-quarantine",
      DECLARED_OPENINGS: '[{"group":"rampart-dev-sg-alb","port":443}]',
    } satisfies AutoRemediateEnvironment,
    malformed: {
      outcome: "acknowledged",
      line: "The event has no usable id, time, account, region, detail-type, detail.",
    },
  },
  "environment-schedule": {
    environment: {
      DATABASE: "rampart-dev-db-main",
      CLUSTER: "rampart-dev-ecs-main",
      SERVICE: "rampart-dev-svc-api",
      MINIMUM_TASKS: "1",
      MAXIMUM_TASKS: "2",
      ALARMS: "",
    } satisfies EnvironmentScheduleEnvironment,
    malformed: { outcome: "acknowledged", line: "call" },
  },
  ingest: {
    environment: {
      PROCESSING_BUCKET: "rampart-dev-s3-processing",
      QUARANTINE_BUCKET: "rampart-dev-s3-quarantine",
      TABLE_NAME: "rampart-dev-table-ingest",
      TABLE_KEY: "ArtistID,ItemID",
      TOPIC_ARN: topic("info"),
    } satisfies IngestEnvironment,
    malformed: {
      outcome: "failed: The event has no usable source, detail-type, detail.",
      line: "no event of an object",
    },
  },
  "posture-report": {
    environment: { REPORT_TOPIC_ARN: topic("info") } satisfies PostureReportEnvironment,
    malformed: { outcome: "acknowledged", line: "The event has no usable scheduledTime." },
  },
  "rotate-database-secret": {
    environment: {
      DATABASE_AUTHORITIES_FILE: AUTHORITIES,
    } satisfies RotateDatabaseSecretEnvironment,
    // pg asks for it only when told to.
    missing: ["pg-native"],
    malformed: {
      outcome: "failed: The event has no step of a rotation.",
      line: "The event has no step of a rotation.",
    },
  },
  "slack-notifier": {
    environment: {
      WEBHOOK_SECRET_NAME: "/dev/monitoring/slack-webhook",
    } satisfies SlackNotifierEnvironment,
    malformed: { outcome: "acknowledged", line: "The event has no usable Records." },
  },
};

/** What another process tells of a bundle that stands alone, far from any package. */
function loadedAlone(
  folder: string,
  environment: Readonly<Record<string, string>>,
  script: string,
) {
  const place = mkdtempSync(join(tmpdir(), "bundle-"));
  try {
    writeFileSync(join(place, "index.js"), bundleText(folder));
    writeFileSync(join(place, AUTHORITIES), "");
    return execFileSync(process.execPath, ["-e", script], {
      cwd: place,
      encoding: "utf8",
      stdio: "pipe",
      env: { AWS_REGION: "us-east-1", ...environment },
    });
  } finally {
    rmSync(place, { recursive: true });
  }
}

/** Tells why a bundle does not load. */
const REFUSED = `try { require("./index.js") } catch ({ message }) { process.stdout.write(message) }`;

/** Calls the handler with an event, and tells what became of it and what it logged. */
const CALLED = `
  const lines = [];
  for (const level of ["info", "warn", "error"]) {
    console[level] = ({ message }) => lines.push([level, message]);
  }
  require("./index.js").handler({}).then(
    () => "acknowledged",
    (error) => "failed: " + error.message,
  ).then((outcome) => process.stdout.write(JSON.stringify({ outcome, lines })));
`;

/** The texts that another process, with another working directory, makes of the folders. */
function bundledElsewhere(cwd: string): Readonly<Record<string, string>> {
  const module = join(ROOT, "components/compute/functionBundle.ts");
  const script = `import { bundleText } from ${JSON.stringify(module)};
    const texts = ${JSON.stringify(FOLDERS)}.map((folder) => [folder, bundleText(folder)]);
    process.stdout.write(JSON.stringify(Object.fromEntries(texts)));`;
  const args = ["--input-type=module", "-e", script];
  const told = execFileSync(process.execPath, args, { cwd, maxBuffer: 2 ** 26, encoding: "utf8" });
  return JSON.parse(told) as Record<string, string>;
}

describe("function bundles", () => {
  it("are all looked at", () => {
    assert.deepEqual(FOLDERS.sort(), Object.keys(LOADED));
  });

  it("have the same bytes wherever they are made, and no path of this machine in them", () => {
    const elsewhere = bundledElsewhere(tmpdir());
    for (const folder of FOLDERS) {
      const text = bundleText(folder);
      assert.equal(elsewhere[folder], text);
      assert.ok(!text.includes(ROOT), "a path of the repository");
      assert.ok(!text.includes("node_modules/"), "a path of a package");
    }
  });

  for (const [folder, { environment, missing = [], malformed }] of Object.entries(LOADED)) {
    describe(folder, () => {
      it("asks for nothing that Lambda's Node.js has not, so that SDK and driver are in it", () => {
        // In brackets it is a word of a message.
        const asked = [...bundleText(folder).matchAll(/(?<!\[)\brequire\("([^"]+)"\)/g)]
          .map(([, name = ""]) => name.replace(/^node:/, ""))
          .filter((name) => !builtinModules.includes(name));
        assert.deepEqual([...new Set(asked)], missing);
      });

      it("P-RESP: loads by itself, far from any package, and exports the handler", () => {
        const script = `process.stdout.write(typeof require("./index.js").handler)`;
        assert.equal(loadedAlone(folder, environment, script), "function");
      });

      it("P-RESP: says what it needs when it is loaded without any one of its variables", () => {
        for (const name of Object.keys(environment)) {
          const others = Object.entries(environment).filter(([other]) => other !== name);
          const told = loadedAlone(folder, Object.fromEntries(others), REFUSED);
          assert.match(
            told,
            new RegExp(
              `(^${name} is not set\\.|^The environment has no usable ${name}\\.|→ at ${name})$`,
            ),
          );
        }
      });

      it("P-RESP: answers what is no event as its contract says, and calls nobody", () => {
        const told = JSON.parse(loadedAlone(folder, environment, CALLED)) as object;
        const { outcome, line } = malformed;
        assert.deepEqual(told, { outcome, lines: [["error", line]] });
      });
    });
  }

  it("are an archive of one file, which is the text", async () => {
    const assets = await (
      functionArchive("rotate-database-secret") as unknown as {
        assets: Promise<Record<string, { text: Promise<string> }>>;
      }
    ).assets;
    assert.deepEqual(Object.keys(assets), ["index.js"]);
    assert.equal(await assets["index.js"]?.text, bundleText("rotate-database-secret"));
  });

  it("refuse a folder without an entry", () => {
    for (const folder of ["nothing", "shared"]) {
      assert.throws(() => bundleText(folder), {
        message: `functions/${folder} has no index.ts to bundle.`,
      });
    }
  });
});
