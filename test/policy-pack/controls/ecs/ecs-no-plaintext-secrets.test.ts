import assert from "node:assert/strict";

import { ecsNoPlaintextSecrets } from "../../../../policy-pack/controls/ecs/ecs-no-plaintext-secrets.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged } from "../../support/cases.ts";
import { ACCOUNT } from "../../support/resources.ts";
import { accepted, container, inEachForm, task, text } from "./tasks.ts";

const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:/dev/db-AbCdEf`;
const KEY = ["AKIA", "IOSFODNN7EXAMPLE"].join("");

const holding = (name: string, value: Value) => ({ environment: [{ name, value }] });
const messages = (name: string, kind: string) => [
  `Variable ${name} of container app holds ${kind}`,
];
const fails = (name: string, value: string, kind: string) => ({
  title: `${name} holds ${kind}`,
  path: "containerDefinitions",
  value: text(container(holding(name, value))),
  messages: messages(name, kind),
});

describe("ecs-no-plaintext-secrets", () => {
  itBehaves({
    control: ecsNoPlaintextSecrets,
    compliant: task(),
    subject: "task",
    fails: [
      ...inEachForm(
        "a variable is a password",
        holding("DB_PASSWORD", "hunter2"),
        messages("DB_PASSWORD", "a password"),
      ),
      fails("STRIPE_API_KEY", "abc", "a secret key"),
      fails("GREETING", KEY, "an AWS access key"),
      fails("DATABASE_URL", "postgres://app:hunter2@db/app", "a URL with a password"),
      fails("SETTINGS", '{"db":{"password":"x"}}', "a password"),
      {
        title: "names are written in another case",
        path: "containerDefinitions",
        value: text({ Name: "app", Environment: [{ Name: "DB_PASSWORD", Value: "hunter2" }] }),
        messages: messages("DB_PASSWORD", "a password"),
      },
      {
        title: "the second of two variables is one, and the first is unknown",
        path: "containerDefinitions",
        value: [
          container({
            environment: [
              { name: "HOST", value: { $unknown: true } },
              { name: "API_TOKEN", value: "abc" },
            ],
          }),
        ],
        messages: messages("API_TOKEN", "a token"),
      },
    ],
    accepts: accepted(
      ["no variables", { environment: [] }],
      ["the ARN of a secret", holding("DB_PASSWORD", SECRET)],
      ["the name of a secret", holding("DATABASE_SECRET", "/prod/database/credentials")],
      ["a setting about tokens", holding("TOKEN_TTL_SECONDS", "900")],
      ["an injected secret", { secrets: [{ name: "DB_PASSWORD", valueFrom: SECRET }] }],
    ),
  });

  it("never repeats the value", () => {
    const bad = task({ containerDefinitions: text(container(holding("NOTE", KEY))) });
    assert.equal(
      JSON.stringify(judged(ecsNoPlaintextSecrets, bad, "task").findings).includes(KEY),
      false,
    );
  });
});
