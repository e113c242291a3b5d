import assert from "node:assert/strict";

import { textOf } from "../../plan/graph/value.ts";
import { ofType, only } from "../support/graph.ts";
import { ALL, BACKEND, calls, EGRESS, INGRESS, recordTrackers } from "../support/tracker.ts";

describe("the tracker's network", () => {
  const of = recordTrackers();

  it("S-TRACKER-2: divides 10.40.0.0/24 into four, with one way out and no third tier", () => {
    const graph = of("staging");
    assert.equal(only(graph, "aws:ec2/vpc:Vpc").inputs["cidrBlock"], "10.40.0.0/24");
    const subnets = ofType(graph, "aws:ec2/subnet:Subnet").map(
      ({ name, inputs }) =>
        `${name} ${textOf(inputs["cidrBlock"])} ${textOf(inputs["availabilityZoneId"])}`,
    );
    assert.deepEqual(subnets.sort(), [
      "tracker-network-application-euw2-az1 10.40.0.128/26 euw2-az1",
      "tracker-network-application-euw2-az2 10.40.0.192/26 euw2-az2",
      "tracker-network-public-euw2-az1 10.40.0.0/26 euw2-az1",
      "tracker-network-public-euw2-az2 10.40.0.64/26 euw2-az2",
    ]);
    assert.equal(ofType(graph, "aws:ec2/natGateway:NatGateway").length, 1);
    assert.equal(ofType(graph, "aws:ec2/networkAcl:NetworkAcl").length, 2);
    const locked = only(graph, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup");
    assert.deepEqual([locked.inputs["ingress"], locked.inputs["egress"]], [[], []]);
    const logs = only(graph, "aws:cloudwatch/logGroup:LogGroup", "tracker-network-flow-logs");
    assert.equal(logs.inputs["retentionInDays"], 365);
  });

  it("S-TRACKER-3: lets the balancer, the services, the stores and the files meet, and nobody else", () => {
    const graph = of("staging");
    const stores = BACKEND.flatMap((name) =>
      [5432, 6379].map((port) => `${name} > tracker-db ${port}`),
    );
    const inside = [
      "alb-trkr > tracker-admin 80",
      "alb-trkr > tracker-api 8000",
      "alb-trkr > tracker-frontend 80",
      "tracker-anisette > tracker-files 2049",
      "tracker-fetcher-2 > tracker-anisette 6969",
      "tracker-fetcher-2 > tracker-files 2049",
      ...stores,
    ];
    const world = "0.0.0.0/0";
    assert.deepEqual(
      calls(graph, INGRESS).sort(),
      [...inside, `${world} > alb-trkr 443`, `${world} > alb-trkr 80`].sort(),
    );
    assert.deepEqual(
      calls(graph, EGRESS).sort(),
      [...inside, ...[...ALL, "tracker-db"].map((name) => `${name} > ${world} 443`)].sort(),
    );
  });

  it("P-NET-7: tells when the way out has no port left", () => {
    const graph = of("staging");
    const { inputs } = only(
      graph,
      "aws:cloudwatch/metricAlarm:MetricAlarm",
      "tracker-nat-euw2-az1-ports",
    );
    assert.equal(inputs["metricName"], "ErrorPortAllocation");
  });
});
