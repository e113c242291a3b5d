import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

import { withoutControls } from "./ascii.ts";
import { INGEST_SOURCE, type Outcome, OUTCOME_ATTRIBUTE } from "./contract.ts";
import type { Arrival } from "./event.ts";
import type { Problem, Problems } from "./problems.ts";

/** Where outcomes are announced. */
export interface NoticeParts {
  readonly sns: SNSClient;
  readonly topic: string;
}

/** What became of an arrival, as far as its message tells. */
export interface Conclusion extends Partial<Problems> {
  readonly outcome: Outcome;
  /** In words: why it is rejected, or what failed. */
  readonly detail?: string;
  /** Key of the item that was stored, or that the table had. */
  readonly item?: { readonly ArtistID: string; readonly ItemID: string };
  /** What a rejected object is called in quarantine. */
  readonly reject?: string;
}

/** What a message holds. */
export interface IngestNotice {
  readonly source: typeof INGEST_SOURCE;
  readonly outcome: Outcome;
  readonly object: { readonly bucket: string; readonly key: string; readonly version?: string };
  readonly detail?: string;
  readonly item?: Conclusion["item"];
  /** What a rejected object is called in quarantine. */
  readonly reject?: string;
  /** The first of them. */
  readonly problems?: readonly Problem[];
  /** How many there are in all. */
  readonly problemCount?: number;
}

/** Problems that a message tells: SNS takes 256 KB. */
export const MOST_PROBLEMS_TOLD = 50;

/** Characters of a path, and of a detail: deep paths repeat long names. */
const LONGEST_PATH = 300;
const LONGEST_DETAIL = 2000;

const SUBJECTS: Readonly<Record<Outcome, string>> = {
  stored: "Ingest: item stored",
  invalid: "Ingest: invalid object in quarantine",
  duplicate: "Ingest: duplicate in quarantine",
  "already-quarantined": "Ingest: object was in quarantine already",
  failed: "Ingest: an object could not be handled",
};

/** Announces what became of an arrival. */
export async function announce(
  { sns, topic }: NoticeParts,
  arrival: Arrival,
  conclusion: Conclusion,
): Promise<void> {
  const { outcome } = conclusion;
  const notice = noticeOf(arrival, conclusion);
  await sns.send(
    new PublishCommand({
      TopicArn: topic,
      Subject: SUBJECTS[outcome],
      Message: withoutControls(JSON.stringify(notice, undefined, 2)),
      MessageAttributes: { [OUTCOME_ATTRIBUTE]: { DataType: "String", StringValue: outcome } },
    }),
  );
}

function noticeOf(
  { bucket, key, version }: Arrival,
  { outcome, detail, item, reject, problems, problemCount = 0 }: Conclusion,
): IngestNotice {
  return {
    source: INGEST_SOURCE,
    outcome,
    object: { bucket, key, ...(version === undefined ? {} : { version }) },
    ...(detail === undefined ? {} : { detail: cut(detail, LONGEST_DETAIL) }),
    ...(item === undefined ? {} : { item }),
    ...(reject === undefined ? {} : { reject }),
    ...(problems === undefined ? {} : { problems: toldOf(problems), problemCount }),
  };
}

function toldOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.slice(0, MOST_PROBLEMS_TOLD).map(({ path, ...rest }) => ({
    path: cut(path, LONGEST_PATH),
    ...rest,
  }));
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
