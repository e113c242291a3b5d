import assert from "node:assert/strict";

import { partitionOf, REGIONS } from "../../../components/shared/regions.ts";

describe("REGIONS", () => {
  /** The table of T5: where an account of Elastic Load Balancing writes access logs. */
  const accounts = {
    "us-east-1": "127311923021",
    "us-east-2": "033677994240",
    "us-west-1": "027434742980",
    "us-west-2": "797873946194",
    "eu-west-1": "156460612806",
    "eu-central-1": "054676820928",
    "eu-west-2": "652711504416",
    "eu-west-3": "009996457667",
    "eu-north-1": "897822967062",
    "eu-south-1": "635631232127",
    "ap-northeast-1": "582318560864",
    "ap-northeast-2": "600734575887",
    "ap-northeast-3": "383597477331",
    "ap-southeast-1": "114774131450",
    "ap-southeast-2": "783225319266",
    "ap-southeast-3": "589379963580",
    "ap-south-1": "718504428378",
    "ap-east-1": "754344448648",
    "ca-central-1": "985666609251",
    "sa-east-1": "507241528517",
    "me-south-1": "076674570225",
    "af-south-1": "098369216593",
    "us-gov-west-1": "048591011584",
    "us-gov-east-1": "190560391635",
  };

  it("T5: has the load balancing account of each older region, and of no newer one", () => {
    const known = Object.entries(REGIONS).flatMap(([region, { loadBalancingAccount }]) =>
      loadBalancingAccount === undefined ? [] : [[region, loadBalancingAccount]],
    );
    assert.deepEqual(Object.fromEntries(known), accounts);
  });

  it("T27: knows the zones in which Fargate runs where that is not all of them", () => {
    const known = Object.entries(REGIONS).flatMap(([region, { fargateZones }]) =>
      fargateZones === undefined ? [] : [[region, fargateZones]],
    );
    assert.deepEqual(Object.fromEntries(known), {
      "us-east-1": ["use1-az1", "use1-az2", "use1-az4", "use1-az5", "use1-az6"],
      "us-west-1": ["usw1-az1", "usw1-az3"],
      "ca-central-1": ["cac1-az1", "cac1-az2"],
      "ap-northeast-1": ["apne1-az1", "apne1-az2", "apne1-az4"],
    });
  });

  it("T27: derives no two regions' zones from one prefix", () => {
    const prefixes = Object.values(REGIONS).map(({ zonePrefix }) => zonePrefix);
    assert.equal(new Set(prefixes).size, prefixes.length);
  });

  /** Letters of the compass, as zone ids shorten them. */
  const SHORT = { north: "n", south: "s", east: "e", west: "w", central: "c" };
  it("T27: writes each prefix as AWS does: continent, direction, number", () => {
    for (const [region, { zonePrefix }] of Object.entries(REGIONS)) {
      const [area = "", ...rest] = region.replace("us-gov", "usg").split("-");
      const direction = (rest[0] ?? "").replace(
        /north|south|east|west|central/g,
        (word) => SHORT[word as keyof typeof SHORT],
      );
      assert.equal(zonePrefix, `${area}${direction}${rest[1]}`, region);
    }
  });
});

describe("partitionOf", () => {
  const table = [
    ["us-east-1", "aws"],
    ["eu-west-2", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
  ] as const;
  for (const [region, partition] of table) {
    it(`T28: ${region} is in ${partition}`, () => {
      assert.equal(partitionOf(region), partition);
    });
  }
});
