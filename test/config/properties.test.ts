import assert from "node:assert/strict";

import fc from "fast-check";

import { problemLines, rawSettings, withSetting } from "../support/settings.ts";

/** The block with this prefix that has the seed's place among those of a larger block. */
function blockIn(start: number, outer: number, prefix: number, seed: number): string {
  const size = 2 ** (32 - prefix);
  const first = start + (seed % 2 ** (prefix - outer)) * size;
  return `${[24, 16, 8, 0].map((shift) => (first / 2 ** shift) & 255).join(".")}/${prefix}`;
}
const VPC_START = 10 * 2 ** 24;

/** Blocks of 10.0.0.0/15, so that some lie outside the VPC and many overlap. */
const block = fc
  .tuple(fc.integer({ min: 18, max: 28 }), fc.nat())
  .map(([prefix, seed]) => blockIn(VPC_START, 15, prefix, seed));
const nine = (of: fc.Arbitrary<string>) => fc.array(of, { minLength: 9, maxLength: 9 });

/** Nine blocks that can't overlap: each has a sixteenth of the VPC, of which it takes a part. */
const disjointNine = fc
  .tuple(
    fc.shuffledSubarray([...Array(16).keys()], { minLength: 9, maxLength: 9 }),
    fc.array(fc.tuple(fc.integer({ min: 20, max: 27 }), fc.nat()), { minLength: 9, maxLength: 9 }),
  )
  .map(([slots, parts]) =>
    parts.map(([prefix, seed], index) =>
      blockIn(VPC_START + (slots[index] ?? 0) * 2 ** 12, 20, prefix, seed),
    ),
  );

/** The same with one block that may be anywhere. */
const nearlyDisjointNine = fc
  .tuple(disjointNine, fc.nat({ max: 8 }), block)
  .map(([blocks, place, stray]) => blocks.with(place, stray));

const nineBlocks = fc.oneof(
  { arbitrary: disjointNine, weight: 2 },
  { arbitrary: nearlyDisjointNine, weight: 1 },
  { arbitrary: nine(block), weight: 1 },
);

/** Every address of a block as a bit string of its prefix: overlap is "one starts with the other". */
function bits(cidr: string): string {
  const [address = "", prefix = ""] = cidr.split("/");
  const binary = address.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0"));
  return binary.join("").slice(0, Number(prefix));
}

/** Fargate's table written down again by hand, from the ECS developer guide. */
function fargateOffers(cpu: number, memory: number): boolean {
  const gib = memory / 1024;
  const whole = Number.isInteger(gib);
  switch (cpu) {
    case 256:
      return memory === 512 || gib === 1 || gib === 2;
    case 512:
      return whole && gib >= 1 && gib <= 4;
    case 1024:
      return whole && gib >= 2 && gib <= 8;
    case 2048:
      return whole && gib >= 4 && gib <= 16;
    case 4096:
      return whole && gib >= 8 && gib <= 30;
    case 8192:
      return whole && gib >= 16 && gib <= 60 && gib % 4 === 0;
    case 16384:
      return whole && gib >= 32 && gib <= 120 && gib % 8 === 0;
    default:
      return false;
  }
}

describe("settings, whatever they are", () => {
  const raw = rawSettings("dev");

  it("P-NET-2: never accept overlapping subnets, or refuse disjoint ones inside the VPC", () => {
    const seen = { accepted: 0, refused: 0 };
    const property = fc.property(nineBlocks, (blocks) => {
      const publicSubnets = blocks.slice(0, 3);
      const network = {
        cidr: "10.0.0.0/16",
        natGateways: "single",
        interfaceEndpoints: ["ssm", "ssmmessages", "ec2messages"],
        publicSubnets,
        applicationSubnets: blocks.slice(3, 6),
        dataSubnets: blocks.slice(6),
      };
      const accepted = problemLines(withSetting(raw, "platform.network", network)).length === 0;
      const all = blocks.map(bits);
      const disjoint = all.every((a, i) => all.every((b, j) => i === j || !a.startsWith(b)));
      const inside = all.every((subnet) => subnet.startsWith(bits("10.0.0.0/16")));
      const large = publicSubnets.every((subnet) => Number(subnet.split("/")[1]) <= 27);
      assert.equal(accepted, disjoint && inside && large);
      seen[accepted ? "accepted" : "refused"] += 1;
    });
    fc.assert(property, { numRuns: 300 });
    // About half are accepted; a third, or a fifth, would be more than six deviations off.
    assert.ok(seen.accepted >= 100 && seen.refused >= 60, JSON.stringify(seen));
  });

  it("P-RUN-3, T44: never accept a Fargate pair that does not exist, or refuse one that does", () => {
    const cpus = fc.constantFrom(256, 512, 1024, 2048, 4096, 8192, 16384, 300, 768);
    const memories = fc.oneof(
      fc.integer({ min: 1, max: 120 }).map((gib) => gib * 1024),
      fc.integer({ min: 512, max: 122880 }),
      fc.constant(512),
    );
    fc.assert(
      fc.property(cpus, memories, (cpu, memory) => {
        const service = { cpu, memory, scaling: { minimum: 1, maximum: 2 }, logRetentionDays: 30 };
        const accepted = problemLines(withSetting(raw, "platform.service", service)).length === 0;
        assert.equal(accepted, fargateOffers(cpu, memory));
      }),
      { numRuns: 500 },
    );
  });

  it("are never met with an exception or silence, however wrong", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("environment", "operations", "platform"),
        fc.jsonValue(),
        (name, junk) => {
          assert.ok(problemLines(withSetting(raw, name, junk)).length > 0);
        },
      ),
      { numRuns: 300 },
    );
  });
});
