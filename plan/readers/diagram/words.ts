import type { Box } from "./boxes.ts";
import { INTERNET } from "./flows.ts";
import { KINDS } from "./kinds.ts";
import { boxesIn, type Diagram } from "./model.ts";

const LIST = new Intl.ListFormat("en-GB");

/** What the picture shows as sentences: systems, networks, allowed traffic, and use of stores. */
export function inWords({ networks, outside, flows, uses, asides }: Diagram): string {
  const sizes = asides.find(({ title }) => title === "Systems")?.items ?? [];
  const names = new Map([
    [INTERNET, "the internet"],
    ...networks.map(({ id, system, cidr }) => [id, named(`VPC ${cidr}`, system)] as const),
    ...[...outside, ...boxesIn(networks)].map((box) => [box.id, boxName(box)] as const),
  ]);
  const name = (end: string) => names.get(end) ?? end;
  return [
    ...listed(
      "Systems",
      sizes.map(({ text }) => text),
    ),
    ...listed(
      "Networks",
      networks.map(({ id }) => name(id)),
    ),
    "Allowed traffic.",
    ...flows.map(
      ({ from, to, ports }) => `From ${name(from)} to ${name(to)} on ${ports.join(", ")}.`,
    ),
    ...(uses.length === 0 ? [] : ["Events and use of stores."]),
    ...uses.map(({ from, to, what }) => `From ${name(from)} to ${name(to)}: ${what}.`),
  ].join(" ");
}

function listed(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}: ${LIST.format(items)}.`];
}

/** With the names of those that share a box because they are alike. */
function boxName({ title, system, members }: Box): string {
  const alike = members.length > 1 && members.every(({ type }) => KINDS[type]?.folded === "alike");
  return named(alike ? `${title} ${LIST.format(members.map(({ name }) => name))}` : title, system);
}

function named(title: string, system: string | undefined): string {
  return system === undefined ? title : `${title} (${system})`;
}
