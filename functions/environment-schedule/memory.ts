import {
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";

import { HOLD_TAG, MEMORY_TAG } from "./contract.ts";
import type { Parts } from "./parts.ts";

/** Milliseconds for which the environment can be held: who forgets it pays for a day at most. */
export const LONGEST_HOLD = 24 * 3_600_000;

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

/** Writes down until when people need the environment. */
export async function hold({ scaling }: Parts, target: string, until: string): Promise<void> {
  await scaling.send(new TagResourceCommand({ ResourceARN: target, Tags: { [HOLD_TAG]: until } }));
}

/** Until when people need the environment; undefined when that is over, or nobody said so. */
export async function heldUntil(
  { scaling, now }: Parts,
  target: string,
): Promise<string | undefined> {
  const { Tags = {} } = await scaling.send(new ListTagsForResourceCommand({ ResourceARN: target }));
  const until = Tags[HOLD_TAG] ?? "";
  // What is no time, or further away than may be asked for, holds nothing.
  const left = Date.parse(until) - now();
  return left > 0 && left <= LONGEST_HOLD ? until : undefined;
}

/** Takes the numbers away. */
export async function forget({ scaling }: Parts, target: string): Promise<void> {
  await scaling.send(new UntagResourceCommand({ ResourceARN: target, TagKeys: [MEMORY_TAG] }));
}
