import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { PATTERNS, publishing, routes, keyUse } from "../../controls/events/routes.ts";
import { container, DIGEST, REGISTRY, task, text } from "../../controls/ecs/tasks.ts";
import { ACCOUNT, changed, document, FOREIGN, resource } from "../../support/resources.ts";
import type { Evasion } from "../evasion.ts";

type Stack = readonly PolicyResource[];

/** Tricks with one control: what is built around two spellings. */
function tricks<T>(
  family: string,
  control: string,
  build: (spelling: T) => Stack,
  rows: readonly (readonly [title: string, evil: T, benign: T])[],
  settings?: Evasion["settings"],
): Evasion[] {
  return rows.map(([title, evil, benign]) => ({
    family,
    control,
    title,
    evil: build(evil),
    benign: build(benign),
    ...(settings && { settings }),
  }));
}

/** Written apart, so that no scanner takes a made-up token for a real one. */
const made = (...parts: string[]) => parts.join("");
const base64 = (plain: string) => Buffer.from(plain).toString("base64");
const base64url = (plain: string) => Buffer.from(plain).toString("base64url");

const PEM = made(
  "-----BEGIN EC PRIVATE",
  " KEY-----\nMHcCAQEEIIrYSSNQFaA2\n-----END EC PRIVATE KEY-----\n",
);
const CERTIFICATE =
  "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIE\n-----END CERTIFICATE-----\n";
const AWS_KEY = made("AKIA", "IOSFODNN7EXAMPLE");
const AWS_SECRET = made("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY");
const MIXED = "x7Gq2LmZ9vRt4KpW8bYd3NsH6cJf1AeU5oXi";
const HEX = "9f86d081884c7d659a2feaa0c55ad015";
const UUID = "0f4c8a52-7a1e-4f0e-9b52-2d7c7a1b3c4d";
const SECRET_ARN = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:prod/db-AbCdEf`;

// What variables are called and what they hold.

type Variable = readonly [name: string, value: string];
const ecsVariable = ([name, value]: Variable) =>
  task({ containerDefinitions: text(container({ environment: [{ name, value }] })) });
const lambdaVariable = ([name, value]: Variable) => [
  resource("aws:lambda/function:Function", "function", {
    kmsKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${UUID}`,
    environment: { variables: { [name]: value } },
  }),
];

const NAMED = "a credential by a careless name";
const named = tricks<Variable>(NAMED, "ecs-no-plaintext-secrets", ecsVariable, [
  ["in camel case with a number", ["dbPassword2", "hunter2"], ["dbPasswordMinLength2", "14"]],
  ["in one word", ["MYSQLROOTPWD", "hunter2"], ["OLDPWD", "/srv/app"]],
  ["cut short", ["DBPASS", "hunter2"], ["BYPASS", "none"]],
  ["all in one", ["AWSSECRETACCESSKEY", "abc123"], ["AWSACCESSKEYID", "from the role"]],
  ["behind two underscores", ["Database__Password", "hunter2"], ["Database__Host", "hunter2"]],
  ["with dots and dashes", ["spring.redis-password", "hunter2"], ["spring.redis-port", "6379"]],
  [
    "whose value looks like a placeholder with a default",
    ["API_TOKEN", "${API_TOKEN:-abc123}"],
    ["API_TOKEN", "${API_TOKEN}"],
  ],
  [
    "that is one reference of two",
    ["API_TOKENS", `${SECRET_ARN},abc123`],
    ["API_TOKENS", SECRET_ARN],
  ],
  ["a directory's name for a password", ["PWD", "hunter2"], ["PWD", "/srv/app"]],
]);
const namedFunctions = tricks<Variable>(NAMED, "lambda-env-no-plaintext-secrets", lambdaVariable, [
  ["in lower case", ["client_secret", "abc123"], ["client_secret_arn", SECRET_ARN]],
  ["a key that looks random", ["APP_KEY", HEX], ["CACHE_KEY", HEX]],
  ["a salt, and not an id", ["SESSION_SALT", MIXED], ["SESSION_SEED", UUID]],
  ["a time to live, and not a token", ["REFRESH_TOKEN", "900s"], ["REFRESH_TOKEN_TTL", "900s"]],
]);

