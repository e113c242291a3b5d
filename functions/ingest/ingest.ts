import { PlainFailure } from "../shared/failure.ts";
import type { Outcome } from "./contract.ts";
import { judgeDocument, oversize, type Problem, problemText } from "./document.ts";
import { type Arrival, originOf } from "./event.ts";
import type { Item } from "./item.ts";
import { announce, type Conclusion, type NoticeParts } from "./notice.ts";
import { deleteSource, readSource, type Source, sourceSize } from "./processing.ts";
import {
  copyOver,
  type Held,
  heldUnder,
  isWhole,
  type QuarantineParts,
  type Rejection,
} from "./quarantine.ts";
import { storeItem, type TableParts } from "./table.ts";

/** What an arrival is handled with. */
export type IngestParts = QuarantineParts & TableParts & NoticeParts;

/** Looks at quarantine, with a copy between each two, while others change the same key there. */
const TURNS = 8;

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
  if (conclusion !== undefined) await conclude(parts, arrival, conclusion);
  return conclusion;
}

/** Takes the object where it belongs, and leaves the source. */
async function settle(parts: IngestParts, source: Source): Promise<Conclusion | undefined> {
  const judged = source.content ? judgeDocument(source.content) : oversize(source.size);
  if ("problems" in judged) {
    const { problems } = judged;
    return quarantine(parts, source, { reason: "invalid", detail: detailOf(problems), problems });
  }
  const item = keyOf(judged.item);
  const outcome = await storeItem(parts, judged.item, originOf(source.arrival));
  if (outcome.stored) return { outcome: "stored", item };
  const from = outcome.other === undefined ? "" : ` from ${outcome.other}`;
  const detail = `The table has an item of this key${from}.`;
  return quarantine(parts, source, { reason: "duplicate", detail, item });
}

async function conclude(
  parts: IngestParts,
  arrival: Arrival,
  conclusion: Conclusion,
): Promise<void> {
  await announce(parts, arrival, conclusion);
  await deleteSource(parts, arrival);
}

/** Sees to it that quarantine has the object; undefined when there is nothing left to copy. */
async function quarantine(
  parts: IngestParts,
  source: Source,
  rejected: Rejected,
): Promise<Conclusion | undefined> {
  const { arrival } = source;
  let isCopied = false;
  for (let turn = 0; turn < TURNS; turn += 1) {
    const held = await heldUnder(parts, arrival.key);
    const outcome = held && (await outcomeOf(parts, source, held));
    if (outcome !== undefined) return { ...rejected, outcome };
    if (isCopied && held?.rejection?.source === arrival.id) {
      throw new PlainFailure("The copy in quarantine is not what was copied.");
    }
    if (held !== undefined) await finish(parts, arrival, held);
    const copied = await copyOver(parts, source, rejected, held);
    isCopied = copied === "copied";
    const isGone = copied === "missing" && (await sourceSize(parts, arrival)) === undefined;
    if (isGone) return undefined;
  }
  throw new PlainFailure("The quarantine's object of that key changes all the time.");
}

/**
 * What is to be said when quarantine has a rejected object's content under its key, read again and
 * found whole: it is this object's copy, or that of an earlier one.
 */
async function outcomeOf(
  parts: IngestParts,
  { arrival, size, digest }: Source,
  held: Held,
): Promise<Outcome | undefined> {
  if (held.rejection === undefined || held.digest !== digest) return undefined;
  const { source, reason } = held.rejection;
  const isOwn = source === arrival.id;
  // Of two large objects nobody can say that they are the same.
  if (!isOwn && digest === undefined) return undefined;
  if (!(await isWhole(parts, held, size))) return undefined;
  return isOwn ? reason : "already-quarantined";
}

/**
 * Brings to its end what an earlier arrival of the key has begun: its copy is about to be replaced,
 * and without it that one's next attempt would make a second one.
 */
async function finish(
  parts: IngestParts,
  { bucket, key, version }: Arrival,
  held: Held,
): Promise<void> {
  // Where a bucket keeps no versions, this arrival has taken the other's place.
  if (held.rejection === undefined || version === undefined) return;
  const { source: id, reason, detail } = held.rejection;
  const arrival = { bucket, key, id, version: id };
  const size = await sourceSize(parts, arrival);
  if (size === undefined || !(await isWhole(parts, held, size))) return;
  await conclude(parts, arrival, { outcome: reason, detail });
}

/** The first problem in words, and how many there are. */
function detailOf(problems: readonly Problem[]): string {
  const [first, ...more] = problems;
  const text = first === undefined ? "" : problemText(first);
  return more.length === 0 ? text : `${problems.length} problems. ${text}`;
}

function keyOf({ ArtistID, ItemID }: Item): NonNullable<Conclusion["item"]> {
  return { ArtistID: ArtistID.S, ItemID: ItemID.S };
}
