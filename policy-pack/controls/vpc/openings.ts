import type { StackView } from "../../engine/associations.ts";
import { fail, notApplicable, pass, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { answered, gathered } from "../shared/answered.ts";
import { EVERYTHING } from "./addresses.ts";
import {
  type Direction,
  type GroupRule,
  GROUPS,
  inlineRules,
  isOf,
  splitRule,
  SPLIT_RULES,
  splitRules,
} from "./groupRules.ts";
import { isInternet, type Limits } from "./internet.ts";
import {
  ALL_PORTS,
  cut,
  describePorts,
  includes,
  joined,
  overlap,
  type Ports,
  without,
} from "./ports.ts";

/** What is asked of the rules of a group. */
export interface Question {
  readonly direction: Direction;
  /** Ports that are looked at. */
  readonly ports: readonly Ports[];
  readonly limits: Limits;
  /** What to say of those that are open to the internet; nothing if they may be. */
  readonly judge: (open: readonly Ports[]) => readonly Verdict[];
}

/**
 * Judges a group, or a rule that stands by itself, by the ports that the internet reaches. A rule is
 * judged alone; a group by its inline rules, and by what all of its rules open only together.
 */
export function judgeOpenings(stack: StackView, resource: View, question: Question) {
  const { direction, limits } = question;
  if (!GROUPS.includes(resource.type)) {
    if (!isOf(resource, direction)) return notApplicable;
    return verdictsOf([splitRule(stack, resource, limits)], question);
  }
  const inline = answered([() => inlineRules(stack, resource, direction, limits)]);
  const split = gathered(
    SPLIT_RULES[direction].map((type) => () => splitRules(stack, resource, type)),
  );
  const others = answered(
    split.answers.map(
      (rule) => () => (isOf(rule, direction) ? [splitRule(stack, rule, limits)] : []),
    ),
  );
  const verdicts = verdictsOf(inline.answers.flat(), question, others.answers.flat());
  return [...inline.open, ...split.open, ...others.open, ...verdicts];
}

/** Says what is open, such as `The internet reaches TCP 22`. */
export function openTo(what: string): Question["judge"] {
  return (open) => (open.length === 0 ? [] : [fail(`${what} ${describePorts(open)}`)]);
}

/** @param others Rules that are judged by themselves: what one of them opens is not told again. */
function verdictsOf(
  rules: readonly GroupRule[],
  question: Question,
  others: readonly GroupRule[] = [],
): readonly Verdict[] {
  const { ports, judge } = question;
  const both = [...rules, ...others];
  const told = others
    .map((other) => openPorts([other], ports, question, "sure"))
    .filter((open) => judge(open).length > 0)
    .flat();
  const open = (certainty: Certainty) =>
    joined([
      ...openPorts(rules, ports, question, certainty),
      ...openPorts(both, without(ports, told), question, certainty),
    ]);
  const sure = judge(open("sure"));
  // What is missing does not matter where the worst that it may be is no worse.
  const worst = judge(open("possible"));
  if (JSON.stringify(sure) === JSON.stringify(worst)) return sure.length === 0 ? [pass] : sure;
  return [...sure, ...both.flatMap((rule) => [...rule.ports.open, ...rule.addresses.open])];
}

/** What is known counts, or also what may be. */
type Certainty = "sure" | "possible";

/** Those of the ports for which the rules together admit the internet. */
function openPorts(
  rules: readonly GroupRule[],
  ports: readonly Ports[],
  { limits }: Question,
  certainty: Certainty,
): Ports[] {
  const possible = certainty === "possible";
  const entries = rules.map((rule) => ({
    ports: possible && rule.ports.open.length > 0 ? ALL_PORTS : rule.ports.answers,
    addresses: possible && rule.addresses.open.length > 0 ? EVERYTHING : rule.addresses.answers,
  }));
  const bounds = entries.flatMap((entry) => entry.ports);
  /** Whether some of the entries together are the internet, by their places. */
  const answers = new Map<string, boolean>();
  const touched = ports.filter((range) => bounds.some((bound) => overlap(range, bound)));
  const open = cut(touched, bounds).filter((piece) => {
    const covering = entries.filter((entry) => entry.ports.some((range) => includes(range, piece)));
    const key = covering.map((entry) => entries.indexOf(entry)).join();
    const answer =
      answers.get(key) ??
      isInternet(
        covering.flatMap((entry) => entry.addresses),
        limits,
      );
    answers.set(key, answer);
    return answer;
  });
  return joined(open);
}
