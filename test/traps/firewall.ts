import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import { isProperties, type Properties, type Value } from "../../plan/graph/value.ts";
import { at, waitsFor } from "../support/graph.ts";
import { mutant, replaceText, set, waitForNothing } from "./breaking.ts";
import {
  ACL,
  ACL_ASSOCIATION,
  BALANCER,
  entriesOf,
  LISTENER,
  listOf,
  LOG_POLICY,
  logPoliciesFor,
  some,
  sources,
  textOf,
  usersOf,
} from "./reading.ts";
import type { Trap } from "./trap.ts";

const ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";

/** Row T35: capacity of the rule groups that AWS publishes. */
const GROUP_CAPACITY: Readonly<Record<string, number>> = {
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
  AWSManagedRulesAmazonIpReputationList: 25,
};

/** Capacity of a statement as AWS counts it, read from what AWS would be sent. */
function capacityOf(statement: Value | undefined): number {
  assert.ok(isProperties(statement), "a statement is missing");
  const [[kind, body] = [""]] = Object.entries(statement);
  switch (kind) {
    case "andStatement":
    case "orStatement":
      return entriesOf(at(body, "statements")).reduce((sum, inner) => sum + capacityOf(inner), 0);
    case "notStatement":
      return capacityOf(at(body, "statement"));
    case "managedRuleGroupStatement": {
      const capacity = GROUP_CAPACITY[textOf(at(body, "name"))];
      assert.ok(capacity !== undefined, "the capacity of a rule group is not known");
      return capacity;
    }
    case "byteMatchStatement":
      return 2 + 10 * entriesOf(at(body, "textTransformations")).length;
    case "rateBasedStatement":
      return 2;
    case "geoMatchStatement":
    case "labelMatchStatement":
      return 1;
    default:
      return assert.fail(`the capacity of ${kind} is not known`);
  }
}

/** The one rule of a web ACL whose statement holds a text. */
function ruleWith({ name, inputs }: Resource, text: string): Properties {
  const found = entriesOf(inputs["rules"]).filter(({ statement }) =>
    JSON.stringify(statement).includes(text),
  );
  const [rule, ...more] = found;
  assert.ok(rule && more.length === 0, `${name} has ${found.length} rules with ${text}`);
  return rule;
}

/** The one place that a web ACL logs to. */
function destinationOf({ name, inputs }: Resource): string {
  const [destination, ...more] = inputs["logDestinationConfigs"] as readonly Value[];
  assert.equal(more.length, 0, `${name} logs to several places`);
  return textOf(destination);
}

