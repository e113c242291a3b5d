import assert from "node:assert/strict";

import fc from "fast-check";

import type { RawSettings } from "../../config/load.ts";
import { nameProblems } from "../../config/settings.ts";
import { REGIONS } from "../../components/shared/regions.ts";
import { limitsBroken } from "../support/limits.ts";
import { rawSettings, withSetting } from "../support/settings.ts";
import { ALL } from "../support/size.ts";
import { everythingOn, programGraph, STACKS } from "../support/stacks.ts";

/** The shipped settings of a stack in another region, in as many zones as Fargate has there. */
function movedTo(region: string, stack: string): RawSettings {
  const { zonePrefix, fargateZones } = REGIONS[region] ?? assert.fail(`no region ${region}`);
  const all = fargateZones ?? [1, 2, 3].map((number) => `${zonePrefix}-az${number}`);
  const zoneIds = all.slice(0, 3);
  const tiers = ["publicSubnets", "applicationSubnets", "dataSubnets"];
  const raw = rawSettings(stack);
  const network = (raw["platform"] as { network: Record<string, unknown[]> }).network;
  // CloudFront needs the region that it takes its certificates from, and the music CloudFront.
  const abroad: readonly (readonly [path: string, value: unknown])[] =
    region === "us-east-1"
      ? []
      : [
          ["platform.edge.distribution", undefined],
          ["music", { mode: "off" }],
        ];
  const changes: readonly (readonly [path: string, value: unknown])[] = [
    ...abroad,
    ["environment.region", region],
    ["environment.zoneIds", zoneIds],
    ["platform.repository", { mode: "own" }],
    ...tiers.map(
      (tier) => [`platform.network.${tier}`, network[tier]?.slice(0, zoneIds.length)] as const,
    ),
  ];
  return changes.reduce((changed, [path, value]) => withSetting(changed, path, value), raw);
}

/** A legal name of exactly so many characters. */
function nameOfLength(length: number): fc.Arbitrary<string> {
  return fc.stringMatching(new RegExp(`^[a-z][a-z0-9]{${length - 1}}$`));
}

/** Names of project and stack that settings accept; half of them as long as can be. */
const scope = fc
  .oneof(
    fc.integer({ min: 6, max: 10 }).map((length) => [length, 14 - length] as const),
    fc.tuple(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 8 })),
  )
  .chain(([project, stack]) => fc.tuple(nameOfLength(project), nameOfLength(stack)))
  .filter(([project, stack]) => nameProblems(project, stack).length === 0);

const everything = fc.constant(["everything on", everythingOn()] as const);
const moved = fc
  .tuple(fc.constantFrom(...Object.keys(REGIONS)), fc.constantFrom(...STACKS))
  .map(([region, stack]) => [`${stack} in ${region}`, movedTo(region, stack)] as const);

describe("names, whatever project, stack and region are called", () => {
  it("P-NAME: fit every service's limit", async function () {
    // Two dozen whole stacks.
    if (ALL) this.timeout(120_000);
    const property = fc.asyncProperty(
      scope,
      fc.oneof({ arbitrary: everything, weight: 1 }, { arbitrary: moved, weight: 3 }),
      async ([project, stack], [, settings]) => {
        const graph = await programGraph(settings, { project, stack });
        assert.deepEqual(limitsBroken(graph), []);
      },
    );
    // The longest, always (examples count as runs): both ways to share the characters, and the longest region.
    const scopes = [10, 6].map((length): [string, string] => [
      "p".repeat(length),
      "s".repeat(14 - length),
    ]);
    const longest = movedTo("ap-southeast-2", "prod");
    const examples = scopes.flatMap(
      (names): [[string, string], readonly [string, RawSettings]][] => [
        [names, ["everything on", everythingOn()]],
        [names, ["prod in ap-southeast-2", longest]],
      ],
    );
    await fc.assert(property, { numRuns: ALL ? 24 : 6, examples });
  });
});
