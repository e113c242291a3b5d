import { defineControl } from "../../engine/control.ts";
import { numberOf, textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, every, expect, fail, pass, some, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { partOf } from "../shared/part.ts";
import { limits } from "../vpc/internet.ts";
import { BYPASS_TYPES, isHidden, letsPass } from "./bypass.ts";
import { isForwarded, isSteady } from "./rateKeys.ts";
import {
  asksForLabel,
  type Rule,
  RULE_TYPES,
  rulesOf,
  someRule,
  type Source,
  WEB_ACL,
} from "./rules.ts";
import { isSecondLine, SECOND_LINE_TYPES } from "./secondLine.ts";

/** AWS's rule groups that every ACL needs, and how messages call them. */
const BASELINE = [
  ["AWSManagedRulesCommonRuleSet", "AWS's common rules"],
  ["AWSManagedRulesKnownBadInputsRuleSet", "AWS's rules against known bad inputs"],
  ["AWSManagedRulesAmazonIpReputationList", "AWS's list of addresses of ill repute"],
] as const;

/** Actions that let a request pass which the rule was made to stop. */
const WEAK = ["allow", "count"];

/** Seconds after which a rate rule counts anew, where it does not say. */
const USUAL_WINDOW = 300;

export const wafManagedBaseline = defineControl({
  id: "waf-managed-baseline",
  title: "Web ACLs block common attacks, known bad inputs, ill-reputed addresses and floods",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-5", "SC-7", "SI-3"] },
  cause: "The web ACL is there, and attacks that everyone knows pass it.",
  remedy:
    "Add AWS's three rule groups without an override to Count, a rate rule that blocks, and no rule before them that lets others pass than chosen addresses",
  types: [WEB_ACL],
  related: [...RULE_TYPES, ...BYPASS_TYPES, ...SECOND_LINE_TYPES],
  parameters: {
    mostRequests: numberOf(10_000, "Requests of one sender in 5 minutes that may pass.", {
      minimum: 10,
    }),
    knownRuleGroups: textsOf(
      [],
      "ARNs of rule groups outside the stack that are known to let nothing pass unchecked.",
    ),
    rateKeys: textsOf(
      [],
      "What rate rules may count by beside addresses because senders can't choose it: asn, or a header that a proxy in front overwrites, as header:cf-connecting-ip.",
    ),
    widestIpv4Prefix: limits.widestIpv4Prefix,
    widestIpv6Prefix: limits.widestIpv6Prefix,
  },
  scope: "stack",
  check({ resource, stack, parameters, ownAccounts }) {
    const { mostRequests, knownRuleGroups, rateKeys, ...widest } = parameters;
    const rules = rulesOf(stack, resource);
    const isLow = (rule: Rule) => requestsOf(rule) <= mostRequests;
    const isOfSender: Question = (rule) => isSteady(rateOf(rule), rateKeys);
    const limitsSenders = (acl: View) =>
      someRule(rulesOf(stack, acl), all(blocksFloods, isOfSender, isLow));
    // Where CloudFront's own web ACL has counted connections, its header does for a second line: to
    // count by connection there would count CloudFront's own.
    const isSecond: Question = (rule) =>
      isForwarded(rateOf(rule)) && isSecondLine(stack, resource, limitsSenders);
    const limitsAll = all(blocksFloods, (rule) => some([isOfSender, isSecond], (ask) => ask(rule)));
    const rate = () => {
      if (!someRule(rules, blocksFloods)) return fail("The web ACL has no rate rule that blocks");
      if (!someRule(rules, limitsAll)) return fail("Senders choose what the rate rule counts by");
      const limited = someRule(rules, all(limitsAll, isLow));
      return expect(limited, `No rate rule blocks after ${mostRequests} requests in 5 minutes`);
    };
    const blocking = [
      ...BASELINE.map(
        ([name]): Question =>
          (rule) =>
            isGroup(rule, name) && rule.isWhole(),
      ),
      limitsAll,
    ];
    const around = { stack, limits: { ...widest, closedPrefixLists: [] }, ownAccounts };
    const early = [
      {
        // What an override makes of a rule of the baseline itself is judged by itself.
        is: (rule: Rule) => letsPass(rule, around) && !isBaseline(rule),
        what: "lets requests pass that are not checked yet",
      },
      {
        is: (rule: Rule) => isHidden(rule, around, knownRuleGroups),
        what: "comes first, a group that this stack does not show",
      },
    ];
    const judgeOrder = (rule: Rule) =>
      each(early, ({ is, what }) =>
        every([is, (one: Rule) => comesFirst(one, rules, blocking)], (ask) => ask(rule))
          ? fail(`Rule ${rule.title()} ${what}`)
          : pass,
      );
    return [
      ...each(BASELINE, ([name, title]) => {
        const blocks = someRule(rules, (rule) => isGroup(rule, name) && rule.isWhole());
        return expect(blocks, `The web ACL does not block by ${title}`);
      }),
      ...each([rate], (part) => part()),
      ...each(rules, (ask) =>
        each(ask(), (rule) => [
          ...each([rule], (one) => judgeOverrides(one, rules)),
          ...judgeOrder(rule),
        ]),
      ),
    ];
  },
});

type Question = (rule: Rule) => boolean;

function all(...questions: readonly Question[]): Question {
  return (rule) => every(questions, (ask) => ask(rule));
}

/** Whether a rule comes before one of those that block, and so may keep requests from it. */
function comesFirst(
  { priority }: Rule,
  rules: readonly Source[],
  blocking: readonly Question[],
): boolean {
  return some(blocking, (isPart) => {
    const before = (rule: Rule) => isPart(rule) && rule.priority() < priority();
    return someRule(rules, isPart) && !someRule(rules, before);
  });
}

function isGroup({ group, enforces }: Rule, name: string): boolean {
  const found = group();
  const named = partOf(found, "vendorName").text === "AWS" && partOf(found, "name").text === name;
  return named && enforces();
}

function isBaseline({ group }: Rule): boolean {
  return BASELINE.some(([name]) => partOf(group(), "name").text === name);
}

/** Whether a rule counts all requests and blocks what is too many. */
function blocksFloods(rule: Rule): boolean {
  const rate = rateOf(rule);
  return rate.present && !partOf(rate, "scopeDownStatement").present && rule.blocks();
}

/** How many requests of one sender pass in five minutes, if it spreads them evenly. */
function requestsOf(rule: Rule): number {
  const rate = rateOf(rule);
  const window = partOf(rate, "evaluationWindowSec").number ?? USUAL_WINDOW;
  return ((partOf(rate, "limit").number ?? Infinity) * USUAL_WINDOW) / window;
}

function rateOf({ statement }: Rule): Reading {
  return partOf(statement(), "rateBasedStatement");
}

/** A rule of a group may count where a later rule blocks what it has labelled. */
function judgeOverrides(rule: Rule, rules: readonly Source[]): Verdict[] {
  const { group, priority } = rule;
  const overrides = partOf(group(), "ruleActionOverrides").items();
  return each(overrides, (override) => {
    const weak = some(WEAK, (action) => partOf(override, `actionToUse.${action}`).present);
    if (!weak || !isBaseline(rule)) return pass;
    const name = partOf(override, "name").text ?? "";
    const caught = someRule(
      rules,
      (other) =>
        other.blocks() && asksForLabel(other.statement(), name) && other.priority() > priority(),
    );
    return expect(caught, `Rule ${name} of AWS's only counts`, override);
  });
}
