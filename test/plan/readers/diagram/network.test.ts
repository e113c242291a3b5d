import assert from "node:assert/strict";

import { diagramOf } from "../../../../plan/readers/diagram/model.ts";
import { stackGraph } from "../../../support/stacks.ts";

describe("tiers in the diagram", () => {
  it("P-NET-2: finds the tiers by name and their ways out by route, from outside in", async () => {
    const { networks } = diagramOf(await stackGraph("prod"));
    assert.deepEqual(
      networks.map(({ cidr, region, zones, tiers }) => ({
        cidr,
        region,
        zones,
        tiers: tiers.map(({ name, way, subnets }) => [name, way, subnets.length]),
      })),
      [
        {
          cidr: "10.2.0.0/16",
          region: "us-east-1",
          zones: ["use1-az1", "use1-az2", "use1-az4"],
          tiers: [
            ["public", "internet", 3],
            ["application", "nat", 3],
            ["data", "none", 3],
          ],
        },
        {
          cidr: "10.40.0.0/24",
          region: "eu-west-2",
          zones: ["euw2-az1", "euw2-az2"],
          tiers: [
            ["public", "internet", 2],
            ["application", "nat", 2],
          ],
        },
      ],
    );
  });
});
