import { PlainFailure } from "../shared/failure.ts";

/** The secret's value, in the form of AWS's own rotation functions. */
export interface Credentials {
  readonly engine: "postgres";
  /** The application's user, or its twin. */
  readonly username: string;
  /** Empty before the first rotation. */
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly dbname: string;
  /** Secret of the database's master user. */
  readonly masterarn: string;
}

/** User and password of the master, as RDS keeps them. */
export type MasterLogin = Pick<Credentials, "username" | "password">;

/** A name that PostgreSQL folds to nothing else, with room for the suffixes below. */
const USERNAME = /^(?!pg_)[a-z][a-z0-9_]{0,62}$/;

const CLONE = "_clone";

/** The users between which rotation alternates, and the roles that they stand on. */
export interface RoleNames {
  readonly users: readonly [string, string];
  /** What the users may do; nobody logs in as it. */
  readonly group: string;
  /** Owns what migrations make; nobody logs in as it. */
  readonly owner: string;
}

/** All names that follow from one of the two users'. */
export function roleNames(username: string): RoleNames {
  const base = username.endsWith(CLONE) ? username.slice(0, -CLONE.length) : username;
  return {
    users: [base, `${base}${CLONE}`],
    group: `${base}_group`,
    owner: `${base}_owner`,
  };
}

/** The other of the two users. */
export function otherUser(username: string): string {
  const [first, second] = roleNames(username).users;
  return username === first ? second : first;
}

/**
 * Reads a secret's value.
 *
 * @throws PlainFailure when it is no such object; the message never quotes it
 */
export function parseCredentials(text: string | undefined, what: string): Credentials {
  const value = parseObject(text, what);
  const wrong = Object.entries(FIELDS)
    .filter(([field, fits]) => !fits(value[field]))
    .map(([field]) => field);
  if (wrong.length > 0) {
    throw new PlainFailure(`The ${what} secret has no usable ${wrong.join(", ")}.`);
  }
  return value as unknown as Credentials;
}

/**
 * Reads the master's secret.
 *
 * @throws PlainFailure when it is no such object; the message never quotes it
 */
export function parseMasterLogin(text: string | undefined): MasterLogin {
  const { username, password } = parseObject(text, "master");
  if (!isFilled(username) || !isFilled(password)) {
    throw new PlainFailure("The master secret has no usable username or password.");
  }
  return { username, password };
}

const isFilled = (value: unknown): value is string => typeof value === "string" && value !== "";

const FIELDS: Readonly<Record<keyof Credentials, (value: unknown) => boolean>> = {
  engine: (value) => value === "postgres",
  username: (value) => isFilled(value) && USERNAME.test(value),
  password: (value) => typeof value === "string",
  host: isFilled,
  port: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536,
  dbname: isFilled,
  masterarn: isFilled,
};

function parseObject(text: string | undefined, what: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch {
    // The error would quote the text.
    throw new PlainFailure(`The ${what} secret is no JSON.`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new PlainFailure(`The ${what} secret is no JSON object.`);
  }
  return value as Record<string, unknown>;
}
