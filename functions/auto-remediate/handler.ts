import type { SNSClient } from "@aws-sdk/client-sns";

import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { Changes } from "./changes.ts";
import type { AutoRemediateEnvironment } from "./contract.ts";
import { parseEvent } from "./event.ts";
import type { Finding, Home, Origin } from "./finding.ts";
import { noticeOf, noticeText, type Outcome, publish, type ResponseNotice } from "./notice.ts";
import { respond, type ResponseParts } from "./respond.ts";

/** What the handler needs beside the parts of the responses. */
export interface HandlerParts extends ResponseParts {
  readonly sns: SNSClient;
  readonly mode: AutoRemediateEnvironment["MODE"];
  readonly alertTopic: string;
  readonly log: Log;
}

/** How often a response, or telling of it, is tried, and the milliseconds between two tries. */
const PAUSES = [5000, 20_000];

/** Bytes of a notice within an error, which Lambda keeps in the queue beside the event. */
const KEPT_LIMIT = 64_000;

/**
 * The function's handler: reads the event, responds, tells people when something was, or would be,
 * changed, or could not be, and writes a line; of each change there is a line as soon as it is made.
 * What is no event of EventBridge is logged and done with.
 *
 * Lambda does not try an event again: the second time there would be nothing to do, and what had been
 * done but not told would stay untold. So the handler itself tries what fails, and then fails with a
 * plain sentence and the notice that nobody heard; Lambda keeps both with the event in the queue,
 * which has an alarm.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  const home = homeOf(parts.alertTopic);
  return async (event) => {
    const started = performance.now();
    const since = () => Math.round(performance.now() - started);
    const read = readOr(parts, event, home);
    if (read === undefined) return;
    const { finding, origin } = read;
    const changes = new Changes(parts.mode, parts.log);
    const failure = await attempt(parts, () => respond(parts, finding, origin.account, changes));
    const notice = noticeFor(read, changes, failure);
    const unheard =
      notice && (await attempt(parts, () => publish(parts.sns, parts.alertTopic, notice)));
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
      refused: leftOf(changes),
      durationMs: since(),
    });
    if (notice && unheard) failures.push(`The notice is ${noticeText(notice, KEPT_LIMIT)}`);
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

/** What failed each time, as a sentence. */
async function attempt(
  { pause }: HandlerParts,
  run: () => Promise<void>,
): Promise<string | undefined> {
  for (let index = 0; ; index += 1) {
    try {
      await run();
      return undefined;
    } catch (error) {
      const milliseconds = PAUSES[index];
      if (milliseconds === undefined) return describeFailure(error);
      await pause(milliseconds);
    }
  }
}

/** What was called for and is not done, or not for certain. */
function leftOf({ refused, unsure }: Changes): readonly string[] {
  return [
    ...refused,
    ...unsure.map((change) => `${change}: tried, and AWS did not say how it went`),
  ];
}

/** What people are told; nothing done, nothing left and no failure is nothing to tell. */
function noticeFor(
  { finding, origin }: Read,
  changes: Changes,
  failure: string | undefined,
): ResponseNotice | undefined {
  if (finding.kind === "ignored") return undefined;
  const { made: actions, isDryRun } = changes;
  const refused = leftOf(changes);
  if (finding.kind === "unreadable") {
    const told = { outcome: "unread", actions, refused, failure: finding.why } as const;
    return noticeOf(finding.kind, origin, told);
  }
  if (actions.length + refused.length === 0 && failure === undefined) return undefined;
  const outcome: Outcome =
    actions.length > 0
      ? isDryRun
        ? "dry-run"
        : "done"
      : failure === undefined
        ? "refused"
        : "failed";
  const told = { outcome, actions, refused, ...(failure === undefined ? {} : { failure }) };
  return noticeOf(finding.kind, origin, told);
}

function outcomeOf(changes: Changes, finding: Finding): string {
  if (finding.kind === "unreadable") return finding.why;
  if (changes.made.length === 0) return leftOf(changes).length === 0 ? "nothing to do" : "refused";
  return changes.isDryRun ? "would respond" : "responded";
}