/** Traps of the firewall before a load balancer or distribution. */
export const firewallTraps: readonly Trap[] = [
  {
    id: "T1",
    title: "every firewall logs to a group of its own region whose name AWS WAF accepts",
    check: (graph) => {
      const loggings = some(graph, ACL_LOGGING);
      for (const logging of loggings) {
        const arn = destinationOf(logging).split(":");
        assert.match(arn[6] ?? "", /^aws-waf-logs-/, logging.name);
        const { region } = logging.inputs;
        if (region !== undefined) assert.equal(arn[3], region, logging.name);
      }
      for (const acl of some(graph, ACL)) {
        const logging = usersOf(graph, ACL_LOGGING, "resourceArn", acl);
        assert.ok(logging.length > 0, `${acl.name} logs nowhere`);
      }
    },
    mutants: [
      mutant("a group of another name", ACL_LOGGING, replaceText("aws-waf-logs-", "waf-")),
      set("a group of another region", ACL_LOGGING, { region: "antarctica-1" }),
      mutant("a firewall that logs nowhere", ACL_LOGGING, (logging) => {
        logging.propertyDependencies = {};
      }),
    ],
  },
  {
    id: "T2",
    title: "one log policy of our own admits log delivery before any firewall logs",
    check: (graph) => {
      const policies = logPoliciesFor(graph, "delivery.logs.amazonaws.com");
      for (const logging of some(graph, ACL_LOGGING)) {
        const arn = destinationOf(logging);
        assert.doesNotMatch(arn, /:\*$/, `${logging.name} logs to an ARN with a wildcard`);
        const admitting = policies.filter(([, { Resource }]) =>
          listOf(Resource).some((pattern) =>
            arn.startsWith(pattern.replace(/\*:log-stream:\*$/, "")),
          ),
        );
        const [[policy, entry] = []] = admitting;
        assert.ok(policy && admitting.length === 1, `${admitting.length} policies admit ${arn}`);
        assert.notEqual(policy.inputs["policyName"], "AWSWAF-LOGS");
        assert.match(
          JSON.stringify(entry?.["Condition"]),
          /"aws:SourceAccount":.*"aws:SourceArn":/,
        );
        assert.ok(waitsFor(graph, logging, policy), `${logging.name} doesn't wait for its policy`);
      }
    },
    mutants: [
      mutant("an ARN with a wildcard", ACL_LOGGING, (logging) => {
        logging.inputs["logDestinationConfigs"] = [`${destinationOf(logging)}:*`];
      }),
      mutant("logging that doesn't wait", ACL_LOGGING, waitForNothing),
      set("the policy that AWS WAF shares", LOG_POLICY, { policyName: "AWSWAF-LOGS" }),
    ],
  },
  {
    id: "T34",
    title: "bodies over 8 KB are counted by the common rules and blocked by a later rule",
    check: (graph) => {
      for (const acl of some(graph, ACL)) {
        const common = ruleWith(acl, '"AWSManagedRulesCommonRuleSet"');
        const group = at(common["statement"], "managedRuleGroupStatement");
        assert.deepEqual(at(group, "ruleActionOverrides"), [
          { name: "SizeRestrictions_BODY", actionToUse: { count: {} } },
        ]);
        const judging = ruleWith(acl, '"awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"');
        assert.deepEqual(judging["action"], { block: {} }, acl.name);
        assert.ok(Number(judging["priority"]) > Number(common["priority"]), acl.name);
      }
    },
    mutants: [
      mutant("the common rules block", ACL, replaceText('"count":{}', '"block":{}')),
      mutant("nobody reads the label", ACL, replaceText("SizeRestrictions_Body", "Other")),
      mutant("the label is read too early", ACL, replaceText('"priority":40', '"priority":4')),
    ],
  },
  {
    id: "T35",
    title: "a firewall's rules take no more capacity than its price includes",
    check: (graph) => {
      for (const { name, inputs } of some(graph, ACL)) {
        const sum = entriesOf(inputs["rules"]).reduce(
          (total, { statement }) => total + capacityOf(statement),
          0,
        );
        assert.ok(sum > 0 && sum <= 1_500, `${name} takes ${sum} capacity units`);
      }
    },
    mutants: [
      mutant("the common rules twice", ACL, (acl) => {
        acl.inputs["rules"] = [
          ...entriesOf(acl.inputs["rules"]),
          ruleWith(acl, '"AWSManagedRulesCommonRuleSet"'),
        ];
      }),
    ],
  },
  {
    id: "T41",
    title: "a firewall's association goes before its successor comes",
    check: (graph) => {
      for (const { name, deleteBeforeReplace } of some(graph, ACL_ASSOCIATION)) {
        assert.ok(deleteBeforeReplace, name);
      }
    },
    mutants: [
      mutant("the engine's own order", ACL_ASSOCIATION, (association) => {
        association.deleteBeforeReplace = false;
      }),
    ],
  },
  {
    id: "T42",
    title: "a firewall is associated once its balancer has all its listeners",
    check: (graph) => {
      for (const association of some(graph, ACL_ASSOCIATION)) {
        const [balancer] = sources(graph, association, "resourceArn", BALANCER);
        assert.ok(balancer, `${association.name} protects no balancer of this stack`);
        const listeners = usersOf(graph, LISTENER, "loadBalancerArn", balancer);
        assert.ok(listeners.length > 0, `${association.name} protects no listener`);
        const acls = sources(graph, association, "webAclArn", ACL);
        assert.equal(acls.length, 1, `${association.name} has no web ACL of this stack`);
        for (const earlier of [...listeners, ...acls]) {
          assert.ok(
            waitsFor(graph, association, earlier),
            `${association.name} doesn't wait for ${earlier.name}`,
          );
        }
      }
    },
    mutants: [mutant("an association that doesn't wait", ACL_ASSOCIATION, waitForNothing)],
  },
];
