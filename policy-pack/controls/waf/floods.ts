import type { Reading } from "../../engine/reading.ts";
import { partOf } from "../shared/part.ts";
import type { Rule } from "./rules.ts";

/** Seconds after which a rate rule counts anew, where it does not say. */
const USUAL_WINDOW = 300;

export function rateOf({ statement }: Rule): Reading {
  return partOf(statement(), "rateBasedStatement");
}

/** Whether a rule counts all requests and blocks what is too many. */
export function blocksFloods(rule: Rule): boolean {
  const rate = rateOf(rule);
  return rate.present && !partOf(rate, "scopeDownStatement").present && rule.blocks();
}

/** How many requests of one sender pass in five minutes, if it spreads them evenly. */
export function requestsOf(rule: Rule): number {
  const rate = rateOf(rule);
  const window = partOf(rate, "evaluationWindowSec").number ?? USUAL_WINDOW;
  return ((partOf(rate, "limit").number ?? Infinity) * USUAL_WINDOW) / window;
}
