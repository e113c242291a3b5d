import { PlainFailure } from "../shared/failure.ts";
import type { Outcome } from "./contract.ts";
import { judgeDocument, oversize } from "./document.ts";
import { type Arrival, originOf } from "./event.ts";
import type { Item } from "./item.ts";
import { announce, type Conclusion, type NoticeParts } from "./notice.ts";
import { onlyProblem, type Problems, problemText } from "./problems.ts";
import { deleteSource, readSource, type Source } from "./processing.ts";
import {
  copyTo,
  type Held,
  heldUnder,
  isWhole,
  type QuarantineParts,
  type Rejection,
} from "./quarantine.ts";
import { rejectName } from "./rejectName.ts";
import { storeItem, type TableParts } from "./table.ts";

/** What an arrival is handled with. */
export type IngestParts = QuarantineParts & TableParts & NoticeParts;

/**
 * Looks at quarantine, with a copy between each two: of two that copy at once one looks again, and
 * what it was beaten by may have been removed since.
 */
const TURNS = 4;

/** What is announced of a rejected object. */
type Rejected = Rejection & Omit<Conclusion, "outcome">;

/**
 * Handles an arrival to its end (S-INGEST-4); undefined when there is nothing left to do.
 *
 * The source is deleted last, by its version, when its item or its copy is safe and the outcome is
 * announced. So as long as it is there, something may be left to do and each step can be repeated,
 * and once it is gone, nothing is: events may come twice, at once, late and in any order, and an
 * attempt may end anywhere. An earlier attempt's item is known by its origin, its copy by the
 * arrival in its metadata.
 */
export async function ingest(
  parts: IngestParts,
  arrival: Arrival,
): Promise<Conclusion | undefined> {
  const source = await readSource(parts, arrival);
  const conclusion = source && (await settle(parts, source));
  if (conclusion === undefined) return undefined;
  await announce(parts, arrival, conclusion);
  await deleteSource(parts, arrival);
  return conclusion;
}

/** Takes the object where it belongs, and leaves the source. */
async function settle(parts: IngestParts, source: Source): Promise<Conclusion | undefined> {
  const judged = source.content ? judgeDocument(source.content) : oversize(source.size);
  if ("problems" in judged) return invalid(parts, source, judged);
  const item = keyOf(judged.item);
  const stored = await storeItem(parts, judged.item, originOf(source.arrival));
  if (stored.is === "stored") return { outcome: "stored", item };
  if (stored.is === "refused") return invalid(parts, source, onlyProblem("is refused by DynamoDB"));
  const from = stored.other === undefined ? "" : ` from ${stored.other}`;
  const detail = `The table has an item of this key${from}.`;
  return quarantine(parts, source, { reason: "duplicate", detail, item });
}

/** Moves what is no valid item. */
function invalid(
  parts: IngestParts,
  source: Source,
  problems: Problems,
): Promise<Conclusion | undefined> {
  return quarantine(parts, source, { reason: "invalid", detail: detailOf(problems), ...problems });
}

/** Sees to it that quarantine has the object; undefined when there is nothing left to copy. */
async function quarantine(
  parts: IngestParts,
  source: Source,
  rejected: Rejected,
): Promise<Conclusion | undefined> {
  const { arrival, digest } = source;
  const name = rejectName(arrival.key, { digest, id: arrival.id });
  for (let turn = 0; turn < TURNS; turn += 1) {
    const held = await heldUnder(parts, name);
    if (held !== undefined) {
      const outcome = await outcomeOf(parts, source, held);
      return { ...rejected, outcome, reject: name };
    }
    if ((await copyTo(parts, name, source, rejected)) === "missing") return undefined;
  }
  throw new PlainFailure("The copy in quarantine comes and goes.");
}

/**
 * What is to be said when quarantine has something under a rejected object's name: read again and
 * found whole, it is this object's copy, or that of an earlier one.
 */
async function outcomeOf(parts: IngestParts, source: Source, held: Held): Promise<Outcome> {
  const { copy, name } = held;
  if (copy === undefined || !(await isWhole(parts, held, source))) {
    throw new PlainFailure(
      `What is in quarantine is no copy of it, and has to be removed: ${name}`,
    );
  }
  return copy.source === source.arrival.id ? copy.reason : "already-quarantined";
}

/** The first problem in words, and how many there are. */
function detailOf({ problems, problemCount }: Problems): string {
  const [first] = problems;
  const text = first === undefined ? "" : problemText(first);
  return problemCount === 1 ? text : `${problemCount} problems. ${text}`;
}

function keyOf({ ArtistID, ItemID }: Item): NonNullable<Conclusion["item"]> {
  return { ArtistID: ArtistID.S, ItemID: ItemID.S };
}
