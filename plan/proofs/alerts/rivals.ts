import type { Resource } from "../../graph/resource.ts";
import { textOf } from "../../graph/value.ts";
import { type Path, stops } from "../path.ts";
import { replacedBy } from "../replaced.ts";
import { TYPE } from "../types.ts";
import { type World, wordsOf } from "../world.ts";
import { busOf } from "./buses.ts";

/** What AWS writes anew where the name is taken, by the input that names it, and where it must differ. */
const KINDS: readonly {
  readonly type: string;
  readonly property: string;
  readonly scope?: (resource: Resource) => string;
}[] = [
  { type: TYPE.alarm, property: "name" },
  { type: TYPE.compositeAlarm, property: "name" },
  { type: TYPE.rule, property: "name", scope: busOf },
  {
    type: TYPE.target,
    property: "targetId",
    scope: (target) => `${busOf(target)} ${textOf(target.inputs["rule"])}`,
  },
  {
    type: TYPE.metricFilter,
    property: "name",
    scope: ({ inputs }) => textOf(inputs["logGroupName"]),
  },
];

/** What is replaced by something of the same name as soon as that is made. */
export function rivalPaths(world: World): Path[] {
  return KINDS.flatMap(({ type, property, scope = () => "" }) => {
    const places = Map.groupBy(
      world.ofType(type),
      (resource) => `${world.region(resource)} ${scope(resource)}`,
    );
    return [...places.values()].flatMap((resources): Path[] => {
      const rivals = replacedBy(resources, property);
      if (rivals === undefined) return [];
      const { one, other, name } = rivals;
      const noun = wordsOf(type);
      const why = `${noun}s ${one.name} and ${other.name} are both called ${name}, and AWS keeps only the one that is written last`;
      const ends = { from: `${noun} ${one.name}`, to: "nobody" };
      const hop = stops(ends, why, `Give ${noun} ${other.name} a ${property} of its own.`);
      return [{ kind: "alert", group: "Replaced", source: one.urn, hops: [hop] }];
    });
  });
}
