import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { PolicyResource } from "../../policy-pack/engine/resource.ts";
import { resourceRequest, stackRequest } from "../policy-pack/support/analyzer.ts";
import { ROOT } from "../support/fixtures.ts";
import { stackGraph } from "../support/stacks.ts";
import { median } from "./measure.ts";
import { PackProcess } from "./packProcess.ts";
import type { Line } from "./report.ts";

const PEER = "@pulumi/awsguard";
const PEER_VERSION = "0.3.1";
/** A loaded pack takes seconds. */
const LOADED_ROUNDS = 3;
const FEW = 1000;
const MANY = 2000;

/** By how much the pack may start later than the SDK alone, in milliseconds. */
const START_GOAL = 200;
/** How much more it may hold then, in MB. */
const MEMORY_GOAL = 60;
/**
 * Milliseconds above the SDK alone for each of many resources, all rules and the look at the whole
 * stack included. Two calls a resource take the SDK with one empty rule that long by themselves.
 */
const RESOURCE_GOAL = 1;
/** A resource among many against one among few; above 1 by what measuring is unsure of. */
const GROWTH_GOAL = 1.3;

/** What is started: scripts, and the folder whose `package.json` they go by. */
interface Contestant {
  readonly script: readonly string[];
  readonly folder: string;
}

interface Run {
  readonly milliseconds: number;
  /** Most that the process ever held. */
  readonly megabytes: number;
}

/** What the pack costs as the engine runs it, beside the SDK alone and the peer. */
export async function packLines(rounds: number): Promise<Line[]> {
  const pack = { script: ["index.js"], folder: join(ROOT, "policy-pack") };
  const peer = installPeer();
  const bare = bareSdk();
  const contestants = peer === undefined ? [pack, bare] : [pack, bare, peer];
  const [own, floor, other] = await medians(
    rounds,
    contestants.map((contestant) => () => started(contestant)),
  );
  const [few, many, alone, rival] = await medians(LOADED_ROUNDS, [
    () => loaded(pack, FEW),
    () => loaded(pack, MANY),
    () => loaded(bare, MANY),
    ...(peer === undefined ? [] : [() => loaded(peer, MANY)]),
  ]);
  const line = (name: string, value: number, unit: Line["unit"], goal?: number): Line => ({
    name,
    value,
    unit,
    ...(goal === undefined ? {} : { goal }),
  });
  const than = (value?: number, base?: number) => (value ?? NaN) - (base ?? NaN);
  const ratio = (value?: number, base?: number) => (value ?? NaN) / (base ?? NaN);
  return [
    line("pack: start to first answer", own?.milliseconds ?? NaN, "ms"),
    line("  the SDK alone", floor?.milliseconds ?? NaN, "ms"),
    line(
      "  later than the SDK alone",
      than(own?.milliseconds, floor?.milliseconds),
      "ms",
      START_GOAL,
    ),
    line("  memory above the SDK alone", than(own?.megabytes, floor?.megabytes), "MB", MEMORY_GOAL),
    line(`pack: a resource of ${MANY}, all rules`, many?.milliseconds ?? NaN, "ms"),
    line("  the SDK alone", alone?.milliseconds ?? NaN, "ms"),
    line(
      "  above the SDK alone",
      than(many?.milliseconds, alone?.milliseconds),
      "ms",
      RESOURCE_GOAL,
    ),
    line(
      `  of ${MANY} against of ${FEW}`,
      ratio(many?.milliseconds, few?.milliseconds),
      "×",
      GROWTH_GOAL,
    ),
    line(`  peak memory with ${MANY} resources`, many?.megabytes ?? NaN, "MB"),
    ...(rival === undefined
      ? []
      : [
          line(`${PEER} ${PEER_VERSION}: start`, other?.milliseconds ?? NaN, "ms"),
          line("  pack's start against it", ratio(own?.milliseconds, other?.milliseconds), "×", 1),
          line(`  a resource of ${MANY}`, rival.milliseconds, "ms"),
          line("  peak memory", rival.megabytes, "MB"),
        ]),
  ];
}

