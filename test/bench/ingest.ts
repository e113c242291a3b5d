import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { buildSync } from "esbuild";
import pMap from "p-map";

import { bundleText, HANDLER } from "../../components/compute/functionBundle.ts";
import { FOLDER } from "../../functions/ingest/contract.ts";
import { startPipeline } from "../../tools/ingest/local/parts.ts";
import { ROOT } from "../support/fixtures.ts";
import { type Call, Floor, newBatch } from "./ingestFloor.ts";
import { median } from "./measure.ts";
import type { Line } from "./report.ts";

/** Events of one batch, a quarter of them rejected. */
const EVENTS = 40;
/** Batches of each side for a round of the others: short turns share what else the machine does. */
const TURNS = 4;
/** Events that are handled at once. */
const AT_ONCE = 8;

/** Share of the events that the calls alone would handle in the time. */
const RATE_GOAL = 0.9;
/** KB of own and third-party code beside the AWS SDK. */
const BUNDLE_GOAL = 300;
/** Milliseconds to the first call beyond a bare Node.js. */
const LOAD_GOAL = 150;

/** What the ingest of events costs, on this machine's servers, against the same calls made bare. */
export async function ingestLines(rounds: number): Promise<Line[]> {
  const { handler, bare } = await throughput(rounds);
  const { bundle, node } = starts(rounds);
  return [
    { name: "ingest: events a second", value: EVENTS / handler, unit: "/s" },
    { name: "  its AWS calls alone", value: EVENTS / bare, unit: "/s" },
    { name: "  against its calls alone", value: bare / handler, unit: "×", least: RATE_GOAL },
    { name: "  code beside the AWS SDK", value: besideSdk(), unit: "KB", goal: BUNDLE_GOAL },
    { name: "  start to first call", value: bundle, unit: "ms" },
    { name: "  beyond a bare Node.js", value: bundle - node, unit: "ms", goal: LOAD_GOAL },
  ];
}

/** Seconds of a batch by the handler and by bare calls, in turns; the first round only warms up. */
async function throughput(rounds: number): Promise<{ handler: number; bare: number }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-ingest-"));
  const pipeline = await startPipeline(folder, () => undefined);
  try {
    const floor = new Floor();
    await floor.record(pipeline, await newBatch(pipeline, "floor", 2));
    const seconds = { handler: [] as number[], bare: [] as number[] };
    for (let round = 0; round <= rounds * TURNS; round += 1) {
      const order = ["handler", "bare"] as const;
      for (const side of round % 2 === 0 ? order : order.toReversed()) {
        const batch = await newBatch(pipeline, `${side}-${round}`, EVENTS);
        const tasks = batch.map((arrival) =>
          side === "handler"
            ? () => pipeline.handler(arrival.event)
            : inTurn(floor.callsFor(arrival)),
        );
        const start = performance.now();
        await pMap(tasks, (task) => task(), { concurrency: AT_ONCE });
        if (round > 0) seconds[side].push((performance.now() - start) / 1000);
        await pipeline.messages();
      }
    }
    return { handler: median(seconds.handler), bare: median(seconds.bare) };
  } finally {
    await pipeline.stop();
    rmSync(folder, { recursive: true });
  }
}

function inTurn(calls: readonly Call[]): () => Promise<void> {
  return async () => {
    for (const { make } of calls) await make();
  };
}

/** KB of the bundle that are no part of the AWS SDK or of what it is made of. */
function besideSdk(): number {
  const { metafile } = buildSync({
    entryPoints: [join(ROOT, "functions", FOLDER, "index.ts")],
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
    outdir: "out",
  });
  const bytes = Object.values(metafile.outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([path]) => !/node_modules\/@(?:aws|aws-sdk|aws-crypto|smithy)\//.test(path))
    .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  return bytes / 1024;
}

/** Milliseconds of a process that calls the bundled handler once, and of one that does nothing. */
function starts(rounds: number): { bundle: number; node: number } {
  const folder = mkdtempSync(join(tmpdir(), "bench-ingest-"));
  const [file, name] = HANDLER.split(".");
  writeFileSync(join(folder, `${file}.js`), bundleText(FOLDER));
  writeFileSync(
    join(folder, "call.js"),
    `require("./${file}.js").${name}({}).catch(() => undefined);`,
  );
  writeFileSync(join(folder, "nothing.js"), "");
  const times = { "call.js": [] as number[], "nothing.js": [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const script of ["call.js", "nothing.js"] as const) {
      const start = performance.now();
      execFileSync(process.execPath, [script], { cwd: folder, env: ENVIRONMENT, stdio: "ignore" });
      if (round > 0) times[script].push(performance.now() - start);
    }
  }
  rmSync(folder, { recursive: true });
  return { bundle: median(times["call.js"]), node: median(times["nothing.js"]) };
}

const ENVIRONMENT = {
  AWS_REGION: "us-east-1",
  PROCESSING_BUCKET: "p",
  QUARANTINE_BUCKET: "q",
  TABLE_NAME: "t",
  TABLE_KEY: "ArtistID,ItemID",
  TOPIC_ARN: "arn:aws:sns:us-east-1:111122223333:t",
};
