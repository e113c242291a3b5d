import type { SNSClient } from "@aws-sdk/client-sns";

import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { Changes } from "./changes.ts";
import type { AutoRemediateEnvironment } from "./contract.ts";
import { parseEvent } from "./event.ts";
import type { Finding, Home, Origin } from "./finding.ts";
import { noticeOf, type Outcome, publish, type ResponseNotice } from "./notice.ts";
import { respond, type ResponseParts } from "./respond.ts";

/** What the handler needs beside the parts of the responses. */
export interface HandlerParts extends ResponseParts {
  readonly sns: SNSClient;
  readonly mode: AutoRemediateEnvironment["MODE"];
  readonly alertTopic: string;
  readonly log: Log;
}

/**
 * The function's handler: reads the event, responds, writes a line, and tells people when something
 * was, or would be, changed, or could not be for a reason that they should know. What is no event of
 * EventBridge is logged and done with. What fails leaves it as a plain sentence; Lambda tries again
 * twice and then keeps the event in the queue, which has an alarm.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  const home = homeOf(parts.alertTopic);
  // What was done and could not be told: a repeat of its event finds nothing to do any more.
  const untold: ResponseNotice[] = [];
  return async (event) => {
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    const read = readOr(parts, event, home);
    if (read === undefined) return;
    const { finding, origin } = read;
    const changes = new Changes(parts.mode);
    const failure = await attempt(() => respond(parts, finding, origin.account, changes));
    untold.push(...noticesOf(read, changes, failure));
    const unheard = await attempt(() => tell(parts, untold));
    const failures = [failure, unheard && `Nobody was told: ${unheard}`].filter(
      (text) => text !== undefined,
    );
    const isUnread = finding.kind === "unreadable";
    parts.log({
      level: failures.length > 0 || isUnread ? "error" : "info",
      message: failures.join(" ") || outcomeOf(changes, finding),
      mode: parts.mode,
      finding,
      origin,
      actions: changes.made,
      refused: changes.refused,
      durationMs: since(),
    });
    if (failures.length > 0) throw new Error(failures.join(" "));
  };
}

interface Read {
  readonly finding: Finding;
  readonly origin: Origin;
}

function readOr({ log, mode }: HandlerParts, event: unknown, home: Home): Read | undefined {
  try {
    return parseEvent(event, home);
  } catch (error) {
    log({ level: "error", message: describeFailure(error), mode });
    return undefined;
  }
}

/** Account and region of the function, which are those of its topic: it responds in no other. */
function homeOf(topic: string): Home {
  const [, , , region = "", account = ""] = topic.split(":");
  return { account, region };
}

/** What failed, as a sentence. */
async function attempt(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return describeFailure(error);
  }
}

/** Notices that wait to be told; older ones are in the log. */
const WAITING = 20;

/** Publishes notices in turn; those that could not be stay. */
async function tell({ sns, alertTopic }: HandlerParts, untold: ResponseNotice[]): Promise<void> {
  const failures: unknown[] = [];
  for (const notice of untold.splice(0).slice(-WAITING)) {
    try {
      await publish(sns, alertTopic, notice);
    } catch (error) {
      untold.push(notice);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** What people are told; nothing done and nothing refused is nothing to tell. */
function noticesOf(
  { finding, origin }: Read,
  { made: actions, refused, isDryRun }: Changes,
  failure: string | undefined,
): ResponseNotice[] {
  if (finding.kind === "ignored") return [];
  if (finding.kind === "unreadable") {
    const told = { outcome: "unread", actions, refused, failure: finding.why } as const;
    return [noticeOf(finding.kind, origin, told)];
  }
  if (actions.length + refused.length === 0) return [];
  const outcome: Outcome = actions.length === 0 ? "refused" : isDryRun ? "dry-run" : "done";
  const told = { outcome, actions, refused, ...(failure === undefined ? {} : { failure }) };
  return [noticeOf(finding.kind, origin, told)];
}

function outcomeOf({ made, refused, isDryRun }: Changes, finding: Finding): string {
  if (finding.kind === "unreadable") return finding.why;
  if (made.length === 0) return refused.length === 0 ? "nothing to do" : "refused";
  return isDryRun ? "would respond" : "responded";
}
