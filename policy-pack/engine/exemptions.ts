import { isProperties, type Value } from "./resource.ts";
import { covers, hasWildcard } from "./wildcard.ts";

/** A finding that is accepted for a while. */
export interface Exemption {
  /** Id of the control. */
  readonly control: string;
  /** URN of the resource; `*` may stand for a part of it, behind stack and project. */
  readonly urn: string;
  /** Why the finding is acceptable. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, in UTC: `2027-03-31`. */
  readonly expires: string;
  /** Where it was decided. @default none */
  readonly ticket?: string;
}

/** An exemption and what became of it in a run. All but `used` ones are findings themselves. */
export interface JudgedExemption extends Exemption {
  readonly state: "used" | "unused" | "expired" | "invalid";
  /** What is wrong with it, unless it is used. */
  readonly problem?: string;
}

/** The file of exemptions has no readable shape; the message says all that is wrong. */
export class ExemptionsError extends Error {
  override readonly name = "ExemptionsError";
}

const FIELDS = ["control", "urn", "reason", "owner", "expires", "ticket"] as const;
const LONGEST_DAYS = 366;
const FEWEST_LETTERS_OF_A_REASON = 10;

/**
 * Reads the file's entries. What is missing or wrong inside one is no error here but a finding of
 * `exemption-valid`, so that it stands in the report beside the others.
 *
 * @throws ExemptionsError when it is no list of objects of texts with the known fields.
 */
export function readExemptions(raw: Value): readonly Exemption[] {
  if (!Array.isArray(raw)) throw new ExemptionsError("The exemptions are no list");
  const problems = (raw as readonly Value[]).flatMap((entry, index) => shapeProblems(entry, index));
  if (problems.length > 0) throw new ExemptionsError(problems.join("\n"));
  return (raw as readonly Partial<Exemption>[]).map(
    ({ control = "", urn = "", reason = "", owner = "", expires = "", ticket }) => ({
      control,
      urn,
      reason,
      owner,
      expires,
      ...(ticket === undefined ? {} : { ticket }),
    }),
  );
}

function shapeProblems(entry: Value, index: number): string[] {
  const at = `exemption ${index + 1}`;
  if (!isProperties(entry)) return [`${at} is no object`];
  return Object.entries(entry).flatMap(([key, value]) => {
    if (!FIELDS.some((field) => field === key)) {
      return [`${at} has an unknown field ${JSON.stringify(key)}; known: ${FIELDS.join(", ")}`];
    }
    return typeof value === "string" ? [] : [`${at}: ${key} is no text`];
  });
}

/** Where and when a run judges. */
export interface Occasion {
  readonly project: string;
  readonly stack: string;
  /** Today in UTC, `2026-11-22`. */
  readonly date: string;
}

/** The exemptions of one stack. */
export class Exemptions {
  readonly #entries: readonly { readonly exemption: Exemption; problem: Problem | undefined }[];
  readonly #used = new Set<Exemption>();

  /** @param severities Of each control that there is, by id. */
  constructor(
    all: readonly Exemption[],
    severities: ReadonlyMap<string, string>,
    occasion: Occasion,
  ) {
    this.#entries = all
      .filter((exemption) => belongsTo(exemption, occasion))
      .map((exemption) => ({
        exemption,
        problem: problemOf(exemption, severities, occasion.date),
      }));
  }

  /** The valid exemption of a finding, which counts as used from then on. */
  of(control: string, urn: string): Exemption | undefined {
    const found = this.#entries.find(
      ({ exemption, problem }) =>
        problem === undefined && exemption.control === control && covers(exemption.urn, urn),
    )?.exemption;
    if (found !== undefined) this.#used.add(found);
    return found;
  }

  /** All of them, once every finding was asked about. */
  judged(): readonly JudgedExemption[] {
    return this.#entries.map(({ exemption, problem }) => {
      if (problem !== undefined) return { ...exemption, ...problem };
      if (this.#used.has(exemption)) return { ...exemption, state: "used" };
      return { ...exemption, state: "unused", problem: "nothing is found that it would exempt" };
    });
  }
}

/** An exemption that names no stack belongs to all of them, where it is reported as invalid. */
function belongsTo({ urn }: Exemption, { project, stack }: Occasion): boolean {
  const [scope = "", owner = ""] = urn.split("::");
  const named = scope.startsWith("urn:pulumi:") && !hasWildcard(scope) && !hasWildcard(owner);
  return !named || (scope === `urn:pulumi:${stack}` && owner === project);
}

interface Problem {
  readonly state: "expired" | "invalid";
  readonly problem: string;
}

function problemOf(
  exemption: Exemption,
  severities: ReadonlyMap<string, string>,
  date: string,
): Problem | undefined {
  const { control: id, urn, reason, owner, expires } = exemption;
  const invalid: string[] = [];
  if (!severities.has(id)) invalid.push(`no control is called ${JSON.stringify(id)}`);
  if (!/^urn:pulumi:[^*?:]+::[^*?:]+::.+::.+$/.test(urn)) {
    invalid.push("urn names no resource of one stack and project");
  } else if (hasWildcard(urn) && severities.get(id) === "critical") {
    invalid.push("a critical control takes no wildcard");
  }
  if (reason.trim().length < FEWEST_LETTERS_OF_A_REASON) invalid.push("it gives no reason");
  if (owner.trim() === "") invalid.push("it names no owner");
  if (!isDay(expires)) invalid.push("expires is no day such as 2027-03-31");
  else if (daysBetween(date, expires) > LONGEST_DAYS) {
    invalid.push(`it holds for more than ${LONGEST_DAYS} days`);
  }
  if (invalid.length > 0) return { state: "invalid", problem: invalid.join("; ") };
  return expires < date ? { state: "expired", problem: `it expired on ${expires}` } : undefined;
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text)
  );
}