const FORMED = "a credential by a harmless name";
const formed = [
  ...tricks<Variable>(FORMED, "lambda-env-no-plaintext-secrets", lambdaVariable, [
    [
      "an access key in a sentence",
      ["NOTE", `key=${AWS_KEY};`],
      ["NOTE", made("AROA", "IOSFODNN7EXAMPLE")],
    ],
    [
      "a token, and not a digest",
      ["BUILD", made("gh", "s_", MIXED)],
      ["BUILD", `sha256:${HEX}${HEX}`],
    ],
    ["a private key, and not a public one", ["CERT", PEM], ["CERT", CERTIFICATE]],
    [
      "a signed token, and not a cursor",
      ["CURSOR", [base64url('{"alg":"HS256"}'), base64url('{"sub":"1"}'), MIXED].join(".")],
      ["CURSOR", [base64url('{"page":1234}'), base64url('{"sub":"1"}'), MIXED].join(".")],
    ],
    [
      "a URL with a password",
      ["ENDPOINT", "amqps://app:p%40ss@queue:5671/"],
      ["ENDPOINT", "amqps://app@queue:5671/a:b@c"],
    ],
    [
      "a data source of Go",
      ["DATABASE", "app:hunter2@tcp(db:3306)/app?parseTime=true"],
      ["DATABASE", "app@tcp(db:3306)/app?parseTime=true"],
    ],
    [
      "a data source of Oracle",
      ["DATABASE", "jdbc:oracle:thin:app/hunter2@db:1521/ORCL"],
      ["DATABASE", "jdbc:oracle:thin:@db:1521/ORCL"],
    ],
    [
      "a connection string that says Pwd",
      ["DATABASE", "Server=db;Uid=app;Pwd=hunter2;"],
      ["DATABASE", "Server=db;Uid=app;Pwd=;Trusted_Connection=yes;"],
    ],
    [
      "JSON in JSON",
      ["CONFIG", JSON.stringify({ db: JSON.stringify({ password: "hunter2" }) })],
      ["CONFIG", JSON.stringify({ db: JSON.stringify({ passwordFile: "/run/db" }) })],
    ],
    [
      "a key with a section, as .NET has it",
      ["CONFIG", JSON.stringify({ "Database:Password": "hunter2" })],
      ["CONFIG", JSON.stringify({ "aws:TokenIssueTime": "2026-01-01T00:00:00Z" })],
    ],
    [
      "a registry's token in .npmrc",
      ["NPMRC", "//registry.example.com/:_authToken=abc123"],
      ["NPMRC", "//registry.example.com/:always-auth=true"],
    ],
    [
      "a .netrc",
      ["NETRC", "machine api.example.com login app password hunter2"],
      ["NETRC", "machine api.example.com login app"],
    ],
    [
      "an element of XML",
      ["SETTINGS", "<server><username>app</username><password>hunter2</password></server>"],
      ["SETTINGS", "<server><username>app</username><password>${env.PW}</password></server>"],
    ],
  ]),
];

