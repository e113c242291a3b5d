import type { Resource } from "../graph/resource.ts";
import { type Ends, type Hop, stops } from "./path.ts";
import { type Need, permitHop, type Sender } from "./sender.ts";
import { TYPE } from "./types.ts";
import type { World } from "./world.ts";

/** Policies that stand beside what they are about, and the input in which they name it. */
const BESIDE: Readonly<Record<string, readonly [type: string, property: string]>> = {
  [TYPE.bucket]: [TYPE.bucketPolicy, "bucket"],
  [TYPE.key]: [TYPE.keyPolicy, "keyId"],
  [TYPE.queue]: [TYPE.queuePolicy, "queueUrl"],
  [TYPE.topic]: [TYPE.topicPolicy, "arn"],
};

/** The resources that write the policy of something: those beside it, and itself. */
export function policyWriters(world: World, target: Resource): Resource[] {
  const [type = "", property = ""] = BESIDE[target.type] ?? [];
  const { policy } = target.inputs;
  const own = policy === undefined || policy === null ? [] : [target];
  return [...world.about(type, property, target), ...own];
}

/**
 * AWS keeps one policy of whatever it is about. Several resources that write it replace each other's
 * in an order that nobody chose, so that none of their statements counts.
 */
export function rivalsHop(
  ends: Ends,
  target: Resource,
  writers: readonly Resource[],
): Hop | undefined {
  if (writers.length < 2) return undefined;
  const names = writers.map((writer) => (writer === target ? "its own input" : writer.name));
  return stops(
    ends,
    `${ends.to} has ${writers.length} policies, ${names.join(" and ")}, and AWS keeps only the one that is written last`,
    `Put all statements about ${ends.to} into one policy.`,
  );
}

/** Whether the policy of what is written to lets a sender do all that it needs. */
export function targetHop(
  world: World,
  sender: Sender,
  target: Resource,
  needs: readonly Need[],
): Hop {
  const ends = { from: sender.label, to: world.label(target) };
  const writers = policyWriters(world, target);
  const documents = writers.map((writer) => world.document(writer));
  const policy = `the policy of ${ends.to}`;
  return (
    rivalsHop(ends, target, writers) ?? permitHop(world, sender, ends, { documents, policy, needs })
  );
}
