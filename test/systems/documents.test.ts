import assert from "node:assert/strict";

import { DOCUMENTS_TABLE } from "../../app/contract.ts";
import type { Graph } from "../../plan/graph/resource.ts";
import { at, ofType, only, policyOf } from "../support/graph.ts";
import { graphOf, recordStacks } from "../support/identities.ts";
import { problemLines, rawSettings, withSetting } from "../support/settings.ts";
import { programGraph, STACKS } from "../support/stacks.ts";
import { textOf } from "../traps/reading.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const GROUP = "aws:autoscaling/group:Group";
const LISTENER = "aws:lb/listener:Listener";
const TABLE = "aws:dynamodb/table:Table";
const WEB_ACL = "aws:wafv2/webAcl:WebAcl";

/** What a stack's documents consist of: `aws:s3/bucket docs-artefacts`. */
function madeBy(graph: Graph): string[] {
  const isOfDocuments = (urn: string) => urn.includes("::rampart:systems:Documents$");
  return graph.resources
    .filter(({ urn, custom }) => custom && isOfDocuments(urn))
    .map(({ type, name }) => `${type.replace(/:[^:]*$/, "")} ${name}`)
    .sort();
}

describe("the documents", () => {
  recordStacks();
  let graph: Graph;
  before(() => {
    graph = graphOf("dev");
  });

  it("S-DOCS: are on in the three stacks", () => {
    for (const stack of STACKS) {
      const made = madeBy(graphOf(stack));
      assert.ok(made.includes("aws:autoscaling/group documents"), stack);
      assert.ok(made.includes("aws:dynamodb/table documents-table"), stack);
    }
  });

  for (const value of [undefined, { mode: "off" }]) {
    it(`S-DOCS: leave nothing where their block is ${JSON.stringify(value)}`, async () => {
      const without = await programGraph(withSetting(rawSettings("dev"), "documents", value));
      assert.deepEqual(madeBy(without), []);
      assert.equal(without.outputs["documents"], undefined);
      const key = policyOf(only(without, "aws:kms/key:Key", "main-key"));
      assert.ok(!key.Statement.some(({ Sid }) => Sid.startsWith("HostGroups")));
    });
  }

  describe("table", () => {
    it("S-DOCS-3: on demand, recoverable, under the customer key, as the application needs it", () => {
      const { inputs } = only(graph, TABLE, "documents-table");
      const { index, attributes } = DOCUMENTS_TABLE;
      assert.equal(inputs["billingMode"], "PAY_PER_REQUEST");
      assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true });
      assert.equal(at(inputs, "serverSideEncryption", "enabled"), true);
      assert.deepEqual(
        inputs["attributes"],
        Object.entries(attributes).map(([name, type]) => ({ name, type })),
      );
      assert.deepEqual(inputs["globalSecondaryIndexes"], [
        {
          name: index.name,
          keySchemas: [
            { attributeName: index.hashKey, keyType: "HASH" },
            { attributeName: index.rangeKey, keyType: "RANGE" },
          ],
          projectionType: index.projection,
        },
      ]);
      assert.deepEqual(inputs["ttl"], { enabled: true, attributeName: "expires_at" });
    });

    for (const [stack, guarded, kept] of [
      ["prod", true, true],
      ["staging", false, true],
      ["dev", false, false],
    ] as const) {
      it(`S-DOCS-3, P-DATA-5: ${kept ? "outlives" : "goes with"} ${stack}, as does the key that opens it`, () => {
        const made = graphOf(stack);
        const table = only(made, TABLE, "documents-table");
        assert.deepEqual(
          [table.protect, table.retainOnDelete, table.inputs["deletionProtectionEnabled"]],
          [guarded, kept, guarded],
        );
        const key = only(made, "aws:kms/key:Key", "main-key");
        assert.deepEqual(table.propertyDependencies["serverSideEncryption"], [key.urn]);
        assert.deepEqual([key.protect, key.retainOnDelete], [guarded, kept]);
        assert.equal(only(made, "aws:s3/bucket:Bucket", "backups").retainOnDelete, guarded);
      });
    }

    it("S-DOCS-3: stays by default, and always where data is protected", async () => {
      const unsaid = await programGraph(
        withSetting(rawSettings("dev"), "documents.keepsTable", undefined),
      );
      assert.ok(only(unsaid, TABLE, "documents-table").retainOnDelete);
      assert.ok(only(unsaid, "aws:kms/key:Key", "main-key").retainOnDelete);
      assert.deepEqual(
        problemLines(withSetting(rawSettings("prod"), "documents.keepsTable", false)),
        [
          "rampart:documents.keepsTable is false; allowed: true while environment.dataProtection is protected",
        ],
      );
    });
  });

  describe("edge", () => {
    it("S-DOCS-1: HTTPS alone reaches hosts, under the name that the settings say", () => {
      const name = "documents-load-balancer-https";
      assert.equal(only(graph, LISTENER, name).inputs["port"], 443);
      const http = only(graph, LISTENER, "documents-load-balancer-http");
      assert.equal(at(http.inputs, "defaultActions", 0, "redirect", "statusCode"), "HTTP_301");
      const record = only(graph, "aws:route53/record:Record", "documents-host-a");
      assert.equal(record.inputs["name"], "documents.dev.example.com");
      assert.equal(at(graph.outputs, "documents", "url"), "https://documents.dev.example.com");
    });

    it("P-EDGE-3, T34: a firewall stands before it, and lets large bodies pass to /upload alone", () => {
      const rules = JSON.stringify(
        only(graph, WEB_ACL, "rampart-dev-waf-documents").inputs["rules"],
      );
      assert.match(rules, /"searchString":"\/upload"/);
      assert.match(rules, /AWSManagedRulesCommonRuleSet/);
      const association = only(
        graph,
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        "documents-firewall",
      );
      const balancer = only(graph, "aws:lb/loadBalancer:LoadBalancer", "rampart-dev-alb-docs");
      assert.deepEqual(association.propertyDependencies["resourceArn"], [balancer.urn]);
    });

    it("the response to open groups knows its two openings, its neighbours' too", () => {
      const responder = ofType(graph, "aws:lambda/function:Function").find(({ name }) =>
        name.includes("auto-remediate"),
      );
      const variables = JSON.stringify(responder?.inputs["environment"]);
      assert.match(variables, /rampart-dev-sg-alb-docs/);
    });
  });

  describe("watch", () => {
    it("P-OBS-4: alarms tell of answers, hosts and table, and none of how long uploads take", () => {
      const alarms = ofType(graph, ALARM)
        .filter(({ urn }) => urn.includes("systems:Documents$"))
        .map(({ inputs }) => [
          textOf(inputs["name"]).replace("rampart-dev-alarm-documents-", ""),
          inputs["metricName"],
          inputs["threshold"],
          inputs["treatMissingData"],
        ]);
      const wanted = [
        ["5xx", "HTTPCode_Target_5XX_Count", 10, "notBreaching"],
        ["balancer-5xx", "HTTPCode_ELB_5XX_Count", 10, "notBreaching"],
        ["4xx", "HTTPCode_Target_4XX_Count", 100, "notBreaching"],
        ["unhealthy-hosts", "UnHealthyHostCount", 0, "notBreaching"],
        ["healthy-hosts", "HealthyHostCount", 1, "breaching"],
        ["cpu", "CPUUtilization", 80, "notBreaching"],
        ["table-throttles", "ThrottledRequests", 0, "notBreaching"],
        ["table-errors", "SystemErrors", 0, "notBreaching"],
      ];
      assert.deepEqual(alarms.sort(), wanted.sort());
    });

    it("S-DOCS-4: the dashboard shows what crosses NAT", () => {
      const board = only(graph, "aws:cloudwatch/dashboard:Dashboard", "documents-dashboard");
      const body = textOf(board.inputs["dashboardBody"]);
      for (const metric of ["BytesOutToDestination", "BytesInFromDestination"]) {
        const search = `SEARCH('{AWS/NATGateway,NatGatewayId} MetricName="${metric}"', 'Sum', 300)`;
        assert.ok(body.includes(JSON.stringify(search)), metric);
      }
    });
  });
});

describe("documents whose certificate is pending", () => {
  it("T43: hosts run, and nobody is led to them", async () => {
    const pending = withSetting(rawSettings("dev"), "documents.certificate", { mode: "pending" });
    const graph = await programGraph(pending);
    assert.equal(only(graph, GROUP, "documents").inputs["healthCheckType"], "EC2");
    assert.ok(!madeBy(graph).some((one) => one.startsWith("aws:lb/targetGroup")));
    assert.notEqual(at(graph.outputs, "documents", "validationRecords"), undefined);
  });
});
