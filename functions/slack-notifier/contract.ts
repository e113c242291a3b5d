/**
 * What the Slack notifier needs of the infrastructure that runs it. The infrastructure fills this
 * type, so a variable renamed here stops compiling there.
 */

/** Environment variables of the function. */
export interface SlackNotifierEnvironment {
  /** Name of the secret whose value is the webhook's URL; read anew for each event. */
  readonly WEBHOOK_SECRET_NAME: string;
}

/**
 * How the secret's value begins until somebody puts a webhook there. The function is dry until then:
 * it writes to its log what it would post.
 */
export const UNSET_WEBHOOK = "unset:";

/** Folder of the function, by which it is bundled. */
export const FOLDER = "slack-notifier";
