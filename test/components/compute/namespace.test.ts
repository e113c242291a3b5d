import assert from "node:assert/strict";

import { DiscoveryName, Namespace } from "../../../components/compute/namespace.ts";
import { only, recorded } from "../../support/graph.ts";

describe("Namespace and DiscoveryName", () => {
  it("P-RUN-3, feature 25: a name in a private domain answers with the tasks' addresses", async () => {
    let host: string | undefined;
    const graph = await recorded(() => {
      const namespace = new Namespace("names", { vpcId: "vpc-1", domain: "anisette-v3.local" });
      host = new DiscoveryName("anisette", { namespace, label: "anisette-v3" }).host;
    });
    const namespace = only(graph, "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
    const name = only(graph, "aws:servicediscovery/service:Service");
    assert.equal(host, "anisette-v3.anisette-v3.local");
    assert.deepEqual(namespace.inputs, { name: "anisette-v3.local", vpc: "vpc-1" });
    assert.deepEqual(name.inputs, {
      name: "anisette-v3",
      dnsConfig: {
        namespaceId: { $unknown: true },
        dnsRecords: [{ type: "A", ttl: 10 }],
        routingPolicy: "MULTIVALUE",
      },
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: true,
    });
    assert.deepEqual(name.propertyDependencies["dnsConfig"], [namespace.urn]);
  });
});
