import { z } from "zod";

import type { EnvironmentScheduleEnvironment, EnvironmentScheduleEvent } from "./contract.ts";
import { PlainFailure } from "../shared/failure.ts";

const tasks = z
  .string()
  .regex(/^\d{1,4}$/, "a number of tasks")
  .transform(Number);

const variables = z.object({
  DATABASE: z.string().min(1),
  CLUSTER: z.string().min(1),
  SERVICE: z.string().min(1),
  MINIMUM_TASKS: tasks,
  MAXIMUM_TASKS: tasks,
  ALARMS: z.string().transform((names) => names.split(",").filter((name) => name !== "")),
} satisfies Record<keyof EnvironmentScheduleEnvironment, z.ZodType>);

/** What the function stops and starts. */
export interface Settings {
  readonly database: string;
  readonly cluster: string;
  readonly service: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly alarms: readonly string[];
}

/**
 * Reads the environment variables.
 *
 * @throws PlainFailure when one is missing or malformed
 */
export function parseSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const { data, error } = variables.safeParse(environment);
  if (error) {
    throw new PlainFailure(`Environment variables are wrong: ${z.prettifyError(error)}`);
  }
  return {
    database: data.DATABASE,
    cluster: data.CLUSTER,
    service: data.SERVICE,
    minimum: data.MINIMUM_TASKS,
    maximum: data.MAXIMUM_TASKS,
    alarms: data.ALARMS,
  };
}

const event = z
  .strictObject({
    desired: z.enum(["down", "up"]),
    last: z.boolean(),
    until: z.iso.datetime().optional(),
  })
  .refine(({ desired, until }) => desired === "up" || until === undefined, {
    path: ["until"],
    error: "only beside up",
  });

/**
 * Reads an event.
 *
 * @throws PlainFailure when it is none of a schedule
 */
export function parseEvent(given: unknown): EnvironmentScheduleEvent {
  const { data, error } = event.safeParse(given);
  if (error) throw new PlainFailure(`The event is wrong: ${z.prettifyError(error)}`);
  return data;
}
