import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";

import { MEMORY_TAG } from "./contract.ts";
import type { Parts } from "./parts.ts";

/** How many tasks a service had. */
export interface Tasks {
  readonly minimum: number;
  readonly maximum: number;
  readonly desired: number;
}

const VALUE = /^minimum=(\d+) maximum=(\d+) desired=(\d+)$/;

/** Writes the numbers where they outlive every call: to a tag of the scaling target. */
export async function remember({ scaling }: Parts, target: string, tasks: Tasks): Promise<void> {
  // A tag's value has neither braces nor quotes.
  const { minimum, maximum, desired } = tasks;
  const value = `minimum=${minimum} maximum=${maximum} desired=${desired}`;
  const Tags = { [MEMORY_TAG]: value };
  await scaling.send(new TagResourceCommand({ ResourceARN: target, Tags }));
}

/** The numbers of the evening before, unless there are none or somebody wrote over them. */
export async function recall({ scaling }: Parts, target: string): Promise<Tasks | undefined> {
  const { Tags = {} } = await scaling.send(new ListTagsForResourceCommand({ ResourceARN: target }));
  const [, minimum, maximum, desired] = VALUE.exec(Tags[MEMORY_TAG] ?? "") ?? [];
  if (desired === undefined || Number(maximum) === 0) return undefined;
  return { minimum: Number(minimum), maximum: Number(maximum), desired: Number(desired) };
}

/** Takes the numbers away. */
export async function forget({ scaling }: Parts, target: string): Promise<void> {
  await scaling.send(new UntagResourceCommand({ ResourceARN: target, TagKeys: [MEMORY_TAG] }));
}
