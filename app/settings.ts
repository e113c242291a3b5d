import { z } from "zod";

import { DOORS } from "./contract.ts";

/** An unset variable and an empty one mean the same. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

const text = z.string().min(1);
const port = z.coerce.number().int().min(0).max(65_535);
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const list = text.transform((value) => value.split(",").map((entry) => entry.trim()));
const doors = list.pipe(z.array(z.enum(DOORS)).min(1));

/** What stands in the environment, by name; `contract.ts` says what each is for. */
const environment = z.object({
  AWS_REGION: optional(text),
  PORT: port.default(8080),
  // Where a person runs it, nobody else needs to reach it; a container is reached from outside.
  HOST: z.string().default("0.0.0.0"),
  KEEP_ALIVE_SECONDS: whole(1, 4000).default(65),
  HEADERS_SECONDS: whole(1, 60).default(10),
  SILENCE_SECONDS: whole(1, 300).default(30),
  DRAIN_DELAY_SECONDS: whole(0, 60).default(5),
  DOORS: doors,
  OPEN_DOORS: optional(doors),
  DATABASE_SECRET: optional(text),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(?:ql)?$/ })),
  DATABASE_AUTHORITIES_FILE: optional(text),
  DATABASE_CONNECTIONS: whole(1, 500).default(10),
  REDIS_SECRET: optional(text),
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })),
  CACHE_MILLISECONDS: whole(1, 10_000).default(100),
  JWT_SECRET: optional(text),
  JWT_ISSUER: optional(text),
  JWT_AUDIENCE: optional(text),
  COGNITO_USER_POOL_ID: optional(z.string().regex(/^[a-z]+-[a-z0-9-]+_[A-Za-z0-9]+$/)),
  COGNITO_CLIENT_IDS: optional(list),
  JWKS_URL: optional(z.url()),
  DOCUMENTS_TABLE: optional(text),
  UPLOAD_BYTES: whole(1, 5e12).default(10e9),
  UPLOAD_PERIOD_SECONDS: whole(1, 99).default(9),
  UPLOAD_PERIOD_BYTES: whole(1, 1e9).default(40_000),
  AUDIO_BUCKET: optional(text),
  // Servers of local runs know a bucket by the path alone.
  S3_PATH_STYLE: z.enum(["true", "false"]).default("false"),
  METRICS_PORT: optional(port),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "fatal"]).default("info"),
  TRUSTED_PROXIES: whole(0, 10).default(1),
  REQUESTS_PER_MINUTE: whole(1, 1_000_000).default(600),
  ANSWER_SECONDS: whole(1, 300).default(15),
});

type Environment = z.output<typeof environment>;

/** All that a process needs to know, checked. */
export type Settings = Environment;

/** Settings that can't be: each problem a line, with the variable, and what is allowed. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

/**
 * Reads the settings from environment variables.
 *
 * @throws SettingsError with all that is wrong; values are left out, for some are secret.
 */
export function settingsOf(variables: Readonly<Record<string, string | undefined>>): Settings {
  const result = environment.safeParse(variables);
  const problems = result.success
    ? missingIn(result.data)
    : result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  if (!result.success || problems.length > 0) {
    throw new SettingsError(`The environment can't be used:\n  ${problems.join("\n  ")}`);
  }
  return result.data;
}

/** What the doors ask for beyond each variable's own form. */
function missingIn(settings: Environment): string[] {
  const served = new Set<string>(settings.DOORS);
  const open = settings.OPEN_DOORS ?? [];
  const closed = settings.DOORS.filter((door) => !open.includes(door));
  const needs: [needed: boolean, variables: readonly (keyof Environment)[], why: string][] = [
    [
      served.has("items") || served.has("music"),
      ["DATABASE_SECRET", "DATABASE_URL"],
      "the doors items and music keep their data in PostgreSQL",
    ],
    [served.has("documents"), ["DOCUMENTS_TABLE"], "the door documents keeps its data there"],
    [served.has("music"), ["AUDIO_BUCKET"], "the door music plays what lies there"],
    [
      closed.length > 0,
      ["COGNITO_USER_POOL_ID", "JWT_SECRET"],
      `the door ${closed.join(", ")} asks for tokens; name it in OPEN_DOORS to let anyone in`,
    ],
    [settings.COGNITO_USER_POOL_ID !== undefined, ["COGNITO_CLIENT_IDS"], "the pool needs it"],
    [settings.JWT_SECRET !== undefined, ["JWT_ISSUER"], "the key needs it"],
    [settings.JWT_SECRET !== undefined, ["JWT_AUDIENCE"], "the key needs it"],
  ];
  const missing = needs.flatMap(([needed, variables, why]) =>
    needed && variables.every((variable) => settings[variable] === undefined)
      ? [`${variables.join(" or ")}: is missing; ${why}`]
      : [],
  );
  const twice = [
    ["DATABASE_SECRET", "DATABASE_URL"],
    ["REDIS_SECRET", "REDIS_URL"],
    ["COGNITO_USER_POOL_ID", "JWT_SECRET"],
  ] as const;
  const doubled = twice.flatMap(([one, other]) =>
    settings[one] !== undefined && settings[other] !== undefined
      ? [`${one} and ${other}: only one of them can hold`]
      : [],
  );
  const { PORT: port, METRICS_PORT: metrics } = settings;
  // 0 is any free one, and never the same twice.
  const shared = port === metrics && port !== 0 ? ["METRICS_PORT: must not be PORT"] : [];
  // An upload that stalls just after a period began ends after two more. That must be before the
  // server's own patience with a silent connection does, so that there is an answer.
  const { UPLOAD_PERIOD_SECONDS: period, SILENCE_SECONDS: silence } = settings;
  const impatient =
    served.has("documents") && 3 * period >= silence
      ? ["UPLOAD_PERIOD_SECONDS: three of them must be shorter than SILENCE_SECONDS"]
      : [];
  const strangers = open
    .filter((door) => !served.has(door))
    .map((door) => `OPEN_DOORS: ${door} is not among DOORS`);
  return [...missing, ...doubled, ...shared, ...impatient, ...strangers];
}
