import assert from "node:assert/strict";

import { namesOf, only, recorded, refusal } from "../../support/graph.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { addressesFor, sourcesOf, recordedVpc, testVpc } from "../../support/network.ts";

const VPC = "aws:ec2/vpc:Vpc";

describe("Vpc", () => {
  const environment = testEnvironment();

  it("P-NET-1, T83: has both DNS flags on", async () => {
    const graph = await recordedVpc(environment);
    assert.deepEqual(only(graph, VPC).inputs, {
      cidrBlock: "10.0.0.0/16",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: { Name: "rampart-dev-vpc-main" },
    });
  });

  it("P-NET-1, feature 7: what EC2 puts into a VPC is adopted and empty", async () => {
    const graph = await recordedVpc(environment);
    const group = only(graph, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    const acl = only(graph, "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl");
    const table = only(graph, "aws:ec2/defaultRouteTable:DefaultRouteTable");
    assert.deepEqual(
      [
        group.inputs["ingress"],
        group.inputs["egress"],
        acl.inputs["ingress"],
        acl.inputs["egress"],
      ],
      [[], [], [], []],
    );
    assert.deepEqual(table.inputs["routes"], []);
    assert.deepEqual(acl.ignoreChanges, ["subnetIds"]);
    const owners = [
      sourcesOf(graph, group, "vpcId"),
      sourcesOf(graph, acl, "defaultNetworkAclId"),
      sourcesOf(graph, table, "defaultRouteTableId"),
    ];
    assert.deepEqual(
      owners.flat().map(({ type, name }) => `${type} ${name}`),
      [`${VPC} vpc`, `${VPC} vpc`, `${VPC} vpc`],
    );
  });

  it("P-NET-2 to P-NET-8: is made of exactly these resources, and no rule of any group", async () => {
    const graph = await recordedVpc(environment);
    const counts: Record<string, number> = {};
    for (const { type, custom, name } of graph.resources) {
      if (custom && name.startsWith("vpc")) counts[type] = (counts[type] ?? 0) + 1;
    }
    assert.deepEqual(counts, {
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": 1,
      "aws:ec2/defaultRouteTable:DefaultRouteTable": 1,
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
      "aws:ec2/eip:Eip": 1,
      "aws:ec2/flowLog:FlowLog": 1,
      "aws:ec2/internetGateway:InternetGateway": 1,
      "aws:ec2/natGateway:NatGateway": 1,
      "aws:ec2/networkAcl:NetworkAcl": 3,
      "aws:ec2/route:Route": 4,
      "aws:ec2/routeTable:RouteTable": 5,
      "aws:ec2/routeTableAssociation:RouteTableAssociation": 9,
      "aws:ec2/subnet:Subnet": 9,
      "aws:ec2/vpc:Vpc": 1,
      "aws:ec2/vpcEndpoint:VpcEndpoint": 2,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
    });
    assert.deepEqual(namesOf(graph, "aws:ec2/securityGroup:SecurityGroup"), []);
  });

  it("every resource of the network is in the VPC component and in its VPC", async () => {
    const graph = await recordedVpc(environment, { interfaceEndpoints: ["kms"] });
    const component = only(graph, "rampart:network:Vpc");
    const network = graph.resources.filter(({ type }) => type.startsWith("aws:ec2/"));
    const strays = network.filter(({ urn }) => !urn.includes("rampart:network:Vpc$"));
    assert.deepEqual(strays, []);
    const elsewhere = network
      .filter((resource) => "vpcId" in resource.inputs)
      .filter((resource) => sourcesOf(graph, resource, "vpcId")[0]?.parent !== component.urn);
    assert.deepEqual(elsewhere, []);
  });

  it("hands out the tiers in the order of the zones", async () => {
    const program = () => {
      const vpc = testVpc(environment);
      return {
        ids: [vpc.vpcId, ...vpc.publicSubnetIds],
        application: vpc.applicationSubnetIds,
        applicationTables: vpc.applicationRouteTableIds,
        data: vpc.dataSubnetIds,
        cidrs: [vpc.cidr, ...vpc.publicSubnetCidrs],
        applicationCidrs: [...vpc.applicationSubnetCidrs],
        dataCidrs: [...vpc.dataSubnetCidrs],
        optional: [vpc.endpointsGroup === undefined, vpc.peering === undefined],
      };
    };
    const { outputs } = await recorded(program, { mode: "update" });
    const idsOf = (tier: string): string[] =>
      ["az1", "az2", "az4"].map((az) => `vpc-${tier}-use1-${az}-id`);
    const { cidr, publicSubnets, applicationSubnets, dataSubnets } = addressesFor(3);
    assert.deepEqual(outputs, {
      ids: ["vpc-id", ...idsOf("public")],
      application: idsOf("application"),
      applicationTables: idsOf("application"),
      data: idsOf("data"),
      cidrs: [cidr, ...publicSubnets],
      applicationCidrs: applicationSubnets,
      dataCidrs: dataSubnets,
      optional: [true, true],
    });
  });

  it("P-NAME: a second VPC of the environment is told apart by its identifier", async () => {
    const graph = await recordedVpc(environment, { identifier: "tracker" });
    const name = (type: string) => only(graph, type).inputs["name"];
    assert.deepEqual(only(graph, VPC).inputs["tags"], { Name: "rampart-dev-vpc-tracker" });
    assert.equal(name("aws:cloudwatch/logGroup:LogGroup"), "/vpc/dev/tracker/flow-logs");
    assert.equal(name("aws:iam/role:Role"), "rampart-dev-role-tracker-flow-logs");
  });

  it("a first preview and an update make the same resources", async () => {
    const all = {
      interfaceEndpoints: ["kms"],
      peering: { vpcId: "vpc-0a1b2c3d", cidr: "10.9.0.0/16", ports: [5432] },
    };
    const preview = await recordedVpc(environment, all);
    const update = await recordedVpc(environment, all, "update");
    assert.deepEqual(
      preview.resources.map(({ urn }) => urn).sort(),
      update.resources.map(({ urn }) => urn).sort(),
    );
  });

  it("refuses a tier that does not fit the zones", async () => {
    const dataSubnets = ["10.0.21.0/24", "10.0.22.0/24"];
    assert.equal(
      await refusal(() => testVpc(environment, { dataSubnets })),
      "dataSubnets has 2 blocks; allowed: 3, one for each of use1-az1, use1-az2, use1-az4.",
    );
  });

  it("S-TRACKER-2: has two tiers where the third gets no addresses", async () => {
    const graph = await recordedVpc(environment, { dataSubnets: [] });
    assert.deepEqual(
      namesOf(graph, "aws:ec2/subnet:Subnet").filter((name) => name.includes("data")),
      [],
    );
    assert.deepEqual(namesOf(graph, "aws:ec2/networkAcl:NetworkAcl"), [
      "vpc-application",
      "vpc-public",
    ]);
    assert.ok(!namesOf(graph, "aws:ec2/routeTable:RouteTable").includes("vpc-data"));
  });
});
