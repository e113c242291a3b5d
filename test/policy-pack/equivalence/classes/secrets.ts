import type { PolicyResource, Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { container, DIGEST, REGISTRY, task, text } from "../../controls/ecs/tasks.ts";
import { routes } from "../../controls/events/routes.ts";
import { ACCOUNT, changed, document, resource } from "../../support/resources.ts";
import type { Equivalence } from "../equivalence.ts";

type Stack = readonly PolicyResource[];

/** A form for each value, called by its JSON. */
function spelled(
  values: readonly Value[],
  build: (value: Value) => Stack,
): Readonly<Record<string, Stack>> {
  return Object.fromEntries(values.map((value) => [JSON.stringify(value), build(value)]));
}
/** Container definitions in each form that says the same. */
function inEachForm(change: Properties): Readonly<Record<string, Stack>> {
  const one = container(change);
  const of = (containerDefinitions: Value) => task({ containerDefinitions });
  const capital = ([key, value]: [string, Value]) => [
    key.charAt(0).toUpperCase() + key.slice(1),
    value,
  ];
  return {
    text: of(text(one)),
    "text with spaces": of(JSON.stringify([one], null, 2)),
    "a list": of([one]),
    "a lone object": of(one),
    "text of a lone object": of(JSON.stringify(one)),
    "names in capitals": of([Object.fromEntries(Object.entries(one).map(capital))]),
    "beside another": of(text(container({ name: "sidecar" }), one)),
  };
}
const variable = (name: string, value: string) => inEachForm({ environment: [{ name, value }] });
const user = (value: Value) => task({ containerDefinitions: text(container({ user: value })) });
const image = (value: Value) => task({ containerDefinitions: text(container({ image: value })) });

const containers: Equivalence[] = [
  {
    control: "ecs-no-plaintext-secrets",
    title: "a password among the variables",
    outcome: "fail",
    forms: {
      ...variable("DB_PASSWORD", "hunter2"),
      ...Object.fromEntries(
        [
          "dbPassword",
          "db-password",
          "DBPASSWORD",
          "db.password",
          "Db__Password",
          "DB_PASSWORD_1",
        ].map((name) => [name, variable(name, "hunter2")["text"] ?? []]),
      ),
      "a lone variable": task({
        containerDefinitions: text(
          container({ environment: { name: "DB_PWD", value: "hunter2" } }),
        ),
      }),
    },
  },
  {
    control: "ecs-no-plaintext-secrets",
    title: "where the password is kept",
    outcome: "pass",
    forms: variable("DB_PASSWORD", `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:db-AbCdEf`),
  },
  {
    control: "ecs-no-privileged-container",
    title: "a privileged container",
    outcome: "fail",
    forms: { ...inEachForm({ privileged: true }), ...inEachForm({ privileged: "true" }) },
  },
  {
    control: "ecs-non-root-user",
    title: "root runs it",
    outcome: "fail",
    forms: spelled(["root", "0", 0, "00", "root:root", "0:0", " root ", "ROOT", "", null], user),
  },
  {
    control: "ecs-non-root-user",
    title: "somebody else runs it",
    outcome: "pass",
    forms: spelled(["10001", 10001, "10001:10001", "app", "app:app"], user),
  },
  {
    control: "ecs-readonly-root-filesystem",
    title: "nobody writes to the root file system",
    outcome: "pass",
    forms: inEachForm({ readonlyRootFilesystem: "true" }),
  },
  {
    control: "ecs-image-pinned-private",
    title: "one content of an own repository",
    outcome: "pass",
    forms: spelled(
      [
        `${REGISTRY}/app@${DIGEST}`,
        `${REGISTRY}/app:v1@${DIGEST}`,
        `${REGISTRY}/app:latest@${DIGEST}`,
        `${REGISTRY.replace("ecr", "ecr-fips")}/app@${DIGEST}`,
        ` ${REGISTRY}/app@${DIGEST}`,
      ],
      image,
    ),
  },
  {
    control: "ecs-image-pinned-private",
    title: "whatever Docker Hub has by that name",
    outcome: "fail",
    forms: spelled(
      ["node", "node:latest", "library/node", "docker.io/node", "docker.io/library/node:latest"],
      image,
    ),
  },
  {
    control: "ecs-container-logging",
    title: "nothing is logged",
    outcome: "fail",
    forms: spelled(
      [null, {}, { logDriver: "none" }, { logDriver: "NONE" }, { logDriver: "" }, { options: {} }],
      (logConfiguration) => task({ containerDefinitions: text(container({ logConfiguration })) }),
    ),
  },
];

const base64 = (plain: string) => Buffer.from(plain).toString("base64");
const KEY = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
const SCRIPT = `#!/bin/bash\nexport AWS_ACCESS_KEY_ID=${KEY}\n`;
const variables = (name: string, value: string) => [
  resource("aws:lambda/function:Function", "function", {
    kmsKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`,
    environment: { variables: { [name]: value } },
  }),
];
const permission = (inputs: Properties) => [
  resource("aws:lambda/permission:Permission", "permission", inputs),
];

const others: Equivalence[] = [
  {
    control: "lambda-env-no-plaintext-secrets",
    title: "one password in a setting",
    outcome: "fail",
    forms: {
      "a name": variables("dbPassword", "hunter2"),
      "a URL": variables("DATABASE_URL", "postgres://app:hunter2@db/app"),
      "a query": variables("DATABASE_URL", "jdbc:postgresql://db/app?user=app&password=hunter2"),
      "a connection string": variables("DATABASE", "Host=db;Username=app;Password=hunter2"),
      "the same, cut short": variables("DATABASE", "Server=db;Uid=app;Pwd=hunter2"),
      JSON: variables("DATABASE", '{"user":"app","password":"hunter2"}'),
      YAML: variables("DATABASE", "user: app\npassword: hunter2\n"),
      XML: variables("DATABASE", "<db><user>app</user><password>hunter2</password></db>"),
      "an option": variables("ARGUMENTS", "--user app --password hunter2"),
      base64: variables("DATABASE", base64('{"user":"app","password":"hunter2"}')),
    },
  },
  {
    control: "any-no-hardcoded-credential",
    title: "an access key of AWS",
    outcome: "fail",
    forms: {
      "user data": [resource("aws:ec2/instance:Instance", "it", { userData: SCRIPT })],
      "user data in base64": [
        resource("aws:ec2/instance:Instance", "it", { userDataBase64: base64(SCRIPT) }),
      ],
      "a template's": [
        resource("aws:ec2/launchTemplate:LaunchTemplate", "it", { userData: base64(SCRIPT) }),
      ],
      "a container's": task({
        containerDefinitions: text(container({ environment: [{ name: "A", value: KEY }] })),
      }),
      "a parameter's": [
        resource("aws:ssm/parameter:Parameter", "it", { type: "String", value: KEY }),
      ],
      "a tag's": [resource("aws:s3/bucket:Bucket", "it", { tags: { owner: KEY } })],
      "in a policy": [
        resource("aws:iam/policy:Policy", "it", {
          policy: document({ Effect: "Allow", Action: "s3:GetObject", Resource: KEY }),
        }),
      ],
    },
  },
  {
    control: "lambda-no-public-permission",
    title: "anyone on behalf of one account",
    outcome: "pass",
    forms: {
      "a text": permission({ principal: "*", sourceAccount: ACCOUNT }),
      "a number": permission({ principal: "*", sourceAccount: Number(ACCOUNT) }),
    },
  },
  {
    control: "lambda-permission-source-bound",
    title: "a bucket of this account",
    outcome: "pass",
    forms: spelled(
      ["s3.amazonaws.com", "s3.us-east-1.amazonaws.com", "S3.amazonaws.com"],
      (principal) =>
        permission({ principal, sourceArn: "arn:aws:s3:::uploads", sourceAccount: ACCOUNT }),
    ),
  },
  {
    control: "secret-rotation",
    title: "a rotation each month",
    outcome: "pass",
    forms: spelled(
      [
        { automaticallyAfterDays: 30 },
        { automaticallyAfterDays: "30" },
        { scheduleExpression: "rate(30 days)" },
        { scheduleExpression: "rate(720 hours)" },
        { scheduleExpression: "cron(0 8 1 * ? *)" },
        { scheduleExpression: "cron(0 8 ? * 2#1 *)" },
        [{ automaticallyAfterDays: 30 }],
      ],
      (rotationRules) => [
        resource("aws:secretsmanager/secret:Secret", "secret", { name: "db" }),
        resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", {
          secretId: "db",
          rotationRules,
        }),
      ],
    ),
  },
  {
    control: "detection-findings-routed",
    title: "grave findings of GuardDuty",
    outcome: "pass",
    forms: Object.fromEntries(
      (
        [
          ["a range", [{ numeric: [">=", 7] }]],
          ["two ranges", [{ numeric: [">=", 9] }, { numeric: [">", 6.9, "<", 9] }]],
          ["each by itself", [7, 8, 9]],
          ["all but the small", [{ "anything-but": [1, 2, 3, 4, 5, 6] }]],
        ] as const
      ).map(([form, severity]) => [
        form,
        changed(
          routes(),
          "guardduty",
          "eventPattern",
          JSON.stringify({ source: ["aws.guardduty"], detail: { severity } }),
        ),
      ]),
    ),
    settings: { environment: { ownsAccountBaseline: true } },
  },
  {
    control: "eventbridge-bus-policy-bound",
    title: "a bus that anyone may send to",
    outcome: "fail",
    forms: {
      permission: [
        resource("aws:cloudwatch/eventPermission:EventPermission", "it", {
          principal: "*",
          statementId: "all",
        }),
      ],
      ...spelled(["*", { AWS: "*" }, { AWS: ["*"] }], (Principal) => [
        resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "it", {
          policy: document({
            Effect: "Allow",
            Principal,
            Action: "events:PutEvents",
            Resource: "*",
          }),
        }),
      ]),
      "an object": [
        resource("aws:cloudwatch/eventBusPolicy:EventBusPolicy", "it", {
          policy: {
            Statement: {
              Effect: "Allow",
              Principal: "*",
              Action: "events:PutEvents",
              Resource: "*",
            },
          },
        }),
      ],
    },
  },
];

export const secretsEquivalences: readonly Equivalence[] = [...containers, ...others];