const WRAPPED = "a credential in a wrapper";
const wrapped = [
  ...tricks<Variable>(WRAPPED, "lambda-env-no-plaintext-secrets", lambdaVariable, [
    ["base64 twice", ["BLOB", base64(base64(PEM))], ["BLOB", base64(base64(CERTIFICATE))]],
    [
      "base64 of settings",
      ["BLOB", base64("host: db\npassword: hunter2\n")],
      ["BLOB", base64("host: db\npassword: ${PASSWORD}\n")],
    ],
    [
      "JSON with base64",
      ["BLOB", JSON.stringify({ tls: { data: base64(PEM) } })],
      ["BLOB", JSON.stringify({ tls: { data: base64(CERTIFICATE) } })],
    ],
    [
      "base64 in the middle of a script",
      ["INIT", `echo ${base64(PEM)} | base64 -d > /etc/key.pem`],
      ["INIT", `echo ${base64(CERTIFICATE)} | base64 -d > /etc/cert.pem`],
    ],
  ]),
  ...tricks<Properties>(
    WRAPPED,
    "any-no-hardcoded-credential",
    (inputs) => [resource("aws:ec2/launchTemplate:LaunchTemplate", "template", inputs)],
    [
      [
        "user data in base64",
        { userData: base64("#!/bin/bash\nexport DB_PASSWORD=hunter2\n") },
        { userData: base64("#!/bin/bash\nexport DB_PASSWORD=$(get-secret db)\n") },
      ],
      [
        "a password that user data sets",
        { userData: base64("#!/bin/bash\necho 'ec2-user:hunter2' | chpasswd\n") },
        { userData: base64("#!/bin/bash\necho 'ec2-user:hunter2' | tee /tmp/note\n") },
      ],
      [
        "a call that user data makes",
        { userData: base64("#!/bin/bash\ncurl -fsS -u app:hunter2 https://api.example.com\n") },
        { userData: base64("#!/bin/bash\ndocker run -u 10001:10001 --rm app\n") },
      ],
      [
        "a header that user data sends",
        { userData: base64('#!/bin/bash\ncurl -H "X-Api-Key: abc123" https://api.example.com\n') },
        { userData: base64('#!/bin/bash\ncurl -H "X-Api-Key: $KEY" https://api.example.com\n') },
      ],
      [
        "keys that user data configures",
        {
          userData: base64(`#!/bin/bash\naws configure set aws_secret_access_key ${AWS_SECRET}\n`),
        },
        { userData: base64("#!/bin/bash\naws configure set aws_default_region us-east-1\n") },
      ],
      [
        "a statement of SQL",
        { userData: base64("#!/bin/bash\npsql -c \"CREATE ROLE app WITH PASSWORD 'hunter2'\"\n") },
        { userData: base64('#!/bin/bash\npsql -c "CREATE ROLE app WITH PASSWORD NULL"\n') },
      ],
    ],
  ),
  ...tricks<Value>(
    WRAPPED,
    "any-no-hardcoded-credential",
    (command) => task({ containerDefinitions: text(container({ command })) }),
    [
      [
        "an option and its value apart",
        ["serve", "--db-password", "hunter2"],
        ["serve", "--db-password-file", "/run/db"],
      ],
      ["an option with its value", ["serve", "--token=abc123"], ["serve", "--token-ttl=900"]],
    ],
  ),
  ...tricks<Properties>(
    WRAPPED,
    "any-no-hardcoded-credential",
    (inputs) => [
      resource("aws:ssm/parameter:Parameter", "parameter", { type: "String", ...inputs }),
    ],
    [
      [
        "a parameter that its path names",
        { name: "/prod/db/password", insecureValue: "hunter2" },
        { name: "/prod/db/password-arn", insecureValue: SECRET_ARN },
      ],
    ],
  ),
  ...tricks<Properties>(
    WRAPPED,
    "any-no-hardcoded-credential",
    (tags) => [resource("aws:s3/bucket:Bucket", "bucket", { tags })],
    [
      [
        "a tag's value",
        { note: made("sk_", "live_", MIXED) },
        { note: made("pk_", "live_", MIXED) },
      ],
      [
        "a tag's name",
        { [made("AKIA", "IOSFODNN7EXAMPLE")]: "x" },
        { [made("AIDA", "IOSFODNN7EXAMPLE")]: "x" },
      ],
    ],
  ),
];

// Containers.

