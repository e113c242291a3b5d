import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { describeFailure } from "../shared/failure.ts";
import type { Log } from "../shared/log.ts";
import { parseEvent, toneOf, type TopicMessage } from "./event.ts";
import { noticeOf } from "./format.ts";
import { slackMessage } from "./slackMessage.ts";
import { post, webhookIn, type WebhookParts } from "./webhook.ts";

/** What the handler needs. */
export interface HandlerParts extends WebhookParts {
  readonly secrets: SecretsManagerClient;
  /** Name of the secret that holds the webhook. */
  readonly secretName: string;
  readonly log: Log;
}

/** Ids of messages that are remembered: SNS may bring one twice, most often at once. */
const REMEMBERED = 500;

/**
 * The function's handler: writes each message for Slack and posts it. The webhook is read for each
 * event, so that a new one holds at once, and is never logged. A message that this process has
 * posted is not posted again when SNS or Lambda brings it again. What SNS would not send is logged
 * and done with. What could not be posted fails: Lambda tries it again twice, and then keeps it in
 * the queue, which has an alarm.
 */
export function createHandler(parts: HandlerParts): (event: unknown) => Promise<void> {
  const posted = new Set<string>();
  return async (event) => {
    const messages = messagesIn(parts, event);
    const failure = await attempt(parts, posted, messages);
    if (failure !== undefined) throw new Error(failure);
  };
}

function messagesIn({ log }: HandlerParts, event: unknown): readonly TopicMessage[] {
  try {
    return parseEvent(event);
  } catch (error) {
    log({ level: "error", message: describeFailure(error) });
    return [];
  }
}

/** Posts what an event brings; what failed, as a sentence. */
async function attempt(
  parts: HandlerParts,
  posted: Set<string>,
  brought: readonly TopicMessage[],
): Promise<string | undefined> {
  const { log } = parts;
  try {
    const messages = brought.filter(({ id }) => !posted.has(id));
    const webhook = messages.length === 0 ? undefined : await readWebhook(parts);
    for (const message of messages) {
      const { id, topic } = message;
      if (webhook === undefined) {
        // Failing would only fill the queue: the other ways of a topic tell of it too.
        log({ level: "warn", message: "no webhook is set", id, topic, dry: written(message) });
        continue;
      }
      await post(parts, webhook, written(message));
      remember(posted, id);
      log({ level: "info", message: "posted", id, topic });
    }
    return undefined;
  } catch (error) {
    const message = describeFailure(error);
    log({ level: "error", message });
    return message;
  }
}

async function readWebhook({ secrets, secretName, origins }: HandlerParts) {
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secretName }));
  return webhookIn(SecretString, origins);
}

function written({ topic, subject, message, time }: TopicMessage) {
  return slackMessage(noticeOf({ subject, message, tone: toneOf(topic) }), `${topic} · ${time}`);
}

function remember(posted: Set<string>, id: string): void {
  posted.add(id);
  const [oldest] = posted;
  if (posted.size > REMEMBERED && oldest !== undefined) posted.delete(oldest);
}
