import assert from "node:assert/strict";

import { partitionOf, REGIONS, snsPrincipal } from "../../../components/shared/regions.ts";
import { snsCaller } from "../../../plan/proofs/snsCaller.ts";
import { LOG_ACCOUNTS } from "../../traps/loadBalancer.ts";

describe("REGIONS", () => {
  /** The table of T5: where an account of Elastic Load Balancing writes access logs. */
  const accounts = {
    ...LOG_ACCOUNTS,
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

  for (const [from, to, principal] of [
    ["us-east-1", "us-east-1", "sns.amazonaws.com"],
    ["eu-west-2", "us-east-1", "sns.amazonaws.com"],
    ["ap-northeast-3", "us-east-1", "sns.amazonaws.com"],
    ["us-gov-east-1", "us-gov-west-1", "sns.amazonaws.com"],
    ["eu-south-1", "us-east-1", "sns.eu-south-1.amazonaws.com"],
    ["ap-east-1", "eu-west-2", "sns.ap-east-1.amazonaws.com"],
    ["eu-south-1", "eu-south-1", "sns.amazonaws.com"],
    ["eu-west-2", "eu-south-1", undefined],
    ["ap-east-1", "eu-south-1", undefined],
  ] as const) {
    it(`P-OBS-7: SNS of ${from} calls a function of ${to} as ${principal ?? "nobody"}`, () => {
      assert.equal(snsPrincipal(from, to), principal);
      assert.equal(snsCaller(from, to), principal);
    });
  }

  it("P-OBS-7: agrees with the proofs on the regions that accounts opt into", () => {
    for (const region of Object.keys(REGIONS)) {
      const home = region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
      assert.equal(snsPrincipal(region, home), snsCaller(region, home), region);
    }
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
