import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type {
  DescribeExportCommandInput,
  ExportTableToPointInTimeCommandInput,
} from "@aws-sdk/client-dynamodb";

import { only } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { ROOT } from "../support/fixtures.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { programGraph } from "../support/stacks.ts";
import { flawsOf, pathWith, run, standIns } from "../support/tools.ts";

const RUNBOOK = readFileSync(join(ROOT, "docs/runbooks/documents-teardown.md"), "utf8");

/** What the runbook tells to type, by the order in which it does. */
const BLOCKS = [...RUNBOOK.matchAll(/^( *)```sh\n([\s\S]*?)^ *```$/gm)].map(
  ([, indent = "", text = ""]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
);

const TABLE = "rampart-dev-table-documents";
const BUCKET = "rampart-dev-s3-backups-111122223333-us-east-1";
const ARN = `arn:aws:dynamodb:us-east-1:111122223333:table/${TABLE}`;
const KEY = "arn:aws:kms:us-east-1:111122223333:key/1";
const EXPORT = `${ARN}/export/01`;

/**
 * The export of the teardown guide, as far as it can be tried without AWS: the shell is real, and so
 * are the names, which the program gives; `aws` and `pulumi` are stand-ins that answer as they do.
 */
describe("the teardown guide of the documents", () => {
  recordStacks();
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "teardown-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Runs the export; its states follow one another, the last for good. */
  function exported(states: readonly string[], written: number | undefined) {
    writeFileSync(join(folder, "states"), `${states.join("\n")}\n`);
    standIns(folder, {
      sleep: "",
      pulumi: `echo '${JSON.stringify({ table: TABLE, exports: BUCKET })}'`,
      aws: `printf '%s\\n' "$*" >>${folder}/calls
      case "$1 $2" in
        "dynamodb describe-table") printf '${ARN}\\t${KEY}\\n' ;;
        "dynamodb export-table-to-point-in-time") echo ${EXPORT} ;;
        "dynamodb describe-export")
          printf '%s\\t7\\tdocuments/AWSDynamoDB/01/manifest-summary.json\\n' "$(head -1 ${folder}/states)"
          if [ "$(wc -l <${folder}/states)" -gt 1 ]; then sed -i 1d ${folder}/states; fi ;;
        "s3 cp") ${written === undefined ? "exit 1" : `echo '{"itemCount":${written}}'`} ;;
        *) echo "what is $*" >&2; exit 2 ;;
      esac`,
    });
    const { code, out, err } = run("bash", ["--norc", "-c", BLOCKS[0] ?? ""], {
      env: { PATH: pathWith(folder, dirname(process.execPath)) },
    });
    const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
    return { code, out, err, calls };
  }

  it("S-DOCS-6: has no flaw that a checker of scripts finds", () => {
    assert.equal(BLOCKS.length, 3);
    // The last one quotes a URN, whose dollar signs a checker wonders at.
    for (const block of BLOCKS.slice(0, 2)) assert.equal(flawsOf(`#!/bin/bash\n${block}`), "");
    assert.equal(run("bash", ["-n"], { input: BLOCKS[2] ?? "" }).err, "");
  });

  it("S-DOCS-3, S-DOCS-6: exports the table to the bucket of exports, under its key, and waits for the end", () => {
    const { code, out, err, calls } = exported(["IN_PROGRESS", "IN_PROGRESS", "COMPLETED"], 7);
    assert.deepEqual([code, err], [0, ""]);
    assert.equal(out, `7 items are in s3://${BUCKET}/documents/AWSDynamoDB/01/\n`);
    assert.equal(calls.filter((call) => call.startsWith("dynamodb describe-export")).length, 3);
    assert.equal(
      calls.at(-1),
      `s3 cp s3://${BUCKET}/documents/AWSDynamoDB/01/manifest-summary.json -`,
    );
  });

  it("S-DOCS-6: asks AWS by the names that its API has", () => {
    const { calls } = exported(["COMPLETED"], 7);
    // The types are AWS's: a member that there is not does not compile.
    const wanted: ExportTableToPointInTimeCommandInput = {
      TableArn: ARN,
      S3Bucket: BUCKET,
      S3Prefix: "documents",
      S3SseAlgorithm: "KMS",
      S3SseKmsKeyId: KEY,
      ExportFormat: "DYNAMODB_JSON",
    };
    const then: DescribeExportCommandInput = { ExportArn: EXPORT };
    assert.deepEqual(optionsOf(calls, "export-table-to-point-in-time"), wanted);
    assert.deepEqual(optionsOf(calls, "describe-export"), then);
  });

  for (const [what, states, written, message] of [
    ["that fails", ["IN_PROGRESS", "FAILED"], 7, "the export ended as FAILED\n"],
    ["that lacks items", ["COMPLETED"], 6, "6 of 7 items are in the bucket\n"],
    ["whose summary is not there", ["COMPLETED"], undefined, undefined],
  ] as const) {
    it(`S-DOCS-6: takes no export for done ${what}`, () => {
      const { code, out, err } = exported(states, written);
      assert.notEqual(code, 0);
      assert.equal(out, "");
      if (message !== undefined) assert.equal(err, message);
    });
  }

  it("S-DOCS-3, S-DOCS-6: what the guide names is there, and stays where it says so", () => {
    const dev = graphOf("dev");
    const { inputs } = only(dev, "aws:dynamodb/table:Table", "documents-table");
    assert.equal(inputs["name"], TABLE);
    assert.equal(only(dev, "aws:s3/bucket:Bucket", "backups").inputs["bucket"], BUCKET);
    const prod = graphOf("prod");
    const table = only(prod, "aws:dynamodb/table:Table", "documents-table");
    const parent = "rampart:systems:Documents$rampart:documents:DocumentsStore";
    assert.ok(table.urn.includes(`::${parent}$`));
    assert.ok(RUNBOOK.includes(`::${parent}::documents-store`));
    const kept = prod.resources
      .filter(({ urn, protect }) => protect && urn.includes("systems:Documents$"))
      .map(({ type }) => type);
    const unprotected = /\(dynamodb\/table:Table\|s3\/bucket:Bucket\)::/;
    assert.match(RUNBOOK, unprotected);
    assert.deepEqual([...new Set(kept)].sort(), [
      "aws:dynamodb/table:Table",
      "aws:s3/bucket:Bucket",
    ]);
    // What the guide's table says of each stack.
    const [head = "", , ...rows] = RUNBOOK.split("\n").filter((line) => line.startsWith("|"));
    const columns = ["prod", "staging", "dev"];
    columns.forEach((stack, index) => {
      assert.ok(head.split("|")[index + 2]?.includes(`(${stack})`), stack);
      for (const [row, type, name] of [
        ["table,", "aws:dynamodb/table:Table", "documents-table"],
        ["key ", "aws:kms/key:Key", "main-key"],
        ["bucket of exports", "aws:s3/bucket:Bucket", "backups"],
        ["daily backup", "aws:backup/selection:Selection", `rampart-${stack}-selection-documents`],
        ["hosts,", "aws:autoscaling/group:Group", "documents"],
      ] as const) {
        const told = rows.find((line) => line.startsWith(`| ${row}`))?.split("|")[index + 2];
        const { retainOnDelete } = only(graphOf(stack), type, name);
        assert.equal(/^ stays?\b/.test(told ?? ""), retainOnDelete, `${row} ${stack}: ${told}`);
      }
    });
    const balancer = only(prod, "aws:lb/loadBalancer:LoadBalancer", "rampart-prod-alb-docs");
    assert.equal(balancer.inputs["enableDeletionProtection"], true);
    assert.equal(balancer.protect, false);
  });

  it("S-DOCS-3: keeps the key of a table that stays, also once the documents are off", async () => {
    const keeps = async (documents: object) => {
      const raw = withSetting(rawSettings("staging"), "documents", documents);
      const { resources } = await programGraph(raw, { stack: "staging" });
      return resources.find(({ name, custom }) => custom && name === "main-key")?.retainOnDelete;
    };
    assert.equal(await keeps({ mode: "off" }), true);
    assert.equal(await keeps({ mode: "off", keepsTable: false }), false);
  });
});

/** What a call of the command line asks for, as the API's members; queries and formats are its own. */
function optionsOf(calls: readonly string[], command: string): Record<string, string> {
  const call = calls.find((one) => one.startsWith(`dynamodb ${command} `)) ?? assert.fail(command);
  const pairs = [...call.matchAll(/--([a-z0-9-]+) (\S+)/g)].filter(
    ([, name]) => name !== "query" && name !== "output",
  );
  return Object.fromEntries(
    pairs.map(([, name = "", value = ""]) => [
      name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
