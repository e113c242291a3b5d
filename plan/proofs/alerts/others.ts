import type { Resource } from "../../graph/resource.ts";
import { isProperties, type Value } from "../../graph/value.ts";
import { type Path, unknown } from "../path.ts";
import { TYPE } from "../types.ts";
import type { World } from "../world.ts";

/** Types whose ways to a topic are walked, or that tell it nothing. */
const KNOWN: ReadonlySet<string> = new Set([
  TYPE.alarm,
  TYPE.compositeAlarm,
  TYPE.function,
  TYPE.invokeConfig,
  TYPE.permission,
  TYPE.policy,
  TYPE.rolePolicy,
  TYPE.subscription,
  TYPE.target,
  TYPE.topicPolicy,
  "aws:budgets/budget:Budget",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:costexplorer/anomalySubscription:AnomalySubscription",
]);

/** Whatever else names a topic: nothing tells a topic without being in the proof. */
export function otherPaths(world: World): Path[] {
  const topics = world.ofType(TYPE.topic);
  const urns = new Set(topics.map(({ urn }) => urn));
  const arns = new Set(topics.flatMap((topic) => world.arnOf(topic) ?? []));
  return world.inventory.graph.resources
    .filter(({ type, custom }) => custom && type !== TYPE.topic && !KNOWN.has(type))
    .filter((resource) => namesTopic(resource, urns, arns))
    .map((resource): Path => {
      const from = world.label(resource);
      const why = `how a resource of type ${resource.type} tells a topic is not known here`;
      const remedy = `Teach the plan how ${resource.type} delivers, or let an alarm or a rule tell instead of ${from}.`;
      const hops = [unknown({ from, to: "a topic" }, why, remedy)];
      return { kind: "alert", group: "Others", source: resource.urn, hops };
    });
}

function namesTopic(
  { inputs, propertyDependencies }: Resource,
  urns: ReadonlySet<string>,
  arns: ReadonlySet<string>,
): boolean {
  const byOrigin = Object.values(propertyDependencies)
    .flat()
    .some((urn) => urns.has(urn));
  return byOrigin || Object.values(inputs).some((value) => holds(value, arns));
}

function holds(value: Value, texts: ReadonlySet<string>): boolean {
  if (typeof value === "string") return texts.has(value);
  if (Array.isArray(value)) return (value as readonly Value[]).some((entry) => holds(entry, texts));
  return isProperties(value) && Object.values(value).some((entry) => holds(entry, texts));
}
