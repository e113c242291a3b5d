import type { StackView } from "../../engine/associations.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";
import { type Answered, answered, gathered } from "../shared/answered.ts";
import { type AddressRange, possiblyIn } from "./addresses.ts";
import { isInternet, type Limits } from "./internet.ts";
import { allNaming } from "./owners.ts";
import { VPC_ENDPOINT } from "./types.ts";

export const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
export const PREFIX_LIST_ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
/** Types that say what is in a prefix list. */
export const PREFIX_LIST_TYPES = [PREFIX_LIST, PREFIX_LIST_ENTRY, VPC_ENDPOINT];

/**
 * CloudFront's addresses that call origins, `com.amazonaws.global.cloudfront.origin-facing`, in each
 * region: a front door, and not the internet. Source: the console's list of AWS-managed prefix
 * lists, read in 2026; others are a parameter.
 */
export const CLOUDFRONT_LISTS = [
  "pl-3b927c52",
  "pl-b6a144df",
  "pl-4ea04527",
  "pl-82a045eb",
  "pl-38a64351",
  "pl-5da64334",
  "pl-4fa04526",
  "pl-93a247fa",
  "pl-75b1541c",
  "pl-a3a144ca",
  "pl-fab65393",
  "pl-58a04531",
  "pl-22a6434b",
  "pl-31a14458",
  "pl-31a34658",
  "pl-b8a742d1",
  "pl-9aa247f3",
];

/** A place that names a prefix list. */
export interface NamedList {
  readonly stack: StackView;
  /** The resource, and its property that the place belongs to. */
  readonly view: View;
  readonly property: string;
  /** The id itself. */
  readonly id: Reading;
  /** All ids of the rule that it belongs to, as far as the list of them is known. */
  readonly ids?: readonly Reading[];
  /** All ids in that property. */
  readonly all: readonly Reading[];
  readonly limits: Limits;
}

/**
 * The addresses in a prefix list. A list of the stack has its entries; those of a gateway endpoint
 * are an AWS service's own. The engine tells from which lists a property has its ids, but not which
 * id is whose; so with several of them the answer is sure where none is the internet.
 *
 * @throws Undecidable when the list is of another stack, and no parameter says that it is closed.
 */
export function addressesOf(named: NamedList): Answered<AddressRange> {
  const { stack, view, property, id, all, limits } = named;
  const known = id.kind === "known" ? id.text : undefined;
  if (known !== undefined && isClosed(known, limits)) return { answers: [], open: [] };
  const lists = stack.references(view, property, PREFIX_LIST);
  const candidates = lists.length + stack.references(view, property, VPC_ENDPOINT).length;
  const others = all.filter(({ kind }) => kind === "known").flatMap((other) => other.texts());
  const strangers = new Set(others.filter((other) => !isClosed(other, limits)));
  // A known id beside unknown ones, or one more than there are lists, is none of theirs.
  const foreign =
    known !== undefined &&
    (all.some(({ kind }) => kind === "unknown") || strangers.size > candidates);
  if (foreign || candidates === 0) throw id.undecidable();
  const contents = gathered(lists.map((list) => () => entriesOf(stack, list)));
  // A place that names as many lists as there are names them all, and they count together.
  const own = named.ids ?? [];
  const isEach = own.length === all.length && own.length === candidates;
  const isClear = contents.open.length === 0 && !anyOpen(stack, lists, limits);
  const sure = candidates === 1 || isEach || isClear;
  if (!sure) throw id.undecidable();
  return contents;
}

function isClosed(id: string, { closedPrefixLists }: Limits): boolean {
  return CLOUDFRONT_LISTS.includes(id) || closedPrefixLists.includes(id);
}

function anyOpen(stack: StackView, lists: readonly View[], limits: Limits): boolean {
  return lists.some((list) => isInternet(entriesOf(stack, list).answers, limits));
}

/** The entries of a list, in it or split off. */
function entriesOf(stack: StackView, list: View): Answered<AddressRange> {
  const entries = gathered<View | Reading>([
    () => ({ answers: list.at("entries").items(), open: [] }),
    () => allNaming(stack, list, PREFIX_LIST_ENTRY, "prefixListId", [PREFIX_LIST]),
  ]);
  const cidrs = answered(entries.answers.map((entry) => () => entry.at("cidr").text ?? ""));
  return {
    answers: cidrs.answers.flatMap(possiblyIn),
    open: [...entries.open, ...cidrs.open],
  };
}
