import assert from "node:assert/strict";

import { AliasRecords } from "../../../components/edge/dnsRecords.ts";
import { HostedZone } from "../../../components/edge/hostedZone.ts";
import type { Graph } from "../../../plan/graph/resource.ts";
import { edgeStack, testLoadBalancer } from "../../support/edge.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { at, namesOf, ofType, only, recorded } from "../../support/graph.ts";

const RECORD = "aws:route53/record:Record";

describe("AliasRecords", () => {
  const aliases = (graph: Graph, name: string) => {
    const { inputs } = only(graph, RECORD, name);
    return [inputs["name"], inputs["type"], at(inputs, "aliases", 0, "evaluateTargetHealth")];
  };

  it("P-EDGE-4: the host leads to the balancer, by IPv4", async () => {
    const graph = await recorded(() => {
      edgeStack();
    });
    assert.deepEqual(aliases(graph, "origin-a"), ["api.example.com", "A", true]);
    assert.deepEqual(namesOf(graph, RECORD), ["certificate-api.example.com", "origin-a"]);
  });

  it("P-EDGE-5: the host leads to the distribution by both, the origin's name to the balancer", async () => {
    const graph = await recorded(() => {
      edgeStack({ cloudFront: true });
    });
    assert.deepEqual(
      ["host-a", "host-aaaa", "origin-a"].map((name) => aliases(graph, name)),
      [
        ["api.example.com", "A", false],
        ["api.example.com", "AAAA", false],
        ["origin.example.com", "A", true],
      ],
    );
    assert.equal(
      at(only(graph, RECORD, "host-a").inputs, "aliases", 0, "zoneId"),
      "Z2FDTNDATAQYW2",
    );
  });

  it("P-EDGE-4: makes none in a foreign zone", async () => {
    const graph = await recorded(() => {
      const environment = testEnvironment();
      const base = foundation(environment);
      const zone = new HostedZone("zone", {
        environment,
        key: base.key,
        domain: "example.com",
        zone: { mode: "foreign" },
      });
      const target = testLoadBalancer({}, environment, base);
      new AliasRecords("host", { zone, host: "api.example.com", target });
    });
    assert.deepEqual(ofType(graph, RECORD), []);
  });
});