const CONTAINED = "a container that is more than one";
const inContainer = (change: Properties) =>
  task({ containerDefinitions: text(container({ name: "sidecar" }), container(change)) });
const contained = [
  ...tricks<Properties>(CONTAINED, "ecs-no-privileged-container", inContainer, [
    ["privileged in text", { privileged: "true" }, { privileged: "false" }],
    ["privileged in another case", { Privileged: true }, { Privileged: false }],
  ]),
  ...tricks<Properties>(CONTAINED, "ecs-non-root-user", inContainer, [
    ["root by number and group", { user: "0:10001" }, { user: "10001:0" }],
    ["root by many zeros", { user: "000" }, { user: "1000" }],
    ["root as a number", { user: 0 }, { user: 10001 }],
    ["root in capitals with a group", { user: "Root:app" }, { user: "app:app" }],
    ["a group and no user", { user: ":10001" }, { user: "app" }],
    ["root by a base", { user: "0x0" }, { user: "10" }],
  ]),
  ...tricks<Properties>(CONTAINED, "ecs-readonly-root-filesystem", inContainer, [
    [
      "a property that is no property",
      { readonlyRootFilesystem: null, readOnly: true },
      { readOnlyRootFilesystem: "true" },
    ],
    [
      "a word that is no switch",
      { readonlyRootFilesystem: "yes" },
      { readonlyRootFilesystem: "true" },
    ],
  ]),
  ...tricks<Properties>(CONTAINED, "ecs-no-host-namespaces", (change) => task(change), [
    ["the host's processes", { pidMode: "host" }, { pidMode: "task" }],
    ["the host's memory", { ipcMode: "host" }, { ipcMode: "none" }],
    ["no network mode", { networkMode: null }, { networkMode: "awsvpc" }],
  ]),
  ...tricks<Properties>(CONTAINED, "ecs-container-logging", inContainer, [
    [
      "a driver that drops",
      { logConfiguration: { logDriver: " None " } },
      { LogConfiguration: { LogDriver: "awslogs" } },
    ],
    [
      "options without a driver",
      { logConfiguration: { options: { "awslogs-group": "/app" } } },
      { logConfiguration: { logDriver: "awsfirelens" } },
    ],
  ]),
  ...tricks<string>(CONTAINED, "ecs-image-pinned-private", (image) => inContainer({ image }), [
    [
      "a registry that begins like one's own",
      `${REGISTRY}.example.com/app@${DIGEST}`,
      `${REGISTRY}/app@${DIGEST}`,
    ],
    [
      "one's own registry as a path",
      `example.com/${REGISTRY}/app@${DIGEST}`,
      `${REGISTRY}/example.com/app@${DIGEST}`,
    ],
    [
      "another account's registry",
      `${REGISTRY.replace(ACCOUNT, FOREIGN)}/app@${DIGEST}`,
      `${REGISTRY}/team/app@${DIGEST}`,
    ],
    [
      "an image of Docker Hub without a host",
      `library/node@${DIGEST}`,
      `${REGISTRY}/library/node@${DIGEST}`,
    ],
    [
      "a tag that looks like a digest",
      `${REGISTRY}/app:sha256-${HEX}${HEX}`,
      `${REGISTRY}/app:latest@${DIGEST}`,
    ],
    ["half a digest", `${REGISTRY}/app@${DIGEST.slice(0, 40)}`, `${REGISTRY}/app@${DIGEST}`],
  ]),
  ...tricks<Properties>(
    CONTAINED,
    "ecs-efs-in-transit-encryption",
    (volume) => task({ volumes: [{ name: "data", ...volume }] }),
    [
      [
        "EFS by the address of its mount target",
        {
          dockerVolumeConfiguration: {
            driver: "local",
            driverOpts: { type: "nfs4", device: ":/", o: "addr=10.0.1.5,nfsvers=4.1" },
          },
        },
        {
          dockerVolumeConfiguration: {
            driver: "local",
            driverOpts: { type: "tmpfs", device: "tmpfs", o: "size=64m" },
          },
        },
      ],
      [
        "EFS by the plugin of the host",
        {
          dockerVolumeConfiguration: {
            driver: "amazon-ecs-volume-plugin",
            driverOpts: { type: "efs", device: "fs-0123456789abcdef0:/" },
          },
        },
        {
          efsVolumeConfiguration: {
            fileSystemId: "fs-0123456789abcdef0",
            transitEncryption: "ENABLED",
            authorizationConfig: { accessPointId: "fsap-0123456789abcdef0", iam: "ENABLED" },
          },
        },
      ],
    ],
  ),
  ...tricks<Properties>(
    CONTAINED,
    "ecs-service-no-public-ip",
    (networkConfiguration) => [
      resource("aws:ecs/taskSet:TaskSet", "tasks", { networkConfiguration }),
    ],
    [["a task set's address, in text", { assignPublicIp: "true" }, { assignPublicIp: "false" }]],
  ),
];

