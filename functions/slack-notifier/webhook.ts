import { PlainFailure } from "../shared/failure.ts";
import { UNSET_WEBHOOK } from "./contract.ts";
import type { SlackMessage } from "./slackMessage.ts";

/** What a message is sent with. */
export interface WebhookParts {
  /** Where a webhook may lead: Slack's own addresses. A changed secret leads nowhere else. */
  readonly origins: readonly string[];
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Milliseconds for one try, answer included. */
  readonly timeout: number;
}

/** How often a message is tried; Lambda tries the whole event again twice. */
const TRIES = 4;

/** Milliseconds before the second try where Slack names none; then twice as many. */
const FIRST_PAUSE = 1000;

/** Milliseconds that all pauses may take together; longer ones are Lambda's business. */
const PATIENCE = 30_000;

/**
 * The webhook in a secret's value; undefined while the program's own placeholder stands in.
 *
 * @throws PlainFailure when it is empty or anything else but a URL of Slack; never shows it
 */
export function webhookIn(value: string | undefined, origins: readonly string[]): URL | undefined {
  const text = (value ?? "").trim();
  if (text.startsWith(UNSET_WEBHOOK)) return undefined;
  const url = URL.parse(text);
  if (url === null || !origins.includes(url.origin) || url.username + url.password !== "") {
    throw new PlainFailure("The secret's value is no webhook of Slack.");
  }
  return url;
}

/** What came of one try. */
type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly again: boolean; readonly wait?: number };

/**
 * Posts a message: again after a time-out, a lost connection, an error of Slack's own, or when Slack
 * asks to wait; not when Slack refuses the message. A try that timed out may have got through, and
 * the message is shown twice then.
 *
 * @throws PlainFailure when no try got through
 */
export async function post(parts: WebhookParts, url: URL, message: SlackMessage): Promise<void> {
  const body = JSON.stringify(message);
  let paused = 0;
  for (let attempt = 1; ; attempt += 1) {
    const answer = await tryOnce(parts, url, body);
    if (answer.ok) return;
    const wait = answer.wait ?? FIRST_PAUSE * 2 ** (attempt - 1);
    paused += wait;
    if (!answer.again || attempt === TRIES || paused > PATIENCE) {
      throw new PlainFailure(answer.why);
    }
    await parts.pause(wait);
  }
}

async function tryOnce({ timeout }: WebhookParts, url: URL, body: string): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json; charset=utf-8" },
      body,
      // A webhook never leads on, and the message must not follow.
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    const text = await response.text();
    if (response.ok) return { ok: true };
    const { status } = response;
    const reason = /^[a-z_]{1,64}$/.test(text) ? ` (${text})` : "";
    const wait = status === 429 ? secondsIn(response.headers.get("retry-after")) : undefined;
    return {
      ok: false,
      why: `Slack answered ${status}${reason}.`,
      again: status === 429 || status >= 500,
      ...(wait === undefined ? {} : { wait: wait * 1000 }),
    };
  } catch (error) {
    // The error may name the URL, which is the credential.
    const why = isTimeout(error) ? "Slack did not answer in time." : "Slack was not reached.";
    return { ok: false, why, again: true };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}

function secondsIn(header: string | null): number | undefined {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
