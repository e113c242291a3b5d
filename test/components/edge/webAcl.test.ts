import assert from "node:assert/strict";

import fc from "fast-check";

import { EdgeLogPolicy } from "../../../components/edge/edgeLogPolicy.ts";
import { capacityOf, firewallRules, toWebAclRule } from "../../../components/edge/managedRules.ts";
import { WebAcl, type WebAclArgs } from "../../../components/edge/webAcl.ts";
import { UNKNOWN } from "../../../plan/graph/value.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, refusal, waitsFor } from "../../support/graph.ts";

const ACL = "aws:wafv2/webAcl:WebAcl";
const LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const LOG_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";

const plain = { requestsPerFiveMinutes: 2000, blockedCountries: [], uploadPaths: [] };
const ruleNamed = (args: Partial<Parameters<typeof firewallRules>[0]>, name: string) =>
  firewallRules({ ...plain, ...args }).find((rule) => rule.name === name);
const LARGE_BODY = {
  labelMatchStatement: {
    scope: "LABEL",
    key: "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body",
  },
};
const beginsWith = (searchString: string) => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: "STARTS_WITH",
    searchString,
    textTransformations: [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ],
  },
});

describe("managedRules", () => {
  it("P-EDGE-3: the rules, their order, their actions and their capacity", () => {
    const rules = firewallRules({ ...plain, blockedCountries: ["KP"] });
    assert.deepEqual(
      rules.map(({ name, priority, action, capacity }) => [name, priority, action, capacity]),
      [
        ["blocked-countries", 1, "block", 1],
        ["ip-reputation", 2, "rule-group", 25],
        ["rate-limit", 3, "block", 2],
        ["common", 10, "rule-group", 700],
        ["known-bad-inputs", 20, "rule-group", 200],
        ["sql-injection", 30, "rule-group", 200],
        ["large-bodies", 40, "block", 1],
      ],
    );
  });

  it("P-EDGE-3: without blocked countries there is no rule about them", () => {
    assert.equal(ruleNamed({}, "blocked-countries"), undefined);
    assert.deepEqual(
      ruleNamed({ blockedCountries: ["KP", "XX"] }, "blocked-countries")?.statement,
      {
        geoMatchStatement: { countryCodes: ["KP", "XX"] },
      },
    );
  });

  it("P-EDGE-3: counts the requests of an address in five minutes", () => {
    assert.deepEqual(ruleNamed({ requestsPerFiveMinutes: 500 }, "rate-limit")?.statement, {
      rateBasedStatement: { limit: 500, evaluationWindowSec: 300, aggregateKeyType: "IP" },
    });
  });

  it("P-EDGE-5: behind CloudFront, addresses come from the header", () => {
    const args = { behindCloudFront: true, blockedCountries: ["KP"] };
    const forwardedIpConfig = { headerName: "X-Forwarded-For", fallbackBehavior: "NO_MATCH" };
    assert.deepEqual(ruleNamed(args, "rate-limit")?.statement, {
      rateBasedStatement: {
        limit: 2000,
        evaluationWindowSec: 300,
        aggregateKeyType: "FORWARDED_IP",
        forwardedIpConfig,
      },
    });
    assert.deepEqual(ruleNamed(args, "blocked-countries")?.statement, {
      geoMatchStatement: { countryCodes: ["KP"], forwardedIpConfig },
    });
  });

  it("T34: the common rules count large bodies instead of blocking them, and nothing else", () => {
    assert.deepEqual(ruleNamed({}, "common")?.statement, {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name: "AWSManagedRulesCommonRuleSet",
        ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
      },
    });
    assert.deepEqual(ruleNamed({}, "sql-injection")?.statement, {
      managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesSQLiRuleSet" },
    });
  });

  it("T34: large bodies are blocked everywhere, or everywhere but on the upload paths", () => {
    assert.deepEqual(ruleNamed({}, "large-bodies")?.statement, LARGE_BODY);
    assert.deepEqual(ruleNamed({ uploadPaths: ["/up"] }, "large-bodies")?.statement, {
      andStatement: {
        statements: [LARGE_BODY, { notStatement: { statement: beginsWith("/up") } }],
      },
    });
    assert.deepEqual(ruleNamed({ uploadPaths: ["/up", "/media"] }, "large-bodies")?.statement, {
      andStatement: {
        statements: [
          LARGE_BODY,
          {
            notStatement: {
              statement: {
                orStatement: { statements: [beginsWith("/up"), beginsWith("/media")] },
              },
            },
          },
        ],
      },
    });
  });

  it("T35: the capacity is the sum, 1,129 with countries and 22 more for each upload path", () => {
    const capacity = (paths: number) =>
      capacityOf(
        firewallRules({
          ...plain,
          blockedCountries: ["KP"],
          uploadPaths: Array.from({ length: paths }, (_, index) => `/${index}`),
        }),
      );
    assert.deepEqual([capacity(0), capacity(1), capacity(5)], [1129, 1151, 1239]);
  });

  it("every rule of every firewall is measured and sampled, and no two share a place", () => {
    fc.assert(
      fc.property(
        fc.record({
          requestsPerFiveMinutes: fc.integer({ min: 10, max: 2_000_000_000 }),
          blockedCountries: fc.array(fc.constantFrom("KP", "XX", "YY"), { maxLength: 3 }),
          uploadPaths: fc.array(fc.constantFrom("/a", "/b", "/c"), { maxLength: 5 }),
          behindCloudFront: fc.boolean(),
        }),
        (args) => {
          const rules = firewallRules(args);
          assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
          assert.equal(new Set(rules.map(({ priority }) => priority)).size, rules.length);
          for (const rule of rules) {
            const made = toWebAclRule(rule);
            assert.deepEqual(made.visibilityConfig, {
              metricName: rule.name,
              cloudwatchMetricsEnabled: true,
              sampledRequestsEnabled: true,
            });
            // A group takes an override, a rule of one's own an action; AWS refuses both or neither.
            assert.notEqual(made.action === undefined, made.overrideAction === undefined);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

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

  it("T1, T2, P-EDGE-3: logs to its own group, known at preview, without credentials", async () => {
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