/** The middle of several runs of each task, in turns: what slows the machine slows all of them. */
async function medians(rounds: number, tasks: readonly (() => Promise<Run>)[]): Promise<Run[]> {
  const runs: Run[][] = tasks.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, task] of tasks.entries()) runs[index]?.push(await task());
  }
  return runs.map((each) => ({
    milliseconds: median(each.map(({ milliseconds }) => milliseconds)),
    megabytes: median(each.map(({ megabytes }) => megabytes)),
  }));
}

/** Starts a pack and lets it answer once. */
async function started({ script, folder }: Contestant): Promise<Run> {
  const pack = await PackProcess.start(script, folder);
  const { startMilliseconds: milliseconds, peakMegabytes: megabytes } = pack;
  pack.stop();
  return { milliseconds, megabytes };
}

/** Asks a pack about every resource of a stack of that size, and then about the stack: each's share. */
async function loaded({ script, folder }: Contestant, size: number): Promise<Run> {
  const resources = await stackOf(size);
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const pack = await PackProcess.start(script, folder);
  try {
    let milliseconds = 0;
    for (const resource of resources) {
      milliseconds += await pack.analyze(resourceRequest(resource, byUrn));
    }
    milliseconds += await pack.analyzeStack(stackRequest(resources));
    return { milliseconds: milliseconds / resources.length, megabytes: pack.peakMegabytes };
  } finally {
    pack.stop();
  }
}

/** So many copies of prod, each with names of its own, that they make a stack of that size. */
async function stackOf(size: number): Promise<readonly PolicyResource[]> {
  const { resources } = await stackGraph("prod");
  // The peer asks AWS about every certificate, and breaks without credentials.
  const judged = resources.filter(({ type }) => type !== "aws:acm/certificate:Certificate");
  const text = JSON.stringify(judged);
  const copies = Array.from({ length: Math.ceil(size / judged.length) }, (_, copy) => {
    const renamed = text
      .replaceAll(/urn:pulumi:[^"]+/g, (urn) => `${urn}-${copy}`)
      .replaceAll("rampart-prod", `rampart-prod${copy}`);
    return JSON.parse(renamed) as PolicyResource[];
  });
  return copies.flat().slice(0, size);
}

/** A pack of one rule that does nothing. */
function bareSdk(): Contestant {
  const folder = join(ROOT, ".cache/bare-pack");
  writePackage(folder, "bare");
  writeFileSync(
    join(folder, "index.js"),
    `const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("bare", {
  policies: [{ name: "none", description: "None", enforcementLevel: "advisory", validateResource() {} }],
});
`,
  );
  return { script: ["index.js"], folder };
}

/** The peer, from the registry; undefined where it can't be had. */
function installPeer(): Contestant | undefined {
  const folder = join(ROOT, ".cache/peer-pack");
  writePackage(folder, "peer");
  if (!existsSync(join(folder, "node_modules", PEER))) {
    process.stderr.write(`Fetching ${PEER} ${PEER_VERSION} to compare with …\n`);
    const args = ["install", "--no-audit", "--no-fund", `${PEER}@${PEER_VERSION}`];
    const { status } = spawnSync("npm", args, { cwd: folder, stdio: "ignore" });
    if (status !== 0) {
      process.stderr.write(`${PEER} can't be fetched: its lines are left out\n`);
      return undefined;
    }
  }
  writeFileSync(
    join(folder, "index.js"),
    `const { AwsGuard } = require("${PEER}");
new AwsGuard({ all: "mandatory" });
`,
  );
  return { script: ["index.js"], folder };
}

function writePackage(folder: string, name: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = { name, version: "0.1.0", private: true };
  const path = join(folder, "package.json");
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(manifest));
}
