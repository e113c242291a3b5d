import assert from "node:assert/strict";

import fc from "fast-check";

import type { NatGatewayPlace, NatStrategy } from "../../../components/network/natGateways.ts";
import { SubnetTiers, type SubnetTiersArgs } from "../../../components/network/subnetTiers.ts";
import type { Graph, Resource } from "../../../plan/graph/resource.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, waitsFor } from "../../support/graph.ts";
import { addressesFor, sourcesOf } from "../../support/network.ts";

const SUBNET = "aws:ec2/subnet:Subnet";
const TABLE = "aws:ec2/routeTable:RouteTable";
const ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const ROUTE = "aws:ec2/route:Route";
const NAT = "aws:ec2/natGateway:NatGateway";
const EIP = "aws:ec2/eip:Eip";
const ACL = "aws:ec2/networkAcl:NetworkAcl";
const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";

/** The routes that a subnet's packets may take, by destination and the target's name. */
function routesOf(graph: Graph, subnet: Resource): string[] {
  const tables = ofType(graph, ASSOCIATION)
    .filter((entry) => sourcesOf(graph, entry, "subnetId").includes(subnet))
    .flatMap((entry) => sourcesOf(graph, entry, "routeTableId"));
  assert.equal(tables.length, 1, `${subnet.name} has ${tables.length} route tables`);
  return ofType(graph, ROUTE)
    .filter((route) => sourcesOf(graph, route, "routeTableId").some((t) => tables.includes(t)))
    .map((route) => {
      const targets = ["gatewayId", "natGatewayId", "vpcPeeringConnectionId"].flatMap((property) =>
        sourcesOf(graph, route, property),
      );
      const to = route.inputs["destinationCidrBlock"];
      return [typeof to === "string" ? to : "?", ...targets.map(({ name }) => name)].join(" ");
    });
}

/** The routes of each subnet of a tier. */
function tierRoutes(graph: Graph, tier: string): Record<string, string[]> {
  const subnets = ofType(graph, SUBNET).filter(({ name }) => name.startsWith(`vpc-${tier}-`));
  return Object.fromEntries(subnets.map((subnet) => [subnet.name, routesOf(graph, subnet)]));
}