const READING = "a role that reads more secrets";
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev/app/jwt`;
const reading = tricks<readonly Value[]>(
  READING,
  "ecs-execution-role-secrets-scoped",
  (statements) => [
    ...task({
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/app-start`,
      containerDefinitions: text(
        container({ secrets: [{ name: "JWT", valueFrom: `${SECRET}-AbCdEf` }] }),
      ),
    }),
    resource("aws:iam/role:Role", "role", {
      name: "app-start",
      inlinePolicies: [
        {
          policy: document(
            {
              Effect: "Allow",
              Action: "secretsmanager:GetSecretValue",
              Resource: `${SECRET}-??????`,
            },
            ...statements,
          ),
        },
      ],
    }),
  ],
  [
    [
      "by signs inside the action",
      [{ Effect: "Allow", Action: "secrets*:Get*Value", Resource: `arn:aws:secretsmanager:*` }],
      [{ Effect: "Allow", Action: "secrets*:Get*Value", Resource: `${SECRET}-AbCdEf` }],
    ],
    [
      "below a path",
      [
        {
          Effect: "Allow",
          Action: "ssm:GetParametersByPath",
          Resource: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter/dev`,
        },
      ],
      [{ Effect: "Allow", Action: "ssm:DescribeParameters", Resource: "*" }],
    ],
    [
      "with any key that has an alias",
      [
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias*" } },
        },
      ],
      [
        {
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/app" } },
        },
      ],
    ],
  ],
);

// Functions, rules and secrets.

const CALLED = "a function that strangers call";
const permission = (inputs: Properties) => [
  resource("aws:lambda/permission:Permission", "permission", {
    action: "lambda:InvokeFunction",
    ...inputs,
  }),
];
const RULE = `arn:aws:events:us-east-1:${ACCOUNT}:rule/daily`;
const called = [
  ...tricks<Properties>(CALLED, "lambda-no-public-permission", permission, [
    [
      "any organization",
      { principal: "*", principalOrgId: "o-*" },
      { principal: "*", principalOrgId: "o-a1b2c3d4e5" },
    ],
    [
      "any source",
      { principal: "*", sourceArn: "arn:aws:s3:::*" },
      { principal: "*", sourceArn: "arn:aws:s3:::uploads" },
    ],
    [
      "every account's root",
      { principal: "arn:aws:iam::*:root" },
      { principal: `arn:aws:iam::${ACCOUNT}:root` },
    ],
    [
      "an account of any digits",
      { principal: "*", sourceAccount: "????????????" },
      { principal: "*", sourceAccount: ACCOUNT },
    ],
  ]),
  ...tricks<Properties>(CALLED, "lambda-permission-source-bound", permission, [
    [
      "rules of any account",
      { principal: "events.amazonaws.com", sourceArn: RULE.replace(ACCOUNT, "*") },
      { principal: "events.amazonaws.com", sourceArn: RULE },
    ],
    [
      "a bucket whose name may pass on",
      { principal: "S3.amazonaws.com", sourceArn: "arn:aws:s3:::uploads" },
      { principal: "S3.amazonaws.com", sourceArn: "arn:aws:s3:::uploads", sourceAccount: ACCOUNT },
    ],
    [
      "an account and no source",
      { principal: "sns.amazonaws.com", sourceAccount: ACCOUNT },
      {
        principal: "sns.amazonaws.com",
        sourceAccount: ACCOUNT,
        sourceArn: `arn:aws:sns:us-east-1:${ACCOUNT}:orders`,
      },
    ],
    [
      "buckets that begin alike",
      { principal: "s3.amazonaws.com", sourceAccount: ACCOUNT, sourceArn: "arn:aws:s3:::up*" },
      { principal: "s3.amazonaws.com", sourceAccount: ACCOUNT, sourceArn: "arn:aws:s3:::uploads" },
    ],
  ]),
  ...tricks<Properties>(
    CALLED,
    "lambda-url-iam-auth",
    (inputs) => [resource("aws:lambda/functionUrl:FunctionUrl", "url", inputs)],
    [
      [
        "nobody asked, in lower case",
        { authorizationType: "none" },
        { authorizationType: "AWS_IAM" },
      ],
      [
        "any page over TLS with credentials",
        {
          authorizationType: "AWS_IAM",
          cors: {
            allowCredentials: "true",
            allowOrigins: ["https://app.example.com", "https://*"],
          },
        },
        {
          authorizationType: "AWS_IAM",
          cors: { allowCredentials: "true", allowOrigins: ["https://app.example.com"] },
        },
      ],
    ],
  ),
];

const ROUTED = "a route that leads nowhere";
const baseline = { environment: { ownsAccountBaseline: true } };
const route = ([name, path, value]: readonly [string, string, Value]) =>
  changed(routes(), name, path, value);
const deny = (Action: string, more: Properties = {}) => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: "*",
  ...more,
});
const beside = (policy: string, statement: Value): string => {
  const { Statement } = JSON.parse(policy) as { Statement: Value[] };
  return document(...Statement, statement);
};
const PLAIN = { Condition: { Bool: { "aws:SecureTransport": "false" } } };
const routed = [
  ...tricks<readonly [string, string, Value]>(
    ROUTED,
    "detection-findings-routed",
    route,
    [
      [
        "nine and more for seven and more",
        [
          "guardduty",
          "eventPattern",
          JSON.stringify({
            ...PATTERNS["guardduty"],
            detail: { severity: [{ numeric: [">", 8.9] }] },
          }),
        ],
        [
          "guardduty",
          "eventPattern",
          JSON.stringify({
            ...PATTERNS["guardduty"],
            detail: { severity: [{ numeric: [">", 6.9] }] },
          }),
        ],
      ],
      [
        "all but what matters",
        [
          "inspector",
          "eventPattern",
          JSON.stringify({
            source: ["aws.inspector2"],
            detail: { severity: [{ "anything-but": "CRITICAL" }] },
          }),
        ],
        [
          "inspector",
          "eventPattern",
          JSON.stringify({
            source: ["aws.inspector2"],
            detail: { severity: [{ "anything-but": "LOW" }] },
          }),
        ],
      ],
      ["off in text", ["analyzer", "isEnabled", "false"], ["analyzer", "isEnabled", "true"]],
      [
        "a topic that denies what it allows",
        ["policy", "policy", beside(publishing(), deny("sns:*"))],
        ["policy", "policy", beside(publishing(), deny("sns:*", PLAIN))],
      ],
      [
        "a policy that speaks of another topic",
        ["policy", "policy", publishing({ Resource: `arn:aws:sns:us-east-1:${ACCOUNT}:orders` })],
        ["policy", "policy", publishing({ Resource: `arn:aws:sns:*:${ACCOUNT}:dev-*` })],
      ],
      [
        "a key that denies what it allows",
        [
          "key",
          "policy",
          beside(
            keyUse(),
            deny("kms:Generate*", { Principal: { Service: "events.amazonaws.com" } }),
          ),
        ],
        [
          "key",
          "policy",
          beside(keyUse(), deny("kms:Generate*", { Principal: { Service: "s3.amazonaws.com" } })),
        ],
      ],
    ],
    baseline,
  ),
  ...tricks<Properties>(
    ROUTED,
    "eventbridge-bus-policy-bound",
    (condition) => [
      resource("aws:cloudwatch/eventPermission:EventPermission", "permission", {
        principal: "*",
        statementId: "all",
        condition,
      }),
    ],
    [
      [
        "any organization in the older form",
        { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-*" },
        { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-a1b2c3d4e5" },
      ],
    ],
  ),
];

const KEPT = "a secret that is kept badly";
const secret = resource("aws:secretsmanager/secret:Secret", "secret", { name: "dev/db" });
const kept = [
  ...tricks<Properties>(
    KEPT,
    "secret-rotation",
    (rotationRules) => [
      secret,
      resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", {
        secretId: "dev/db",
        rotationRules,
      }),
    ],
    [
      [
        "years in hours",
        { scheduleExpression: "rate(9999 hours)" },
        { scheduleExpression: "rate(720 hours)" },
      ],
      [
        "a month of the year",
        { scheduleExpression: "cron(0 8 1 1 ? *)" },
        { scheduleExpression: "cron(0 8 1 * ? *)" },
      ],
      [
        "one year alone",
        { scheduleExpression: "cron(0 8 1 * ? 2026)" },
        { scheduleExpression: "cron(0 8 ? * 2 *)" },
      ],
      [
        "a fifth Monday, which few months have",
        { scheduleExpression: "cron(0 8 ? * 2#5 *)" },
        { scheduleExpression: "cron(0 8 ? * 2#1 *)" },
      ],
      ["days in text", { automaticallyAfterDays: "365" }, { automaticallyAfterDays: "30" }],
    ],
  ),
  ...tricks<Properties>(
    KEPT,
    "secret-cmk",
    (inputs) => [resource("aws:secretsmanager/secret:Secret", "secret", inputs)],
    [
      [
        "AWS's own key by the ARN of its alias",
        { kmsKeyId: `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/secretsmanager` },
        { kmsKeyId: `arn:aws:kms:us-east-1:${ACCOUNT}:alias/awsome` },
      ],
      [
        "a copy without a key",
        {
          kmsKeyId: UUID,
          replicas: [{ region: "eu-west-1", kmsKeyId: UUID }, { region: "us-west-2" }],
        },
        { kmsKeyId: UUID, replicas: [{ region: "eu-west-1", kmsKeyId: UUID }] },
      ],
    ],
  ),
  ...tricks<readonly string[]>(
    KEPT,
    "any-no-ignored-security-property",
    (ignoreChanges) => [
      resource(
        "aws:secretsmanager/secret:Secret",
        "secret",
        { kmsKeyId: UUID, replicas: [{ region: "eu-west-1", kmsKeyId: UUID }] },
        { ignoreChanges },
      ),
    ],
    [
      ["everything is ignored", ["*"], []],
      ["a part is ignored", ["replicas[0].kmsKeyId"], ["replicas[0].region"]],
      ["a property in brackets is ignored", ['["kmsKeyId"]'], ['["description"]']],
      ["any of a list is ignored", ["replicas[*].kmsKeyId"], ["replicas[*].region"]],
    ],
  ),
];

export const secretsEvasions: readonly Evasion[] = [
  ...named,
  ...namedFunctions,
  ...formed,
  ...wrapped,
  ...contained,
  ...reading,
  ...called,
  ...routed,
  ...kept,
];
