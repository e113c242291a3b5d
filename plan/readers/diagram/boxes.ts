import type { Resource } from "../../graph/resource.ts";
import { publicReason } from "../exposure.ts";
import type { Inventory } from "../inventory.ts";
import { type Family, type Kind, KINDS } from "./kinds.ts";
import { withTemplates } from "./network.ts";

/** One resource, or several equal ones, as a box. */
export interface Box {
  readonly id: string;
  readonly family: Family;
  /** The system that it is part of, if it is of one. */
  readonly system?: string | undefined;
  readonly title: string;
  readonly lines: readonly string[];
  /** Why anyone can reach it. */
  readonly exposure?: string;
  /** Whether Pulumi refuses to delete it. */
  readonly guarded: boolean;
  readonly members: readonly Resource[];
}

/** Names of systems by the URNs of their resources. */
export type Systems = ReadonlyMap<string, string>;

/** The boxes of resources that stand in one place, in the order of the kinds. */
export function boxesOf(
  resources: readonly Resource[],
  inventory: Inventory,
  systems: Systems,
): Box[] {
  return Object.entries(KINDS).flatMap(([type, kind]) => {
    const members = resources.filter((resource) => resource.type === type);
    const groups = Map.groupBy(members, ({ urn }) =>
      kind.folded === "all" ? systems.get(urn) : urn,
    );
    return [...groups.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [toBox(kind, [first, ...others], inventory, systems.get(first.urn))],
    );
  });
}

/** Whether a resource is drawn as a box, alone or with others. */
export function isBoxed(resource: Resource, used: ReadonlySet<Resource>): boolean {
  const kind = KINDS[resource.type];
  return kind !== undefined && (kind.onPath === undefined || used.has(resource));
}

/** Where something goes, and where to: what boxes do, as far as it decides who is alike. */
interface Link {
  readonly from: string;
  readonly to: string;
}

/** The boxes of one place, with those in one that are of one system and size, and do the same. */
export function foldedAlike(
  boxes: readonly Box[],
  links: readonly Link[],
  inventory: Inventory,
): Box[] {
  const deeds = (id: string) =>
    links
      .filter(({ from, to }) => from === id || to === id)
      .map((link) => JSON.stringify({ ...link, [link.from === id ? "from" : "to"]: "it" }))
      .sort();
  const groups = Map.groupBy(boxes, ({ id, members: [first], system, lines, ...box }) =>
    first !== undefined && KINDS[first.type]?.folded === "alike"
      ? JSON.stringify([first.type, system, lines, box.exposure, box.guarded, deeds(id)])
      : id,
  );
  return [...groups.values()].flatMap((alike) => {
    const [first, second] = alike;
    if (first === undefined) return [];
    const [member, ...others] = alike.flatMap(({ members }) => members);
    const kind = KINDS[member?.type ?? ""];
    return second === undefined || member === undefined || kind === undefined
      ? [first]
      : [toBox(kind, [member, ...others], inventory, first.system)];
  });
}

function toBox(
  kind: Kind,
  members: readonly [Resource, ...Resource[]],
  inventory: Inventory,
  system: string | undefined,
): Box {
  const [first] = members;
  const exposure = members
    .flatMap((member) => withTemplates(member, inventory))
    .map(publicReason)
    .find((reason) => reason !== undefined);
  return {
    id: idOf(first),
    family: kind.family,
    system,
    title: kind.title(first, members.length),
    lines: kind.lines(first, inventory, members),
    ...(exposure === undefined ? {} : { exposure }),
    guarded: members.every((member) => member.protect),
    members,
  };
}

/** What a resource is called in the drawing's language: its URN without stack and project. */
export function idOf({ urn }: Resource): string {
  return urn.split("::").slice(2).join("::");
}
