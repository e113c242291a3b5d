import assert from "node:assert/strict";

import fc from "fast-check";

import {
  FARGATE_CPU_UNITS,
  fargateMemorySizes,
  fargateSizeProblem,
} from "../../../components/shared/fargateSizes.ts";

const GIB = 1024;

describe("fargateSizes", () => {
  /** Smallest, largest and number of memory sizes in MiB; AWS's own table (T44). */
  const TABLE: readonly [cpu: number, least: number, most: number, count: number][] = [
    [256, 512, 2 * GIB, 3],
    [512, 1 * GIB, 4 * GIB, 4],
    [1024, 2 * GIB, 8 * GIB, 7],
    [2048, 4 * GIB, 16 * GIB, 13],
    [4096, 8 * GIB, 30 * GIB, 23],
    [8192, 16 * GIB, 60 * GIB, 12],
    [16384, 32 * GIB, 120 * GIB, 12],
  ];

  for (const [cpu, least, most, count] of TABLE) {
    it(`T44: ${cpu} CPU units go with ${count} sizes from ${least} to ${most} MiB`, () => {
      const sizes = fargateMemorySizes(cpu);
      assert.deepEqual([sizes[0], sizes.at(-1), sizes.length], [least, most, count]);
    });
  }

  it("T44: knows no other CPU", () => {
    assert.deepEqual(
      FARGATE_CPU_UNITS,
      TABLE.map(([cpu]) => cpu),
    );
    assert.deepEqual(fargateMemorySizes(128), []);
  });

  it("T44: steps are 1 GiB up to 4 vCPU, then 4 and 8", () => {
    const steps = (cpu: number) => {
      const sizes = fargateMemorySizes(cpu);
      return new Set(sizes.slice(1).map((size, index) => size - (sizes[index] ?? 0)));
    };
    assert.deepEqual(
      [1024, 2048, 4096, 8192, 16384].map((cpu) => [...steps(cpu)]),
      [[GIB], [GIB], [GIB], [4 * GIB], [8 * GIB]],
    );
  });

  const MESSAGES: readonly [cpu: number, memory: number, message: string | undefined][] = [
    [256, 512, undefined],
    [16384, 120 * GIB, undefined],
    [256, 4096, "Fargate has no 4096 MiB with 256 CPU units; allowed: 512, 1024, 2048"],
    [512, 512, "Fargate has no 512 MiB with 512 CPU units; allowed: 1024, 2048, 3072, 4096"],
    [
      300,
      512,
      "Fargate has no size of 300 CPU units; allowed: 256, 512, 1024, 2048, 4096, 8192, 16384",
    ],
  ];

  for (const [cpu, memory, message] of MESSAGES) {
    it(`P-RUN-3: ${cpu}/${memory} ${message === undefined ? "is a size" : "is refused"}`, () => {
      assert.equal(fargateSizeProblem(cpu, memory), message);
    });
  }

  it("P-RUN-3: accepts exactly the sizes that it lists", () => {
    const pair = fc.record({
      cpu: fc.constantFrom(...FARGATE_CPU_UNITS, 0, 128, 1000),
      memory: fc.oneof(fc.integer({ min: 0, max: 122_880 }), fc.constantFrom(512, 1024, 8192)),
    });
    fc.assert(
      fc.property(pair, ({ cpu, memory }) => {
        const listed = fargateMemorySizes(cpu).includes(memory);
        assert.equal(fargateSizeProblem(cpu, memory) === undefined, listed);
      }),
    );
  });
});
