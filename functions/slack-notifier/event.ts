import { z } from "zod";

import { shaped } from "../shared/shape.ts";
import type { Tone } from "./notice.ts";

/** What SNS calls a function with. */
const schema = z.object({
  Records: z
    .array(
      z.object({
        EventSource: z.literal("aws:sns"),
        Sns: z.object({
          MessageId: z.string().min(1),
          TopicArn: z.string().min(1),
          Subject: z.string().nullish(),
          Message: z.string(),
          Timestamp: z.string(),
        }),
      }),
    )
    .min(1),
});

/** A message of a topic. */
export interface TopicMessage {
  readonly id: string;
  /** Name of the topic: `dev-critical-alerts`. */
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
  readonly time: string;
}

/**
 * Reads an event.
 *
 * @throws PlainFailure when it is none of SNS
 */
export function parseEvent(event: unknown): TopicMessage[] {
  return shaped("event", schema, event).Records.map(({ Sns }) => ({
    id: Sns.MessageId,
    topic: Sns.TopicArn.split(":").at(-1) ?? "",
    subject: Sns.Subject ?? undefined,
    message: Sns.Message,
    time: Sns.Timestamp,
  }));
}

/** How what comes by a topic looks, by the severity in the topic's name. */
export function toneOf(topic: string): Tone {
  return (["critical", "warning"] as const).find((tone) => topic.includes(tone)) ?? "info";
}
