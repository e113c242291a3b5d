import { z } from "zod";

import { describeFailure } from "../shared/failure.ts";
import { shaped } from "../shared/shape.ts";
import type { Finding, Home, Origin } from "./finding.ts";
import { guardDutyFinding } from "./guardDutyEvent.ts";
import { callFinding } from "./trailEvent.ts";

/** What every event of EventBridge has. */
const envelope = z.object({
  id: z.string().min(1),
  time: z.string().min(1),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().min(1),
  "detail-type": z.string(),
  detail: z.unknown(),
});

/** What a kind of event means, and how it is told of. */
interface Reading {
  readonly finding: Finding;
  readonly what: string;
  readonly actor?: string | undefined;
}

const READERS: ReadonlyMap<string, (detail: unknown, home: Home) => Reading> = new Map([
  ["AWS API Call via CloudTrail", callFinding],
  ["GuardDuty Finding", guardDutyFinding],
]);

/**
 * Reads an event. One that its own service tells in an unknown way is `unreadable`: to try again
 * would not help, and people must hear of it.
 *
 * @throws PlainFailure when it is no event of EventBridge
 */
export function parseEvent(
  event: unknown,
  home: Home,
): { readonly finding: Finding; readonly origin: Origin } {
  const { id, time, account, region, detail, ...rest } = shaped("event", envelope, event);
  const { finding, what, actor } = readingOf(
    rest["detail-type"],
    { account, region },
    detail,
    home,
  );
  return { finding, origin: { event: id, time, account, region, what, actor } };
}

function readingOf(kind: string, from: Home, detail: unknown, home: Home): Reading {
  const reader = READERS.get(kind);
  if (reader === undefined) {
    return { finding: { kind: "ignored", why: "there is no response to its kind" }, what: kind };
  }
  if (from.account !== home.account || from.region !== home.region) {
    return { finding: { kind: "ignored", why: "it is of another account or region" }, what: kind };
  }
  try {
    return reader(detail, home);
  } catch (error) {
    return { finding: { kind: "unreadable", why: describeFailure(error) }, what: kind };
  }
}
