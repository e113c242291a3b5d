import type { Resource } from "../../graph/resource.ts";
import { type Path, stops } from "../path.ts";
import { replacedBy } from "../replaced.ts";
import { TYPE } from "../types.ts";
import { type World, wordsOf } from "../world.ts";
import { busOf } from "./buses.ts";

/** What AWS writes anew where the name is taken, by the input that names it, and where it must differ. */
const KINDS: readonly {
  readonly types: readonly string[];
  readonly property: string;
  readonly scope?: (world: World, resource: Resource) => string;
}[] = [
  { types: [TYPE.alarm, TYPE.compositeAlarm], property: "name" },
  { types: [TYPE.rule], property: "name", scope: (_, rule) => busOf(rule) },
  {
    types: [TYPE.target],
    property: "targetId",
    scope: (world, target) => `${busOf(target)} ${placeOf(world, target, "rule", TYPE.rule)}`,
  },
  {
    types: [TYPE.metricFilter],
    property: "name",
    scope: (world, filter) => placeOf(world, filter, "logGroupName", TYPE.logGroup),
  },
];

/** What an input refers to; of what is unknown only that it is shared by nothing else. */
function placeOf(world: World, resource: Resource, property: string, type: string): string {
  const found = world.find(resource, property, type, resource.inputs[property]);
  return found.resource?.urn ?? found.outside ?? resource.urn;
}

/** What is replaced by something of the same name as soon as that is made. */
export function rivalPaths(world: World): Path[] {
  return KINDS.flatMap(({ types, property, scope = () => "" }) => {
    const places = Map.groupBy(
      world.ofType(...types),
      (resource) => `${world.region(resource)} ${scope(world, resource)}`,
    );
    return [...places.values()].flatMap((resources): Path[] => {
      const rivals = replacedBy(resources, property);
      if (rivals === undefined) return [];
      const { one, other, name } = rivals;
      const [noun, otherNoun] = [wordsOf(one.type), wordsOf(other.type)];
      const why =
        noun === otherNoun
          ? `${noun}s ${one.name} and ${other.name} are both called ${name}, and AWS keeps only the one that is written last`
          : `${noun} ${one.name} and ${otherNoun} ${other.name} are both called ${name}, and AWS takes a name for one of them alone`;
      const ends = { from: `${noun} ${one.name}`, to: "nobody" };
      const hop = stops(ends, why, `Give ${otherNoun} ${other.name} a ${property} of its own.`);
      return [{ kind: "alert", group: "Replaced", source: one.urn, hops: [hop] }];
    });
  });
}
