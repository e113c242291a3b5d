import { Undecidable } from "../../engine/reading.ts";
import { each, pass, type Verdict } from "../../engine/verdict.ts";
import { once } from "../shared/once.ts";
import type { Question, Rule, Source } from "./rules.ts";

/** The rules of a web ACL that do one thing. Each answer throws where it hangs on an unknown one. */
export interface Kind {
  /** Whether there is one. */
  readonly exists: () => boolean;
  /** Whether there is one, and all of them come behind a rule, or are it. */
  readonly isBehind: (rule: Rule) => boolean;
}

/** Looks at all rules once, whatever is asked of them later. */
export function firstOf(sources: readonly Source[], is: Question): Kind {
  const look = once(() => {
    const found: Rule[] = [];
    const verdicts = each(sources, (ask) =>
      each(ask(), (rule) => {
        if (is(rule)) found.push(rule);
        return pass;
      }),
    );
    return { found, verdicts };
  });
  const place = once(() => {
    let first = Infinity;
    const verdicts = each(look().found, ({ priority }) => {
      first = Math.min(first, priority());
      return pass;
    });
    return { first, verdicts: [...look().verdicts, ...verdicts] };
  });
  return {
    exists: () => {
      const { found, verdicts } = look();
      if (found.length === 0) demandAll(verdicts);
      return found.length > 0;
    },
    isBehind: (rule) => {
      const { first, verdicts } = place();
      // Whatever others do, this one surely comes before the rule.
      if (first < rule.priority()) return false;
      demandAll(verdicts);
      return look().found.length > 0;
    },
  };
}

/** @throws Undecidable when a rule that nobody knows may be of the kind too. */
function demandAll(verdicts: readonly Verdict[]): void {
  const open = verdicts.find(({ outcome }) => outcome === "undecided");
  if (open?.outcome === "undecided") throw new Undecidable(open.property, open.urn, "is unknown");
}
