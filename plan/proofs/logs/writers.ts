import type { Resource } from "../../graph/resource.ts";
import type { Value } from "../../graph/value.ts";
import type { Context } from "../../iam/condition.ts";
import { classHops, groupKeyHops, noGroup } from "../logGroup.ts";
import { allPass, type Hop, type Path, stops } from "../path.ts";
import { replacedBy } from "../replaced.ts";
import { assumeHop } from "../role.ts";
import { contextOf, permitHop, roleSender, serviceSender } from "../sender.ts";
import { TYPE } from "../types.ts";
import type { Found, World } from "../world.ts";

/** Makes paths of one kind of log. */
export function logPath(group: string, source: Resource, hops: readonly Hop[]): Path {
  return { kind: "log", group, source: source.urn, hops };
}

/** What writes to a log group with a role. */
export interface RoleWriter {
  readonly label: string;
  readonly role: Found;
  /** Service that works with the role, and what it says of itself. */
  readonly service: string;
  readonly context: Context;
  readonly group: Found;
  /** What it does to streams; each is asked of one of the group. */
  readonly actions: readonly string[];
  /** Name of the streams, as far as it is known. @default any */
  readonly stream?: string;
}

/** Stands for a name that nobody knows yet, and for all of them in advice. */
const SOME_STREAM = "*";

/** Through the role into the group and its key. */
export function roleWriterHops(world: World, writer: RoleWriter): Hop[] {
  const { label, role, service, context, group, actions } = writer;
  const entry = assumeHop(world, label, role, service, context);
  if (role.resource === undefined || !allPass([entry])) return [entry];
  const sender = roleSender(world, world.label(role.resource), role.resource, "");
  if (group.resource === undefined) return [entry, noGroup(sender.label, group)];
  const region = world.region(group.resource);
  const arn = world.arnOf(group.resource) ?? "";
  const to = world.label(group.resource);
  const resource = `${arn}:log-stream:${writer.stream ?? SOME_STREAM}`;
  const write = permitHop(
    world,
    roleSender(world, sender.label, role.resource, region),
    { from: sender.label, to },
    {
      documents: [],
      policy: `the policy of ${to}`,
      needs: actions.map((action) => ({ action, resource })),
    },
  );
  const refused = classHops(world, sender.label, group.resource, service);
  return [entry, write, ...refused, ...groupKeyHops(world, group.resource)];
}

/** What writes to a log group by itself, as a policy of CloudWatch Logs must allow. */
export interface ServiceWriter {
  readonly label: string;
  readonly service: string;
  readonly told: Readonly<Record<string, string>>;
  readonly group: Found;
}

/** Source: CloudWatch Logs guide, "Enable logging from AWS services". */
const DELIVERING = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** Through the account's log policies into the group and its key. */
export function serviceWriterHops(
  world: World,
  { label, service, told, group }: ServiceWriter,
): Hop[] {
  const { resource: found } = group;
  if (found === undefined) return [noGroup(label, group)];
  const to = world.label(found);
  const ends = { from: label, to };
  const region = world.region(found);
  const policies = world.ofType(TYPE.logPolicy).filter((policy) => world.region(policy) === region);
  const rivals = replacedBy(policies, "policyName");
  if (rivals) {
    const { one, other, name } = rivals;
    const why = `log policies ${one.name} and ${other.name} are both called ${name}, and AWS keeps only the one that is written last`;
    return [stops(ends, why, `Give log policy ${other.name} a policyName of its own.`)];
  }
  if (policies.length === 0) {
    const why = `no log policy in ${region} lets ${service} write`;
    const remedy = `Add a log resource policy in ${region} that allows ${service} ${DELIVERING.join(" and ")} on ${to}.`;
    return [stops(ends, why, remedy)];
  }
  const resource = `${world.arnOf(found) ?? ""}:log-stream:${SOME_STREAM}`;
  const context = contextOf(told);
  const write = permitHop(world, serviceSender(label, service, context, context), ends, {
    documents: policies.map((policy) => world.document(policy, "policyDocument")),
    policy: `the log policies of ${region}`,
    needs: DELIVERING.map((action) => ({ action, resource })),
  });
  return [write, ...classHops(world, label, found), ...groupKeyHops(world, found)];
}

/** The group that an ARN means, with or without the `:*` that some services want behind it. */
export function groupFound(
  world: World,
  resource: Resource,
  property: string,
  value: Value | undefined,
): Found {
  const plain = typeof value === "string" ? value.replace(/:\*$/, "") : value;
  return world.find(resource, property, TYPE.logGroup, plain);
}
