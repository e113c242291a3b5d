import assert from "node:assert/strict";

import fc from "fast-check";

import { capacityOf, firewallRules, toWebAclRule } from "../../../components/edge/managedRules.ts";

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
