import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { bundleText, HANDLER } from "../../../components/compute/functionBundle.ts";
import { FOLDER, type IngestEnvironment } from "../../../functions/ingest/contract.ts";

const ENVIRONMENT: IngestEnvironment = {
  PROCESSING_BUCKET: "p",
  QUARANTINE_BUCKET: "q",
  TABLE_NAME: "t",
  TABLE_KEY: "ArtistID,ItemID",
  TOPIC_ARN: "arn:aws:sns:us-east-1:111122223333:t",
};

describe("ingest's bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("A-FUNCTIONS: is one file that a bare Node.js loads and calls", () => {
    const [file, name] = HANDLER.split(".");
    writeFileSync(join(folder, `${file}.js`), bundleText(FOLDER));
    writeFileSync(join(folder, "call.js"), `require("./${file}.js").${name}({});`);
    const call = (environment: object) =>
      execFileSync(process.execPath, ["call.js"], {
        cwd: folder,
        env: { AWS_REGION: "us-east-1", ...environment },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    // The line goes to the other stream; only that it ends well counts.
    assert.equal(call(ENVIRONMENT), "");
    assert.throws(() => call({ ...ENVIRONMENT, TABLE_KEY: "" }), /no usable TABLE_KEY/);
  });

  it("A-FUNCTIONS: has no more than the SDK's clients and little beside", () => {
    // The whole of zod alone would be half a megabyte more.
    assert.ok(bundleText(FOLDER).length < 650_000, `${bundleText(FOLDER).length} bytes`);
  });
});