describe("SubnetTiers", () => {
  const graphOf = (
    natGateways: NatStrategy,
    change: Partial<SubnetTiersArgs> = {},
    environment = testEnvironment(),
  ): Promise<Graph> =>
    recorded(() => {
      const tiers = new SubnetTiers("vpc", {
        environment,
        vpcId: "vpc-1",
        identifier: "main",
        ...addressesFor(environment.zoneIds.length),
        natGateways,
        dataReplication: false,
        ...change,
      });
      natPlaces = tiers.natGateways;
    });
  /** Of the last program. */
  let natPlaces: readonly NatGatewayPlace[] = [];

  let single: Graph;
  let perZone: Graph;

  before(async () => {
    single = await graphOf("single");
    perZone = await graphOf("per-zone");
  });

  it("P-NET-1, T27: nine subnets by zone id, none of which gives public addresses", () => {
    const facts = ofType(single, SUBNET).map(({ name, inputs }) => [name, inputs]);
    const subnet = (tier: string, zone: string, third: number) => [
      `vpc-${tier}-use1-${zone}`,
      {
        availabilityZoneId: `use1-${zone}`,
        cidrBlock: `10.0.${third}.0/24`,
        mapPublicIpOnLaunch: false,
        tags: { Name: `rampart-dev-subnet-main-${tier}-use1-${zone}` },
        vpcId: "vpc-1",
      },
    ];
    assert.deepEqual(facts, [
      subnet("public", "az1", 1),
      subnet("public", "az2", 2),
      subnet("public", "az4", 3),
      subnet("application", "az1", 11),
      subnet("application", "az2", 12),
      subnet("application", "az4", 13),
      subnet("data", "az1", 21),
      subnet("data", "az2", 22),
      subnet("data", "az4", 23),
    ]);
  });

  it("P-NET-2: one route table for public, one a zone for application, one for data", () => {
    assert.deepEqual(namesOf(single, TABLE), [
      "vpc-application-use1-az1",
      "vpc-application-use1-az2",
      "vpc-application-use1-az4",
      "vpc-data",
      "vpc-public",
    ]);
    const inline = ofType(single, TABLE).filter(({ inputs }) => "routes" in inputs);
    assert.deepEqual(inline, []);
  });

  it("P-NET-2, feature 1: public leads to the internet gateway, data nowhere", () => {
    assert.deepEqual(tierRoutes(perZone, "public"), {
      "vpc-public-use1-az1": ["0.0.0.0/0 vpc"],
      "vpc-public-use1-az2": ["0.0.0.0/0 vpc"],
      "vpc-public-use1-az4": ["0.0.0.0/0 vpc"],
    });
    assert.equal(only(perZone, INTERNET_GATEWAY).name, "vpc");
    assert.deepEqual(tierRoutes(perZone, "data"), {
      "vpc-data-use1-az1": [],
      "vpc-data-use1-az2": [],
      "vpc-data-use1-az4": [],
    });
  });

  const strategies: [NatStrategy, string[], Record<string, string[]>][] = [
    [
      "none",
      [],
      {
        "vpc-application-use1-az1": [],
        "vpc-application-use1-az2": [],
        "vpc-application-use1-az4": [],
      },
    ],
    [
      "single",
      ["vpc-nat-use1-az1"],
      {
        "vpc-application-use1-az1": ["0.0.0.0/0 vpc-nat-use1-az1"],
        "vpc-application-use1-az2": ["0.0.0.0/0 vpc-nat-use1-az1"],
        "vpc-application-use1-az4": ["0.0.0.0/0 vpc-nat-use1-az1"],
      },
    ],
    [
      "per-zone",
      ["vpc-nat-use1-az1", "vpc-nat-use1-az2", "vpc-nat-use1-az4"],
      {
        "vpc-application-use1-az1": ["0.0.0.0/0 vpc-nat-use1-az1"],
        "vpc-application-use1-az2": ["0.0.0.0/0 vpc-nat-use1-az2"],
        "vpc-application-use1-az4": ["0.0.0.0/0 vpc-nat-use1-az4"],
      },
    ],
  ];
  for (const [strategy, gateways, routes] of strategies) {
    it(`P-NET-3, T89, feature 2: NAT "${strategy}" takes ${gateways.length} gateways and addresses`, async () => {
      const graph = await graphOf(strategy);
      assert.deepEqual(namesOf(graph, NAT), gateways);
      assert.deepEqual(
        natPlaces.map(({ zoneId }) => `vpc-nat-${zoneId}`),
        gateways,
      );
      assert.deepEqual(namesOf(graph, EIP), gateways);
      assert.deepEqual(tierRoutes(graph, "application"), routes);
    });
  }

  it("P-NET-3: each gateway has its own address and stands in its zone's public subnet", () => {
    const places = ofType(perZone, NAT).map((gateway) =>
      [
        gateway,
        ...sourcesOf(perZone, gateway, "allocationId"),
        ...sourcesOf(perZone, gateway, "subnetId"),
      ]
        .map(({ name }) => name)
        .join(),
    );
    assert.deepEqual(places, [
      "vpc-nat-use1-az1,vpc-nat-use1-az1,vpc-public-use1-az1",
      "vpc-nat-use1-az2,vpc-nat-use1-az2,vpc-public-use1-az2",
      "vpc-nat-use1-az4,vpc-nat-use1-az4,vpc-public-use1-az4",
    ]);
    const addresses = ofType(perZone, EIP).map(({ inputs }) => inputs["domain"]);
    assert.deepEqual(addresses, ["vpc", "vpc", "vpc"]);
    const kinds = ofType(perZone, NAT).map(({ inputs }) => inputs["connectivityType"]);
    assert.deepEqual(kinds, ["public", "public", "public"]);
  });

  it("P-NET-3: addresses and gateways wait for the internet gateway", () => {
    const gateway = only(single, INTERNET_GATEWAY);
    assert.equal(only(single, NAT).dependencies.includes(gateway.urn), true);
    assert.equal(waitsFor(single, only(single, EIP), gateway), true);
  });

  it("P-NET-4, feature 5: each tier's ACL guards its own subnets and holds rules both ways", () => {
    const names = ["vpc-public", "vpc-application", "vpc-data"];
    const guarded = names.map((name) => {
      const subnets = sourcesOf(single, only(single, ACL, name), "subnetIds");
      return [name, [...new Set(subnets.map((subnet) => subnet.name))]];
    });
    const tier = (name: string): string[] =>
      ["az1", "az2", "az4"].map((az) => `vpc-${name}-use1-${az}`);
    assert.deepEqual(guarded, [
      ["vpc-public", tier("public")],
      ["vpc-application", tier("application")],
      ["vpc-data", tier("data")],
    ]);
    assert.deepEqual(only(single, ACL, "vpc-application").inputs["egress"], [
      {
        action: "allow",
        cidrBlock: "10.0.0.0/16",
        fromPort: 0,
        protocol: "-1",
        ruleNo: 100,
        toPort: 0,
      },
      {
        action: "allow",
        cidrBlock: "0.0.0.0/0",
        fromPort: 443,
        protocol: "tcp",
        ruleNo: 110,
        toPort: 443,
      },
    ]);
  });

  it("P-NET-4: replicas open the data tier's ACL to itself, and only when there are any", async () => {
    const selfRules = (graph: Graph): number =>
      JSON.stringify(only(graph, ACL, "vpc-data").inputs["ingress"]).split('"10.0.21.0/24"')
        .length - 1;
    const [without, with_] = [single, await graphOf("single", { dataReplication: true })];
    assert.deepEqual([selfRules(without), selfRules(with_)], [0, 1]);
  });

  it("P-NET-2, P-NET-3: holds for 2–6 zones and every NAT strategy", async () => {
    const zoneCounts = fc.integer({ min: 2, max: 6 });
    const anyStrategy = fc.constantFrom<NatStrategy>("none", "single", "per-zone");
    const check = async (zones: number, natGateways: NatStrategy): Promise<void> => {
      const zoneIds = Array.from({ length: zones }, (_, index) => `use1-az${index + 1}`);
      const graph = await graphOf(natGateways, {}, testEnvironment({ zoneIds }));
      const defaults = (tier: string): number[] =>
        Object.values(tierRoutes(graph, tier)).map(
          (routes) => routes.filter((route) => route.startsWith("0.0.0.0/0 ")).length,
        );
      assert.deepEqual(
        defaults("application"),
        zoneIds.map(() => (natGateways === "none" ? 0 : 1)),
      );
      assert.deepEqual(
        defaults("data"),
        zoneIds.map(() => 0),
      );
      const gateways = { none: 0, single: 1, "per-zone": zones }[natGateways];
      assert.equal(ofType(graph, NAT).length, gateways);
      assert.equal(ofType(graph, EIP).length, gateways);
    };
    await fc.assert(fc.asyncProperty(zoneCounts, anyStrategy, check), { numRuns: 15 });
  });
});
