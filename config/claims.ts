import type { RawSettings } from "./load.ts";
import { at, problem, type SettingsProblem } from "./problems.ts";

/** Something of an account, or of a region of it, that one stack may have. */
interface Claim {
  /** Where a stack says that it has it. */
  readonly path: readonly string[];
  /** What it says then. */
  readonly values: readonly string[];
  /** Where it is, of `environment`: stacks that are elsewhere have their own. */
  readonly place: readonly string[];
  /** What it may say instead. */
  readonly instead: (others: string, place: string) => string;
}

const CLAIMS: readonly Claim[] = [
  {
    path: ["account", "mode"],
    values: ["owns"],
    place: ["accountId"],
    instead: (others, place) =>
      `adopts or none, since stack ${others} owns the baseline of account ${place}`,
  },
  {
    // Two would answer each event, and each revoke what the other's program opens.
    path: ["operations", "response", "mode"],
    values: ["dry-run", "on"],
    place: ["accountId", "region"],
    instead: (others, place) => `off, since stack ${others} responds in ${place}`,
  },
];

/** Blocks of a stack file that claims are made in. */
export const CLAIMING_BLOCKS = ["environment", "account", "operations"] as const;

/** What a stack claims though another has it: what exists once in an account has one owner. */
export function claimedTwice(
  project: string,
  own: RawSettings,
  others: Readonly<Record<string, RawSettings>>,
): SettingsProblem[] {
  return CLAIMS.flatMap((claim) => {
    const place = placeOf(claim, own);
    if (place === undefined) return [];
    const rivals = Object.keys(others).filter((name) => placeOf(claim, others[name]) === place);
    if (rivals.length === 0) return [];
    const path = [...claim.path];
    const said = String(at(own, path));
    return [problem(project, path, said, claim.instead(rivals.join(" and "), place))];
  });
}

/** Where a stack claims something; undefined when it does not. */
function placeOf({ path, values, place }: Claim, settings: unknown): string | undefined {
  if (!values.includes(String(at(settings, path)))) return undefined;
  const parts = place.map((name) => at(settings, ["environment", name]));
  return parts.every((part) => typeof part === "string") ? parts.join(", ") : undefined;
}
