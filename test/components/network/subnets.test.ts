import assert from "node:assert/strict";

import fc from "fast-check";

import { type AddressPlan, planSubnets, TIERS } from "../../../components/network/subnets.ts";
import { overlaps, parseIpv4Block } from "../../../components/shared/cidr.ts";
import { addressesFor } from "../../support/network.ts";

const ZONES = ["use1-az1", "use1-az2"];

describe("planSubnets", () => {
  it("P-NET-2: gives each tier one subnet a zone, in the order of the zones", () => {
    assert.deepEqual(planSubnets(ZONES, addressesFor(2)), {
      public: [
        { zoneId: "use1-az1", cidr: "10.0.1.0/24" },
        { zoneId: "use1-az2", cidr: "10.0.2.0/24" },
      ],
      application: [
        { zoneId: "use1-az1", cidr: "10.0.11.0/24" },
        { zoneId: "use1-az2", cidr: "10.0.12.0/24" },
      ],
      data: [
        { zoneId: "use1-az1", cidr: "10.0.21.0/24" },
        { zoneId: "use1-az2", cidr: "10.0.22.0/24" },
      ],
    });
  });

  it("T27, T39, T74: for 2–6 zones every tier covers every zone and no block overlaps", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), (count) => {
        const zones = Array.from({ length: count }, (_, index) => `use1-az${index + 1}`);
        const plan = planSubnets(zones, addressesFor(count));
        for (const tier of TIERS) {
          assert.deepEqual(
            plan[tier].map(({ zoneId }) => zoneId),
            zones,
          );
        }
        const blocks = TIERS.flatMap((tier) => plan[tier]).flatMap(
          ({ cidr }) => parseIpv4Block(cidr) ?? [],
        );
        assert.equal(blocks.length, 3 * count);
        const clashes = blocks.filter((block) =>
          blocks.some((b) => b !== block && overlaps(b, block)),
        );
        assert.deepEqual(clashes, []);
      }),
    );
  });

  it("T39: takes public blocks of /27 and others of /28", () => {
    const plan = planSubnets(ZONES, {
      cidr: "10.40.0.0/24",
      publicSubnets: ["10.40.0.0/27", "10.40.0.32/27"],
      applicationSubnets: ["10.40.0.64/28", "10.40.0.80/28"],
      dataSubnets: ["10.40.0.96/28", "10.40.0.112/28"],
    });
    assert.deepEqual(plan.public[1], { zoneId: "use1-az2", cidr: "10.40.0.32/27" });
  });

  const refused: [string, Partial<AddressPlan>, string][] = [
    [
      "a tier with a block too few",
      { dataSubnets: ["10.0.21.0/24"] },
      "dataSubnets has 1 blocks; allowed: 2, one for each of use1-az1, use1-az2.",
    ],
    [
      "a VPC with host bits",
      { cidr: "10.0.0.1/16" },
      "cidr has 10.0.0.1/16; allowed: IPv4 blocks without host bits, such as 10.0.0.0/16.",
    ],
    [
      "a subnet that is no block",
      { publicSubnets: ["10.0.1.0/24", "10.0.2.0"] },
      "publicSubnets has 10.0.2.0; allowed: IPv4 blocks without host bits, such as 10.0.0.0/16.",
    ],
    [
      "a subnet outside the VPC",
      { applicationSubnets: ["10.0.11.0/24", "10.1.12.0/24"] },
      "applicationSubnets has 10.1.12.0/24; allowed: blocks of 10.0.0.0/16, /28 or larger.",
    ],
    [
      "T39: a public subnet too small for a load balancer",
      { publicSubnets: ["10.0.1.0/24", "10.0.2.0/28"] },
      "publicSubnets has 10.0.2.0/28; allowed: blocks of 10.0.0.0/16, /27 or larger.",
    ],
    [
      "a data subnet smaller than EC2 makes them",
      { dataSubnets: ["10.0.21.0/24", "10.0.22.0/29"] },
      "dataSubnets has 10.0.22.0/29; allowed: blocks of 10.0.0.0/16, /28 or larger.",
    ],
    [
      "a subnet that overlaps another tier's",
      { dataSubnets: ["10.0.21.0/24", "10.0.11.128/25"] },
      "dataSubnets has 10.0.11.128/25; allowed: blocks that do not overlap another, here 10.0.11.0/24.",
    ],
  ];
  for (const [title, change, message] of refused) {
    it(`refuses ${title}`, () => {
      assert.throws(() => planSubnets(ZONES, { ...addressesFor(2), ...change }), { message });
    });
  }

  it("T39, T74: refuses a single zone", () => {
    assert.throws(() => planSubnets(["use1-az1"], addressesFor(1)), {
      message: "zoneIds has 1 zones; allowed: 2 or more.",
    });
  });
});
