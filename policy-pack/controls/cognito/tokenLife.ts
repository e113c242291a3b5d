import type { View } from "../../engine/view.ts";
import { isStated } from "./stated.ts";

const HOUR = 60;
const DAY = 24 * HOUR;

const MINUTES: ReadonlyMap<string, number> = new Map([
  ["seconds", 1 / 60],
  ["minutes", 1],
  ["hours", HOUR],
  ["days", DAY],
]);

/** What Cognito takes where nothing is said. Source: API reference, `CreateUserPoolClient`. */
const STANDARD = {
  access: { unit: "hours", minutes: HOUR },
  id: { unit: "hours", minutes: HOUR },
  refresh: { unit: "days", minutes: 30 * DAY },
} as const;

export type Token = keyof typeof STANDARD;

/** For how many minutes a client's tokens are good; Infinity if what is said is no time. */
export function lifeInMinutes(client: View, token: Token): number {
  const standard = STANDARD[token];
  const validity = client.at(`${token}TokenValidity`);
  // Cognito takes 0 as if nothing were said.
  if (!isStated(client, validity) || validity.number === 0) return standard.minutes;
  const unit = client.at(`tokenValidityUnits.${token}Token`);
  const name = isStated(client, unit) ? (unit.text ?? "") : standard.unit;
  return (validity.number ?? Infinity) * (MINUTES.get(name) ?? Infinity);
}
