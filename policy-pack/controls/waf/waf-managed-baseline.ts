import { defineControl } from "../../engine/control.ts";
import { numberOf, textsOf } from "../../engine/parameters.ts";
import { each, expect, fail, pass, some } from "../../engine/verdict.ts";
import type { AddressRange } from "../vpc/addresses.ts";
import { isInternet, limits } from "../vpc/internet.ts";
import { BASELINE, baselineOf, judgeOverrides } from "./baseline.ts";
import { BYPASS_TYPES, isHidden, openedBy } from "./bypass.ts";
import { firstOf } from "./firstOf.ts";
import { blocksFloods, rateOf, requestsOf } from "./floods.ts";
import { doing } from "./groups.ts";
import { catches, type Label } from "./labels.ts";
import { isForwarded, isSteady } from "./rateKeys.ts";
import { all, type Question, type Rule, RULE_TYPES, rulesOf, WEB_ACL } from "./rules.ts";
import { isSecondLine, SECOND_LINE_TYPES } from "./secondLine.ts";

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
    const around = { stack, limits: { ...widest, closedPrefixLists: [] }, ownAccounts };
    const rules = rulesOf(around, resource);

    const isLow: Question = (rule) => requestsOf(rule) <= mostRequests;
    const isOfSender: Question = (rule) => isSteady(rateOf(rule), rateKeys);
    const limitsSenders = doing(around, blocksFloods, isOfSender, isLow);
    // Where CloudFront's own web ACL has counted connections, its header does for a second line: to
    // count by connection there would count CloudFront's own.
    const isSecond: Question = (rule) =>
      isForwarded(rateOf(rule)) &&
      isSecondLine(around, resource, (first) =>
        firstOf(rulesOf(around, first), limitsSenders).exists(),
      );
    const isOfAll: Question = (rule) => some([isOfSender, isSecond], (ask) => ask(rule));
    const are = (...does: readonly Question[]) => firstOf(rules, doing(around, ...does));
    const limiting = are(blocksFloods, isOfAll, isLow);
    const judgeRate = () => {
      if (limiting.exists()) return pass;
      if (!are(blocksFloods).exists()) return fail("The web ACL has no rate rule that blocks");
      return are(blocksFloods, isOfAll).exists()
        ? fail(`No rate rule blocks after ${mostRequests} requests in 5 minutes`)
        : fail("Senders choose what the rate rule counts by");
    };

    const groups = BASELINE.map(([name, title]) => {
      const is: Question = (rule) => baselineOf(rule) === name && rule.isWhole();
      return {
        title,
        blocks: firstOf(
          rules,
          all(is, ({ enforces }) => enforces()),
        ),
      };
    });
    /** All that has to see a request before a rule may let it pass. */
    const blocking = [...groups.map(({ blocks }) => blocks), limiting];
    const isCaught = (rule: Rule) => (label: Label) => {
      const isLater: Question = ({ priority }) => priority() > rule.priority();
      const catching = doing(
        around,
        ({ statement }) => catches(statement(), label),
        ({ blocks }) => blocks(),
      );
      const later = firstOf(rules, all(isLater, catching));
      blocking.push(later);
      return later.exists();
    };

    const opened: Opened[] = [];
    const isTooMuch = (list: readonly Opened[]) =>
      isInternet(
        list.flatMap(({ ranges }) => ranges),
        around.limits,
      );
    const comesFirst: Question = (rule) => some(blocking, ({ isBehind }) => isBehind(rule));
    const early = [
      {
        // What an override makes of a rule of the baseline itself is judged by itself.
        is: (rule: Rule) => {
          if (baselineOf(rule) !== undefined) return false;
          const ranges = openedBy(rule, around);
          if (isInternet(ranges, around.limits)) return true;
          opened.push({ rule, ranges });
          return false;
        },
        what: "lets requests pass that are not checked yet",
      },
      {
        is: (rule: Rule) => isHidden(rule, around, knownRuleGroups),
        what: "comes first, a group that this stack does not show",
      },
    ];
    return [
      ...each(groups, ({ title, blocks }) =>
        expect(blocks.exists(), `The web ACL does not block by ${title}`),
      ),
      ...each([judgeRate], (judge) => judge()),
      ...each(rules, (ask) => each(ask(), (rule) => judgeOverrides(rule, isCaught(rule)))),
      // By now it is known which labels have to be looked for as well.
      ...each(rules, (ask) =>
        each(ask(), (rule) =>
          each(early, ({ is, what }) =>
            all(is, comesFirst)(rule) ? fail(`Rule ${rule.title()} ${what}`) : pass,
          ),
        ),
      ),
      ...each([opened], (list) =>
        expect(
          !isTooMuch(list) || !isTooMuch(list.filter(({ rule }) => comesFirst(rule))),
          "Rules that come first let too many addresses pass",
        ),
      ),
    ];
  },
});

/** A rule, and addresses that it lets pass, which are not too many by themselves. */
interface Opened {
  readonly rule: Rule;
  readonly ranges: readonly AddressRange[];
}
