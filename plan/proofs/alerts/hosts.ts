import { gunzipSync } from "node:zlib";

import type { Resource } from "../../graph/resource.ts";
import { isProperties, type Value } from "../../graph/value.ts";
import { valueAt } from "../../readers/inventory.ts";
import { allPass, type Ends, type Hop, stops, unknown } from "../path.ts";
import { assumeHop } from "../role.ts";
import { contextOf, permitHop, roleSender } from "../sender.ts";
import { TYPE } from "../types.ts";
import type { Found, World } from "../world.ts";
import { type Asked, namesIn, namesOf } from "./asked.ts";

const INSTANCE = "aws:ec2/instance:Instance";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/**
 * From the host that an alarm watches, by what its first boot puts, through its role; undefined where
 * the alarm names no host of the stack.
 */
export function putHops(world: World, alarm: Resource, asked: Asked): Hop[] | undefined {
  const [host] = world.inventory.sources(alarm, asked.property, INSTANCE);
  if (host === undefined) return undefined;
  const ends = { from: `host ${host.name}`, to: world.label(alarm) };
  const template = world.inventory.source(host, "launchTemplate", TEMPLATE);
  const script = template && scriptOf(template.inputs["userData"]);
  if (template === undefined || script === undefined) {
    const why = `what the first boot of ${ends.from} does is unknown, so it can't be shown that ${ends.to} ever goes off`;
    const remedy = `Build the user data of ${ends.from} from values that are known before anything exists.`;
    return [unknown(ends, why, remedy)];
  }
  const refused = unputHop(world, alarm, asked, { ends, script });
  return refused
    ? [refused]
    : roleHops(world, alarm, asked, { ends, role: roleOf(world, template) });
}

/** Where the first boot puts no such metric, or puts it elsewhere. */
function unputHop(
  world: World,
  alarm: Resource,
  { namespace, name, dimensions }: Asked,
  { ends, script }: { readonly ends: Ends; readonly script: string },
): Hop | undefined {
  const put = script
    .split("\n")
    .map(optionsOf)
    .find(
      (options) => options?.get("namespace") === namespace && options.get("metric-name") === name,
    );
  if (put === undefined) {
    const why = `the first boot of ${ends.from} puts no ${name} of ${namespace}, so ${ends.to} never goes off`;
    return stops(ends, why, `Let ${ends.from} put it, or ${ends.to} watch a metric that is put.`);
  }
  const [by, asks] = [putBy(put.get("dimensions") ?? ""), askedBy(dimensions)];
  if (by !== asks) {
    const why = `${ends.from} puts its metric by ${by}, and ${ends.to} asks for it by ${asks}`;
    return stops(ends, why, `Let ${ends.to} ask for its metric by ${by}.`);
  }
  const [told, region] = [put.get("region") ?? "its own region", world.region(alarm)];
  if (told === region) return undefined;
  const why = `${ends.from} tells ${told} its metric, and ${ends.to} is in ${region}, so it never goes off`;
  return stops(ends, why, `Let ${ends.from} tell ${region}.`);
}

/** Whether its role, below its ceiling, may put what is in this namespace. */
function roleHops(
  world: World,
  alarm: Resource,
  { namespace }: Asked,
  { ends, role }: { readonly ends: Ends; readonly role: Found },
): Hop[] {
  const entry = assumeHop(
    world,
    ends.from,
    role,
    "ec2.amazonaws.com",
    contextOf({}, ["aws:source*"]),
  );
  if (role.resource === undefined || !allPass([entry])) return [entry];
  const from = world.label(role.resource);
  const put = permitHop(
    world,
    roleSender(world, from, role.resource, world.region(alarm)),
    { from, to: ends.to },
    {
      documents: [],
      policy: "",
      needs: [
        {
          action: "cloudwatch:PutMetricData",
          resource: "*",
          told: { "cloudwatch:namespace": [namespace] },
        },
      ],
    },
  );
  return [entry, put];
}

function roleOf(world: World, template: Resource): Found {
  const property = "iamInstanceProfile";
  const name = valueAt(template.inputs[property], "name");
  const { resource: profile } = world.find(template, property, PROFILE, name);
  return profile ? world.find(profile, "role", TYPE.role, profile.inputs["role"]) : {};
}

/** User data is encoded, and packed where it is long; undefined while only AWS knows it. */
function scriptOf(data: Value | undefined): string | undefined {
  if (typeof data !== "string") return undefined;
  const bytes = Buffer.from(data, "base64");
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isPacked ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** What a line that puts a metric says of it; undefined for another line. */
function optionsOf(line: string): ReadonlyMap<string, string> | undefined {
  const words = line.replaceAll(/["']/g, "").trim().split(/\s+/);
  if (words.slice(0, 3).join(" ") !== "aws cloudwatch put-metric-data") return undefined;
  return new Map(
    words.flatMap((word, index) =>
      word.startsWith("--") ? [[word.slice(2), words[index + 1] ?? ""] as const] : [],
    ),
  );
}

/** `A=1,B=2` is one metric, by A and B. */
function putBy(dimensions: string): string {
  return namesOf(dimensions.split(",").flatMap((pair) => pair.split("=")[0] || []));
}

/** Values that are all missing until AWS tells them leave nothing; then the host's id is asked for. */
function askedBy(dimensions: Value | undefined): string {
  const isLeftEmpty = isProperties(dimensions) && Object.keys(dimensions).length === 0;
  return isLeftEmpty ? "InstanceId" : namesIn(dimensions);
}
