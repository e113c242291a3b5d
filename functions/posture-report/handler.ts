import type { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { z } from "zod";

import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { shaped } from "../shared/shape.ts";
import { openFindings } from "./findings.ts";
import { type Report, reportOf } from "./report.ts";

/** What the handler needs. */
export interface HandlerParts {
  readonly hub: SecurityHubClient;
  readonly sns: SNSClient;
  readonly topic: string;
  readonly log: Log;
}

const eventSchema = z.strictObject({
  scheduledTime: z.iso.datetime({ offset: true }),
  dryRun: z.boolean().default(false),
});
type Event = z.output<typeof eventSchema>;

/**
 * The function's handler: reads what Security Hub has open and publishes a summary (P-AUTO-2).
 * Scheduler may call twice for one time; both reports are of the same week, and that is all. What is
 * no event of the schedule is logged and done with.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  return async (value) => {
    const event = readOr(parts, value);
    if (event === undefined) return;
    const failure = await attempt(parts, event);
    if (failure !== undefined) throw new Error(failure);
  };
}

function readOr({ log }: HandlerParts, value: unknown): Event | undefined {
  try {
    return shaped("event", eventSchema, value);
  } catch (error) {
    log({ level: "error", message: describeFailure(error) });
    return undefined;
  }
}

async function attempt(parts: HandlerParts, event: Event): Promise<string | undefined> {
  const { hub, log } = parts;
  try {
    const found = await openFindings(hub);
    const report = reportOf(found, new Date(event.scheduledTime));
    const told = {
      title: report.title,
      findings: found.kind === "on" ? found.findings.length : undefined,
    };
    if (event.dryRun) {
      log({ level: "info", message: "would publish", ...told, lines: report.lines });
      return undefined;
    }
    await publish(parts, report);
    log({ level: "info", message: "published", ...told });
    return undefined;
  } catch (error) {
    const message = describeFailure(error);
    log({ level: "error", message });
    return message;
  }
}

async function publish({ sns, topic }: HandlerParts, report: Report): Promise<void> {
  await sns.send(
    new PublishCommand({
      TopicArn: topic,
      Subject: report.title,
      Message: JSON.stringify(report, undefined, 2),
    }),
  );
}
