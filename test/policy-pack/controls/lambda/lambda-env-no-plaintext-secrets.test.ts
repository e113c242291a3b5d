import assert from "node:assert/strict";

import { lambdaEnvNoPlaintextSecrets } from "../../../../policy-pack/controls/lambda/lambda-env-no-plaintext-secrets.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const FUNCTION = "aws:lambda/function:Function";
const NO_KEY = "kmsKeyArn names no customer key for the environment";
const path = "environment.variables";

describe("lambda-env-no-plaintext-secrets", () => {
  itBehaves({
    control: lambdaEnvNoPlaintextSecrets,
    compliant: [
      resource(FUNCTION, "function", {
        environment: { variables: { LOG_LEVEL: "info", SECRET_NAME: "/prod/slack" } },
        kmsKeyArn: "alias/rampart-prod",
      }),
    ],
    subject: "function",
    fails: [
      {
        title: "a name promises a password",
        path,
        value: { DB_PASSWORD: "correct horse battery" },
        messages: ["DB_PASSWORD holds a password"],
      },
      {
        title: "a value is a key, whatever its name",
        path,
        // The example of AWS's documentation, in two parts for those who scan repositories.
        value: { COLOUR: ["AKIA", "IOSFODNN7EXAMPLE"].join("") },
        messages: ["COLOUR holds an AWS access key"],
      },
      {
        title: "a connection string has a password",
        path,
        value: { DATABASE_URL: "postgres://app:s3cr3t-pw@db.example.com:5432/app" },
        messages: ["DATABASE_URL holds a URL with a password"],
      },
      {
        title: "the program itself calls a value secret",
        path,
        value: { COLOUR: { $secret: true } },
        messages: ["COLOUR holds a secret"],
      },
      {
        title: "two variables do, each by itself",
        path,
        value: { A_PASSWORD: "correct horse battery", B: { $secret: true }, C: "1" },
        messages: ["A_PASSWORD holds a password", "B holds a secret"],
      },
      { title: "no key is named", path: "kmsKeyArn", messages: [NO_KEY] },
      {
        title: "the key is AWS's",
        path: "kmsKeyArn",
        value: "alias/aws/lambda",
        messages: [NO_KEY],
      },
    ],
    accepts: [
      { title: "no variables", path: "environment" },
      { title: "an empty environment", path, value: {} },
      {
        title: "where a secret is kept",
        path,
        value: {
          SECRET_ARN: "arn:aws:secretsmanager:us-east-1:111122223333:secret:/prod/slack-AbCdEf",
          DB_PASSWORD: "arn:aws:secretsmanager:us-east-1:111122223333:secret:/prod/db-AbCdEf",
        },
      },
      { title: "numbers", path, value: { TIMEOUT: 30, DRY_RUN: false } },
    ],
  });

  const ask = (inputs: { readonly [key: string]: Value }) =>
    said(judged(lambdaEnvNoPlaintextSecrets, [resource(FUNCTION, "function", inputs)], "function"));

  it("needs no key for an environment that is not there", () => {
    assert.equal(ask({}), "pass");
    assert.deepEqual(ask({ environment: { variables: { A: "1" } } }), [NO_KEY]);
  });

  it("finds a secret beside something unknown, and never passes over that", () => {
    const variables = { QUEUE: { $unknown: true }, COLOUR: { $secret: true } } as const;
    const kmsKeyArn = "alias/rampart-prod";
    assert.deepEqual(ask({ environment: { variables }, kmsKeyArn }), ["COLOUR holds a secret"]);
    const queue = { QUEUE: variables.QUEUE };
    assert.equal(ask({ environment: { variables: queue }, kmsKeyArn }), "undecided");
    assert.equal(ask({ environment: { $unknown: true }, kmsKeyArn }), "undecided");
  });
});
