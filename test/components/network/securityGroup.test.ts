import assert from "node:assert/strict";

import { Connection, type Peer, SecurityGroup } from "../../../components/network/securityGroup.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal } from "../../support/graph.ts";
import { sourcesOf } from "../../support/network.ts";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

describe("SecurityGroup", () => {
  const environment = testEnvironment();
  const group = (identifier: string): SecurityGroup =>
    new SecurityGroup(identifier, {
      environment,
      vpcId: "vpc-1",
      identifier,
      description: `The ${identifier}`,
    });

  it("T85, P-NAME: has no inline rule, a description, and a name that EC2 completes", async () => {
    const graph = await recorded(() => group("alb"));
    const made = only(graph, GROUP, "rampart-dev-sg-alb");
    assert.deepEqual(made.inputs, {
      description: "The alb",
      tags: { Name: "rampart-dev-sg-alb" },
      vpcId: "vpc-1",
    });
    assert.deepEqual([...ofType(graph, INGRESS), ...ofType(graph, EGRESS)], []);
  });

  it("P-NET-7, feature 9: a connection opens one port, out of one group and into the other", async () => {
    const graph = await recorded(
      () => new Connection("app-db", { from: group("app"), to: group("db"), port: 5432 }),
    );
    const rule = {
      description: "app to db on 5432",
      fromPort: 5432,
      ipProtocol: "tcp",
      toPort: 5432,
    };
    const ends = [only(graph, EGRESS, "app-db"), only(graph, INGRESS, "app-db")].map((end) => ({
      rule: Object.fromEntries(
        Object.entries(end.inputs).filter(([, value]) => typeof value !== "object"),
      ),
      of: sourcesOf(graph, end, "securityGroupId").map(({ name }) => name),
      peer: sourcesOf(graph, end, "referencedSecurityGroupId").map(({ name }) => name),
    }));
    assert.deepEqual(ends, [
      { rule, of: ["rampart-dev-sg-app"], peer: ["rampart-dev-sg-db"] },
      { rule, of: ["rampart-dev-sg-db"], peer: ["rampart-dev-sg-app"] },
    ]);
  });

  const outside: [string, Peer, Record<string, string>][] = [
    ["the internet", "internet", { cidrIpv4: "0.0.0.0/0" }],
    ["a network", { cidr: "10.9.0.0/16", label: "peer" }, { cidrIpv4: "10.9.0.0/16" }],
    ["a prefix list", { prefixListId: "pl-1", label: "s3" }, { prefixListId: "pl-1" }],
  ];
  for (const [title, peer, target] of outside) {
    const label = peer === "internet" || peer instanceof SecurityGroup ? "internet" : peer.label;
    const rule = {
      fromPort: 443,
      ipProtocol: "tcp",
      toPort: 443,
      securityGroupId: UNKNOWN,
      ...target,
    };

    it(`T85: a rule to ${title} stands at the group's end alone, with that one peer`, async () => {
      const graph = await recorded(
        () => new Connection("out", { from: group("app"), to: peer, port: 443 }),
      );
      assert.deepEqual(only(graph, EGRESS).inputs, {
        ...rule,
        description: `app to ${label} on 443`,
      });
      assert.deepEqual(ofType(graph, INGRESS), []);
    });

    it(`T85: a rule from ${title} stands at the group's end alone, with that one peer`, async () => {
      const graph = await recorded(
        () => new Connection("in", { from: peer, to: group("app"), port: 443 }),
      );
      assert.deepEqual(only(graph, INGRESS).inputs, {
        ...rule,
        description: `${label} to app on 443`,
      });
      assert.deepEqual(ofType(graph, EGRESS), []);
    });
  }

  it("refuses a connection without a group", async () => {
    const message = await refusal(
      () => new Connection("none", { from: "internet", to: "internet", port: 443 }),
    );
    assert.equal(message, "Neither end of connection none is a security group.");
  });
});
