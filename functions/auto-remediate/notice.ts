import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

import { RESPONSE_SOURCE } from "./contract.ts";
import type { Finding, Origin } from "./finding.ts";

/** A finding that people are told of. */
export type ToldKind = Exclude<Finding["kind"], "ignored">;

/** How grave a finding is (P-RESP). */
const SEVERITY: Readonly<Record<ToldKind, "critical" | "high">> = {
  "group-opened": "high",
  "bucket-opened": "critical",
  "account-opened": "critical",
  "instance-compromised": "high",
  "task-compromised": "high",
  unreadable: "high",
};

/** What became of a finding. */
export type Outcome =
  /** Something was done; what an exempt resource kept from it is in `refused`. */
  | "done"
  /** It would have been, but for the dry run. */
  | "dry-run"
  /** Nothing was, since what was found is exempt, or the response has a limit. */
  | "refused"
  /** Nothing was, since AWS or what was found did not let it. */
  | "failed"
  /** Nothing was, since nobody understands what was found. */
  | "unread";

/** What people are told of a response; the Slack notifier knows it by its source. */
export interface ResponseNotice {
  readonly source: typeof RESPONSE_SOURCE;
  readonly finding: ToldKind;
  readonly severity: "critical" | "high";
  readonly outcome: Outcome;
  /** What was, or in a dry run would be, done. */
  readonly actions: readonly string[];
  /** What was not, and why. */
  readonly refused: readonly string[];
  /** Why the response did not come to its end. */
  readonly failure?: string;
  readonly origin: Origin;
}

/** The notice of a response. */
export function noticeOf(
  finding: ToldKind,
  origin: Origin,
  told: Pick<ResponseNotice, "outcome" | "actions" | "refused" | "failure">,
): ResponseNotice {
  return { source: RESPONSE_SOURCE, finding, severity: SEVERITY[finding], ...told, origin };
}

/** How a message's subject begins; SNS takes less than 100 characters of ASCII. */
const SUBJECTS: Readonly<Record<Outcome, string>> = {
  done: "Response",
  "dry-run": "Dry run of a response",
  refused: "Response refused",
  failed: "Response failed",
  unread: "No response",
};

/** Bytes of a message, of which SNS takes 262,144. */
const MESSAGE_LIMIT = 256_000;

/** Tells a topic of a response. */
export async function publish(
  sns: SNSClient,
  topic: string,
  notice: ResponseNotice,
): Promise<void> {
  const { outcome, finding, origin } = notice;
  await sns.send(
    new PublishCommand({
      TopicArn: topic,
      Subject: `${SUBJECTS[outcome]}: ${finding} in ${origin.account}`,
      Message: noticeText(notice, MESSAGE_LIMIT),
    }),
  );
}

/** A notice as text; where that is longer than the limit, with the first of its lists alone. */
export function noticeText(notice: ResponseNotice, limit: number): string {
  const text = JSON.stringify(notice, undefined, 2);
  if (Buffer.byteLength(text) <= limit) return text;
  const cut = (list: readonly string[]) => [
    ...list.slice(0, 5).map((entry) => entry.slice(0, 5000)),
    `… ${list.length} in all; the log has them whole`,
  ];
  const { actions, refused } = notice;
  return JSON.stringify({ ...notice, actions: cut(actions), refused: cut(refused) }, undefined, 2);
}
