import type { Request } from "./iam.ts";
import type { ActionTarget } from "./serviceActions.ts";

// What the ingest of events consists of in dev, and what is beside it.

const PLACE = "us-east-1:111122223333";
/** ARN of a bucket of dev. */
export const BUCKET = (name: string) =>
  `arn:aws:s3:::rampart-dev-s3-${name}-111122223333-us-east-1`;
/** How ARNs of IAM begin in dev. */
export const IAM = "arn:aws:iam::111122223333";
const KEY = `arn:aws:kms:${PLACE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** Use of one of the two keys, through a service or by itself. */
const keys = Object.fromEntries(
  ["rampart-dev", "rampart-dev-alerts"]
    .flatMap((alias) =>
      ["", "dynamodb", "lambda", "s3", "secretsmanager", "sns", "sqs"].map((service): Thing => [
        `${alias} key${service && ` by ${service}`}`,
        "key",
        KEY,
        {
          "kms:ResourceAliases": [`alias/${alias}`],
          ...(service && { "kms:ViaService": `${service}.us-east-1.amazonaws.com` }),
        },
      ]),
    )
    .map((thing) => [thing[0], thing]),
);

/** Something that an action may be about: a name for it here, its kind, its ARN. */
export type Thing = readonly [
  label: string,
  kind: ActionTarget,
  arn: string,
  context?: Request["context"],
];

const buckets = ["processing", "quarantine", "backups"].flatMap((name): Thing[] => [
  [name, "bucket", BUCKET(name)],
  [`${name} object`, "object", `${BUCKET(name)}/albums/Jenny 100%.json`],
]);
const roles = ["ingest", "ingest-uploader", "ingest-operator", "deploy", "break-glass"].flatMap(
  (name): Thing[] => [
    [`role ${name}`, "role", `${IAM}:role/rampart-dev-role-${name}`],
    [`session ${name}`, "assumed", `${IAM}:role/rampart-dev-role-${name}`],
  ],
);

/** What the system consists of, and its neighbours. */
export const THINGS: readonly Thing[] = [
  ...buckets,
  ["table", "table", `arn:aws:dynamodb:${PLACE}:table/rampart-dev-table-ingest`],
  ["index", "index", `arn:aws:dynamodb:${PLACE}:table/rampart-dev-table-ingest/index/x`],
  ["stream", "stream", `arn:aws:dynamodb:${PLACE}:table/rampart-dev-table-ingest/stream/x`],
  ["other table", "table", `arn:aws:dynamodb:${PLACE}:table/rampart-dev-table-ingest-2`],
  ["topic", "topic", `arn:aws:sns:${PLACE}:rampart-dev-topic-ingest`],
  ["alerts", "topic", `arn:aws:sns:${PLACE}:dev-warning-alerts`],
  ["failures", "queue", `arn:aws:sqs:${PLACE}:rampart-dev-sqs-ingest-failures`],
  ["undelivered", "queue", `arn:aws:sqs:${PLACE}:rampart-dev-sqs-ingest-undelivered`],
  ["function", "function", `arn:aws:lambda:${PLACE}:function:rampart-dev-fn-ingest`],
  ["rule", "rule", `arn:aws:events:${PLACE}:rule/rampart-dev-rule-ingest`],
  ["log", "logGroup", `arn:aws:logs:${PLACE}:log-group:/aws/lambda/rampart-dev-fn-ingest`],
  [
    "log stream",
    "logStream",
    `arn:aws:logs:${PLACE}:log-group:/aws/lambda/rampart-dev-fn-ingest:log-stream:x`,
  ],
  [
    "other log stream",
    "logStream",
    `arn:aws:logs:${PLACE}:log-group:/aws/lambda/rampart-dev-fn-auto-remediate:log-stream:x`,
  ],
  ["user", "user", `${IAM}:user/rampart-dev-user-ingest-uploader`],
  ["group", "group", `${IAM}:group/rampart-dev-group-ingest-uploader`],
  ["policy", "policy", `${IAM}:policy/rampart-dev-policy-ingest-uploader`],
  ...roles,
  ...Object.values(keys),
  ["nothing", "nothing", "*"],
];

/** The same of another account, region or environment, and a key of another alias. */
export function neighboursOf([label, kind, arn, context]: Thing): Thing[] {
  const elsewhere = [
    arn.replace("111122223333", "999988887777"),
    arn.replace("us-east-1", "eu-west-1"),
    arn.replaceAll(/\bdev\b/g, "prod"),
  ]
    .filter((other) => other !== arn)
    .map((other): Thing => [label, kind, other, context]);
  const others = { ...context, "kms:ResourceAliases": ["alias/rampart-prod"] };
  return kind === "key" ? [...elsewhere, [label, kind, arn, others]] : elsewhere;
}
