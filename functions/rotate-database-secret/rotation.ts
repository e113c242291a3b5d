import { PlainFailure } from "../shared/failure.ts";
import { type Credentials, otherUser, parseCredentials, parseMasterLogin } from "./credentials.ts";
import { type Connect, withSession } from "./database.ts";
import type { RotationEvent, Step } from "./event.ts";
import type { SecretsApi } from "./secretsApi.ts";
import { ensureUser, isReady } from "./users.ts";

/** What a rotation talks to. */
export interface RotationParts {
  readonly secrets: SecretsApi;
  readonly connect: Connect;
}

/** What a step did; `nothing` when an earlier run had done it. */
export type Outcome = "done" | "nothing";

type Run = (parts: RotationParts, event: RotationEvent, current: string) => Promise<Outcome>;

const RUNS: Readonly<Record<Step, Run>> = { createSecret, setSecret, testSecret, finishSecret };

/**
 * Characters that a password of RDS must not have, and those that would need escaping in a URL or
 * in JSON.
 */
const EXCLUDED = "/@\"'\\`:?#%&+ ";

const PASSWORD_LENGTH = 32;

/**
 * One step of a rotation by alternating users: while the application uses one user, the other one
 * gets a new password and becomes current, so that connections made before stay good until the next
 * rotation. Every step may be repeated, and picks up where an earlier run ended.
 *
 * @throws PlainFailure when the version is not the one that the service asked for, or a value is
 *   not what it should be
 */
export async function rotate(parts: RotationParts, event: RotationEvent): Promise<Outcome> {
  const { SecretId, ClientRequestToken: token } = event;
  const { RotationEnabled, VersionIdsToStages = {} } = await parts.secrets.describeSecret({
    SecretId,
  });
  if (RotationEnabled !== true) {
    throw new PlainFailure("The secret is not enabled for rotation.");
  }
  const stages = VersionIdsToStages[token];
  if (stages === undefined) {
    throw new PlainFailure("The secret has no version of this ClientRequestToken.");
  }
  if (stages.includes("AWSCURRENT")) return "nothing";
  if (!stages.includes("AWSPENDING")) {
    throw new PlainFailure("The version of this ClientRequestToken is not AWSPENDING.");
  }
  const [current] =
    Object.entries(VersionIdsToStages).find(([, labels]) => labels.includes("AWSCURRENT")) ?? [];
  if (current === undefined) throw new PlainFailure("The secret has no AWSCURRENT version.");
  return RUNS[event.Step](parts, event, current);
}

/** Stores the next value: the other user with a new password, or the first user at first. */
async function createSecret(
  { secrets }: RotationParts,
  { SecretId, ClientRequestToken: token }: RotationEvent,
): Promise<Outcome> {
  if ((await pendingText(secrets, SecretId, token)) !== undefined) return "nothing";
  const current = await currentCredentials(secrets, SecretId);
  const { RandomPassword: password } = await secrets.getRandomPassword({
    PasswordLength: PASSWORD_LENGTH,
    ExcludeCharacters: EXCLUDED,
    RequireEachIncludedType: true,
  });
  if (password === undefined) throw new PlainFailure("The service made no password.");
  const next: Credentials = { ...current, username: nextUser(current), password };
  await secrets.putSecretValue({
    SecretId,
    ClientRequestToken: token,
    SecretString: JSON.stringify(next),
    VersionStages: ["AWSPENDING"],
  });
  return "done";
}

/** Makes the next user with the next password, as the master. */
async function setSecret(
  { secrets, connect }: RotationParts,
  { SecretId, ClientRequestToken: token }: RotationEvent,
): Promise<Outcome> {
  const current = await currentCredentials(secrets, SecretId);
  const pending = await pendingCredentials(secrets, SecretId, token);
  checkPending(pending, current);
  const { SecretString } = await secrets.getSecretValue({ SecretId: current.masterarn });
  const master = parseMasterLogin(SecretString);
  await withSession(connect, loginOf({ ...current, ...master }), (session) =>
    ensureUser(session, pending),
  );
  return "done";
}

/** Logs in as the next user. */
async function testSecret(
  { secrets, connect }: RotationParts,
  { SecretId, ClientRequestToken: token }: RotationEvent,
): Promise<Outcome> {
  const pending = await pendingCredentials(secrets, SecretId, token);
  const ready = await withSession(connect, loginOf(pending), (session) =>
    isReady(session, pending.username),
  );
  if (!ready) throw new PlainFailure(`User ${pending.username} lacks the group's rights.`);
  return "done";
}

/** Makes the next value the current one; the service labels the one before AWSPREVIOUS. */
async function finishSecret(
  { secrets }: RotationParts,
  { SecretId, ClientRequestToken: token }: RotationEvent,
  current: string,
): Promise<Outcome> {
  await secrets.updateSecretVersionStage({
    SecretId,
    VersionStage: "AWSCURRENT",
    MoveToVersionId: token,
    RemoveFromVersionId: current,
  });
  return "done";
}

/** At first nobody uses the first user yet. */
function nextUser({ username, password }: Credentials): string {
  return password === "" ? username : otherUser(username);
}

/**
 * Refuses a next value that would take the password of the user in use, or lead elsewhere: someone
 * who can write the secret must not learn the master's password by another host.
 */
function checkPending(pending: Credentials, current: Credentials): void {
  if (pending.username !== nextUser(current)) {
    throw new PlainFailure(`User ${pending.username} is not the next one.`);
  }
  if (pending.password === "") throw new PlainFailure("The next value has no password.");
  for (const field of ["host", "port", "dbname", "masterarn"] as const) {
    if (pending[field] !== current[field]) {
      throw new PlainFailure(`The next value has another ${field}.`);
    }
  }
}

async function currentCredentials(secrets: SecretsApi, SecretId: string): Promise<Credentials> {
  const { SecretString } = await secrets.getSecretValue({ SecretId, VersionStage: "AWSCURRENT" });
  return parseCredentials(SecretString, "current");
}

async function pendingCredentials(
  secrets: SecretsApi,
  SecretId: string,
  token: string,
): Promise<Credentials> {
  const text = await pendingText(secrets, SecretId, token);
  if (text === undefined) throw new PlainFailure("createSecret has not run yet.");
  return parseCredentials(text, "pending");
}

/** The service makes the pending version without a value, and then says that there is none. */
async function pendingText(
  secrets: SecretsApi,
  SecretId: string,
  VersionId: string,
): Promise<string | undefined> {
  try {
    const stage = { VersionId, VersionStage: "AWSPENDING" };
    return (await secrets.getSecretValue({ SecretId, ...stage })).SecretString;
  } catch (error) {
    if (error instanceof Error && error.name === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function loginOf(credentials: Credentials) {
  const { host, port, dbname: database, username: user, password } = credentials;
  return { host, port, database, user, password };
}
