/** Calls, one a line, by what the provider is asked to do. */
export interface Calls {
  /** Also all that is called once the thing is there, as to configure or to tag it. */
  readonly create: readonly string[];
  readonly read: readonly string[];
  readonly update: readonly string[];
  readonly delete: readonly string[];
}

const lines = (text: string): string[] =>
  text
    .split(/[\n;]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Of each kind, lines or what is between semicolons. */
export const calls = (create: string, read: string, update = "", end = ""): Calls => ({
  create: lines(create),
  read: lines(read),
  update: lines(update),
  delete: lines(end),
});

/** Calls by an action for each word, all about the same. */
export const each = (service: string, verbs: string, on: string): string =>
  verbs
    .split(/\s+/)
    .map((verb) => `${service}:${verb} ${on}`)
    .join("\n");

/** Use of one of the environment's keys through a service. */
export const key = (verbs: string, via: string): string =>
  each("kms", verbs, `~key @kms:ViaService=${via}.us-east-1.amazonaws.com`);

/** Settings of a bucket, each with a call that puts or takes it away. */
export const ofBucket = (put: string, get: string): Calls =>
  calls(
    each("s3", put, "{bucket}"),
    each("s3", get, "{bucket}"),
    each("s3", put, "{bucket}"),
    each("s3", put, "{bucket}"),
  );

/** Log groups of others that a service delivers to, by the caller's right. */
export const DELIVERY = each(
  "logs",
  "CreateLogDelivery DescribeLogGroups DescribeResourcePolicies GetLogDelivery ListLogDeliveries PutResourcePolicy UpdateLogDelivery",
  "*",
);
