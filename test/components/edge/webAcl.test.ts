import assert from "node:assert/strict";

import { EdgeLogPolicy } from "../../../components/edge/edgeLogPolicy.ts";
import { WebAcl, type WebAclArgs } from "../../../components/edge/webAcl.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const ACL = "aws:wafv2/webAcl:WebAcl";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

const plain = { requestsPerFiveMinutes: 2000, blockedCountries: [], uploadPaths: [] };

describe("WebAcl", () => {
  const made = (args: Partial<WebAclArgs> = {}) => {
    const environment = args.environment ?? testEnvironment();
    const { key } = foundation(environment);
    const logPolicy = new EdgeLogPolicy("edge-logs", { environment });
    return new WebAcl("firewall", {
      ...plain,
      environment,
      key,
      logPolicy,
      identifier: "api",
      scope: "REGIONAL",
      logRetentionDays: 365,
      ...args,
    });
  };

  it("P-EDGE-3: lets pass what no rule blocks, and measures itself", async () => {
    const graph = await recorded(() => {
      const acl = made();
      assert.deepEqual([acl.capacity, acl.metricName], [1128, "rampart-dev-waf-api"]);
    });
    const { inputs, name } = only(graph, ACL);
    assert.equal(name, "rampart-dev-waf-api");
    const { rules, ...rest } = inputs;
    assert.equal(Array.isArray(rules) && rules.length, 6);
    assert.deepEqual(rest, {
      scope: "REGIONAL",
      description: "Firewall of api",
      defaultAction: { allow: {} },
      visibilityConfig: {
        metricName: "rampart-dev-waf-api",
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: true,
      },
    });
  });

  it("T1, T2, P-EDGE-3, feature 14: logs to its own group, known at preview, without credentials", async () => {
    const graph = await recorded(() => void made());
    const logging = only(graph, LOGGING);
    assert.deepEqual(logging.propertyDependencies["resourceArn"], [only(graph, ACL).urn]);
    assert.deepEqual(logging.inputs, {
      resourceArn: UNKNOWN,
      logDestinationConfigs: [
        "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-rampart-dev-api",
      ],
      redactedFields: [
        { singleHeader: { name: "authorization" } },
        { singleHeader: { name: "cookie" } },
      ],
    });
    const group = only(graph, LOG_GROUP);
    assert.deepEqual(
      [group.inputs["name"], group.inputs["retentionInDays"]],
      ["aws-waf-logs-rampart-dev-api", 365],
    );
    assert.ok(waitsFor(graph, logging, group));
    assert.ok(waitsFor(graph, logging, only(graph, LOG_POLICY)));
  });

  it("T2: one policy of our own admits log delivery, by the beginning of the names", async () => {
    const graph = await recorded(() => void made());
    const policy = only(graph, LOG_POLICY);
    assert.equal(policy.inputs["policyName"], "rampart-dev-logs-edge");
    assert.deepEqual(policyOf(policy, "policyDocument").Statement, [
      {
        Sid: "LogDelivery",
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:us-east-1:111122223333:log-group:aws-waf-logs-rampart-dev-*:log-stream:*",
          "arn:aws:logs:us-east-1:111122223333:log-group:/aws/vendedlogs/cloudfront/rampart-dev-*:log-stream:*",
        ],
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:111122223333:*" },
        },
      },
    ]);
  });

  it("T22: for CloudFront it is in us-east-1, with its logging", async () => {
    const graph = await recorded(() => void made({ scope: "CLOUDFRONT" }));
    assert.equal(only(graph, ACL).inputs["scope"], "CLOUDFRONT");
    const regions = [ACL, LOGGING].map((type) => only(graph, type).inputs["region"]);
    assert.deepEqual(regions, ["us-east-1", "us-east-1"]);
  });

  it("T1, T22: refuses CloudFront from elsewhere, where log group and key would be", async () => {
    const environment = testEnvironment({ region: "eu-west-2" });
    assert.equal(
      await refusal(() => made({ environment, scope: "CLOUDFRONT" })),
      "firewall serves CloudFront from eu-west-2; allowed: us-east-1, for its log group and key.",
    );
  });

  it("T35: refuses more capacity than the price includes", async () => {
    const uploadPaths = Array.from({ length: 17 }, (_, index) => `/${index}`);
    assert.equal(
      await refusal(() => made({ uploadPaths })),
      "The rules of firewall take 1502 capacity units; allowed: 1500. Shorten its 17 uploadPaths.",
    );
  });
});
