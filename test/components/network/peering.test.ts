import assert from "node:assert/strict";

import type { PeerVpc } from "../../../components/network/peering.ts";
import { Connection, SecurityGroup } from "../../../components/network/securityGroup.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { sourcesOf, recordedVpc, testVpc } from "../../support/network.ts";

const CONNECTION = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";
const ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter";
const ROUTE = "aws:ec2/route:Route";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

describe("Peering", () => {
  const environment = testEnvironment();
  const peering: PeerVpc = { vpcId: "vpc-0a1b2c3d", cidr: "10.9.0.0/16", ports: [5432, 6379] };
  const record = (change: Partial<PeerVpc> = {}) =>
    recordedVpc(environment, { peering: { ...peering, ...change } });

  it("P-NET-8: there is none unless asked for", async () => {
    const graph = await recordedVpc(environment);
    assert.deepEqual([...ofType(graph, CONNECTION), ...ofType(graph, ACCEPTER)], []);
  });

  it("P-NET-8: in this account the connection is accepted here", async () => {
    const graph = await record();
    assert.deepEqual(only(graph, CONNECTION).inputs, {
      autoAccept: false,
      peerOwnerId: "111122223333",
      peerVpcId: "vpc-0a1b2c3d",
      tags: { Name: "rampart-dev-pcx-main" },
      vpcId: UNKNOWN,
    });
    const accepter = only(graph, ACCEPTER);
    assert.equal(accepter.inputs["autoAccept"], true);
    assert.equal(accepter.inputs["region"], "us-east-1");
    assert.deepEqual(sourcesOf(graph, accepter, "vpcPeeringConnectionId"), [
      only(graph, CONNECTION),
    ]);
  });

  it("P-NET-8: in another region it is accepted over there", async () => {
    const graph = await record({ region: "eu-west-2" });
    assert.equal(only(graph, CONNECTION).inputs["peerRegion"], "eu-west-2");
    assert.equal(only(graph, CONNECTION).inputs["autoAccept"], false);
    assert.equal(only(graph, ACCEPTER).inputs["region"], "eu-west-2");
  });

  it("P-NET-8: in another account its owner accepts it", async () => {
    const graph = await record({ accountId: "444455556666" });
    assert.equal(only(graph, CONNECTION).inputs["peerOwnerId"], "444455556666");
    assert.deepEqual(ofType(graph, ACCEPTER), []);
    assert.equal(namesOf(graph, ROUTE).filter((name) => name.startsWith("vpc-peering")).length, 3);
  });

  it("P-NET-8: only the application's tables lead to it, once it is accepted", async () => {
    const graph = await record();
    const routes = ofType(graph, ROUTE).filter(({ name }) => name.startsWith("vpc-peering"));
    const facts = routes.map((route) => [
      route.inputs["destinationCidrBlock"],
      ...sourcesOf(graph, route, "routeTableId").map(({ name }) => name),
      ...sourcesOf(graph, route, "vpcPeeringConnectionId").map(({ type }) => type),
      waitsFor(graph, route, only(graph, ACCEPTER)),
    ]);
    assert.deepEqual(facts, [
      ["10.9.0.0/16", "vpc-application-use1-az1", CONNECTION, true],
      ["10.9.0.0/16", "vpc-application-use1-az2", CONNECTION, true],
      ["10.9.0.0/16", "vpc-application-use1-az4", CONNECTION, true],
    ]);
  });

  it("P-NET-4, P-NET-8: the application's ACL lets the asked ports out to the peer", async () => {
    const graph = await record();
    const { egress } = only(graph, "aws:ec2/networkAcl:NetworkAcl", "vpc-application").inputs;
    assert.ok(Array.isArray(egress));
    const toPeer = (egress as Record<string, unknown>[])
      .filter(({ cidrBlock }) => cidrBlock === "10.9.0.0/16")
      .map(({ action, protocol, fromPort, toPort }) => [action, protocol, fromPort, toPort]);
    assert.deepEqual(toPeer, [
      ["allow", "tcp", 5432, 5432],
      ["allow", "tcp", 6379, 6379],
    ]);
  });

  it("P-NET-8: the owner of a group connects it on the asked ports, by the peer's addresses", async () => {
    const graph = await recorded(() => {
      const { vpcId, peering: peer } = testVpc(environment, { peering });
      assert.ok(peer);
      const app = new SecurityGroup("app", {
        environment,
        vpcId,
        identifier: "app",
        description: "Application",
      });
      for (const port of peer.ports) {
        new Connection(`app-peer-${port}`, { from: app, to: peer.network, port });
      }
    });
    const rules = ofType(graph, EGRESS).map(({ inputs: { cidrIpv4, description } }) => [
      cidrIpv4,
      description,
    ]);
    assert.deepEqual(rules, [
      ["10.9.0.0/16", "app to peer on 5432"],
      ["10.9.0.0/16", "app to peer on 6379"],
    ]);
  });

  for (const cidr of ["10.0.128.0/17", "10.0.0.0/8", "10.9.0.1/16"]) {
    it(`refuses a peer at ${cidr}`, async () => {
      assert.equal(
        await refusal(() => testVpc(environment, { peering: { ...peering, cidr } })),
        `peering.cidr is ${cidr}; allowed: a block that does not overlap 10.0.0.0/16.`,
      );
    });
  }

  it("P-NET-8: the way back is made where the other side's route tables are named", async () => {
    const routeTableIds = ["rtb-0a1b2c3d", "rtb-1a1b2c3d"];
    const graph = await record({ routeTableIds, region: "eu-west-2" });
    const back = ofType(graph, ROUTE).filter(({ name }) => name.includes("-back-"));
    assert.deepEqual(
      back.map(({ inputs }) => inputs),
      routeTableIds.map((routeTableId) => ({
        routeTableId,
        destinationCidrBlock: "10.0.0.0/16",
        vpcPeeringConnectionId: UNKNOWN,
        region: "eu-west-2",
      })),
    );
    for (const route of back) assert.ok(waitsFor(graph, route, only(graph, ACCEPTER)));
  });

  it("P-NET-8: refuses route tables of another account", async () => {
    const foreign = { ...peering, accountId: "444455556666", routeTableIds: ["rtb-0a1b2c3d"] };
    assert.equal(
      await refusal(() => testVpc(environment, { peering: foreign })),
      "peering.routeTableIds has rtb-0a1b2c3d; allowed: none, since account 444455556666 routes by itself.",
    );
  });
});
