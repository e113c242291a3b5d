import assert from "node:assert/strict";

import { instanceFigures } from "../../../components/data/instanceClass.ts";

describe("figures of instance classes", () => {
  const known: readonly [
    instanceClass: string,
    gib: number,
    connections: number,
    burst: boolean,
  ][] = [
    ["db.t3.micro", 1, 84, true],
    ["db.t4g.small", 2, 197, true],
    ["db.t3.medium", 4, 405, true],
    ["db.t4g.large", 8, 811, true],
    ["db.t3.xlarge", 16, 1_622, true],
    ["db.t3.2xlarge", 32, 3_244, true],
    ["db.m5.large", 8, 811, false],
    ["db.m7g.xlarge", 16, 1_622, false],
    ["db.m6i.2xlarge", 32, 3_244, false],
    ["db.m5.4xlarge", 64, 5_000, false],
    ["db.m5.24xlarge", 384, 5_000, false],
    ["db.r6g.large", 16, 1_622, false],
    ["db.r7i.16xlarge", 512, 5_000, false],
  ];
  for (const [instanceClass, memoryGiB, maximumConnections, burstable] of known) {
    it(`P-OBS-4: ${instanceClass} has ${memoryGiB} GiB and takes ${maximumConnections} connections`, () => {
      assert.deepEqual(instanceFigures(instanceClass), {
        memoryGiB,
        burstable,
        maximumConnections,
      });
    });
  }

  for (const instanceClass of [
    "db.t3.4xlarge",
    "db.m5.micro",
    "db.m5.2large",
    "db.m5.0xlarge",
    "db.x2g.large",
    "cache.t3.micro",
    "db.m5.large.extra",
    "db.t3",
    "",
  ]) {
    it(`refuses ${JSON.stringify(instanceClass)}, of which nothing is known`, () => {
      assert.throws(() => instanceFigures(instanceClass), {
        message: `${instanceClass} is not known; allowed: db.t… from micro to 2xlarge, db.m… and db.r… from large on.`,
      });
    });
  }
});
