import assert from "node:assert/strict";

import { HostedZone, type HostedZoneArgs } from "../../../components/edge/hostedZone.ts";
import type { Environment } from "../../../components/shared/environment.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const ZONE = "aws:route53/zone:Zone";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
const QUERY_LOG = "aws:route53/queryLog:QueryLog";

describe("HostedZone", () => {
  const made = (
    args: Pick<HostedZoneArgs, "zone" | "queryLogging">,
    overrides: Partial<Environment> = {},
  ) => {
    const environment = testEnvironment(overrides);
    const { key } = foundation(environment);
    return new HostedZone("zone", { environment, key, domain: "example.com", ...args });
  };

  it("P-EDGE-4: makes a public zone without a query log", async () => {
    const graph = await recorded(() => {
      const zone = made({ zone: { mode: "create" } });
      assert.ok(zone.zoneId !== undefined && zone.nameServers !== undefined);
    });
    assert.deepEqual(only(graph, ZONE).inputs, {
      name: "example.com",
      comment: "Public zone of example.com",
      forceDestroy: true,
    });
    assert.deepEqual(namesOf(graph, QUERY_LOG), []);
    assert.deepEqual(namesOf(graph, LOG_POLICY), []);
    assert.deepEqual(namesOf(graph, LOG_GROUP), []);
  });

  it("P-DATA-5: protects the zone, and its foreign records, where data must survive", async () => {
    const graph = await recorded(
      () => void made({ zone: { mode: "create" } }, { dataProtection: "protected" }),
    );
    const { protect, retainOnDelete, inputs } = only(graph, ZONE);
    assert.deepEqual([protect, retainOnDelete, inputs["forceDestroy"]], [true, true, false]);
  });

  it("P-EDGE-4: an adopted zone is known by its id, and nothing is made", async () => {
    let id: string | undefined;
    const graph = await recorded(() => {
      const zone = made({ zone: { mode: "adopt", id: "Z0123456789EXAMPLE00" } });
      assert.equal(zone.nameServers, undefined);
      zone.zoneId?.apply((value) => (id = value));
    });
    assert.equal(id, "Z0123456789EXAMPLE00");
    assert.deepEqual(namesOf(graph, ZONE), []);
  });

  it("P-EDGE-4: a foreign zone has no id", async () => {
    const graph = await recorded(() => {
      const zone = made({ zone: { mode: "foreign" } });
      assert.deepEqual([zone.zoneId, zone.nameServers], [undefined, undefined]);
    });
    assert.deepEqual(namesOf(graph, ZONE), []);
  });

  it("T26: the query log goes to us-east-1, and its policy stands first", async () => {
    const graph = await recorded(() => void made({ zone: { mode: "create" }, queryLogging: true }));
    const log = only(graph, QUERY_LOG);
    const policy = only(graph, LOG_POLICY);
    const group = only(graph, LOG_GROUP);
    assert.equal(
      log.inputs["cloudwatchLogGroupArn"],
      "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com",
    );
    assert.equal(group.inputs["name"], "/aws/route53/example.com");
    assert.equal(group.inputs["retentionInDays"], 365);
    assert.equal(policy.inputs["policyName"], "rampart-dev-logs-dns");
    assert.equal(policy.inputs["region"], "us-east-1");
    assert.deepEqual(policyOf(policy, "policyDocument").Statement, [
      {
        Sid: "QueryLog",
        Effect: "Allow",
        Principal: { Service: "route53.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/aws/route53/example.com:*",
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:route53:::hostedzone/*" },
        },
      },
    ]);
    assert.ok(waitsFor(graph, log, policy) && waitsFor(graph, log, group));
  });

  it("T26: refuses a query log where Route 53 can't write it", async () => {
    assert.equal(
      await refusal(() =>
        made({ zone: { mode: "create" }, queryLogging: true }, { region: "eu-west-2" }),
      ),
      "queryLogging of zone is on in eu-west-2; allowed: us-east-1, where Route 53 writes and the environment's key must be.",
    );
    assert.equal(
      await refusal(() => made({ zone: { mode: "foreign" }, queryLogging: true })),
      "queryLogging of zone is on, but its zone is foreign; allowed: create.",
    );
  });
});
