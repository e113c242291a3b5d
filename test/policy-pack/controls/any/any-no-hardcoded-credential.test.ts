import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";

import { anyNoHardcodedCredential } from "../../../../policy-pack/controls/any/any-no-hardcoded-credential.ts";
import { type Properties, UNKNOWN, type Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

/** Written apart, so that no scanner takes a made-up token for a real one. */
const made = (...parts: string[]) => parts.join("");
const AWS_KEY = made("AKIA", "IOSFODNN7EXAMPLE");
const PEM = made("-----BEGIN RSA PRIVATE", " KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----");
const base64 = (text: string) => Buffer.from(text).toString("base64");
const packed = (text: string) => gzipSync(text).toString("base64");
const SECRET: Value = { $secret: true };

const ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:/dev/database-AbCdEf";
const container = (more: Properties) =>
  JSON.stringify([{ name: "api", image: "registry/api@sha256:00", essential: true, ...more }]);
const script = (line: string) => `#!/bin/bash\nset -eu\n${line}\nsystemctl start app\n`;

describe("any-no-hardcoded-credential", () => {
  itBehaves({
    control: anyNoHardcodedCredential,
    compliant: [
      resource("aws:ecs/taskDefinition:TaskDefinition", "task", {
        family: "dev-api",
        cpu: "256",
        requiresCompatibilities: ["FARGATE"],
        executionRoleArn: "arn:aws:iam::111122223333:role/start",
        tags: { Owner: "platform" },
        containerDefinitions: container({
          environment: [{ name: "DB_USER", value: "app" }],
          secrets: [{ name: "DB_PASSWORD", valueFrom: ARN }],
        }),
      }),
    ],
    subject: "task",
    // An ARN is what AWS calls another resource.
    dispensable: ["task: executionRoleArn"],
    fails: [
      {
        title: "a variable of a container does",
        path: "containerDefinitions",
        value: container({ environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }),
        messages: ["containerDefinitions[0].environment[0].value holds a password"],
      },
      {
        title: "a list that is no text does",
        path: "containerDefinitions",
        value: [{ environment: [{ name: "DB_PASSWORD", value: "hunter2" }] }],
        messages: ["containerDefinitions[0].environment[0].value holds a password"],
      },
      {
        title: "a command does",
        path: "containerDefinitions",
        value: container({ command: ["serve", "--token", AWS_KEY] }),
        messages: ["containerDefinitions[0].command[2] holds an AWS access key"],
      },
      {
        title: "JSON in JSON does",
        path: "containerDefinitions",
        value: container({
          environment: [
            { name: "CONFIG", value: JSON.stringify({ smtp: { password: "hunter2" } }) },
          ],
        }),
        messages: ["containerDefinitions[0].environment[0].value.smtp.password holds a password"],
      },
      {
        title: "two variables do",
        path: "containerDefinitions",
        value: container({
          environment: [
            { name: "DB_PASSWORD", value: "hunter2" },
            { name: "URL", value: made("postgres://app:", "hunter2@db/app") },
          ],
        }),
        messages: [
          "containerDefinitions[0].environment[0].value holds a password",
          "containerDefinitions[0].environment[1].value holds a URL with a password",
        ],
      },
      {
        title: "a tag does",
        path: "tags.Key",
        value: AWS_KEY,
        messages: ["tags.Key holds an AWS access key"],
      },
      {
        title: "it does by a number",
        path: "tags.Password",
        value: 12345678,
        messages: ["tags.Password holds a password"],
      },
    ],
    accepts: [
      { title: "a secret by its ARN", path: "tags.PasswordArn", value: ARN },
      { title: "a place for one", path: "tags.Password", value: "" },
      {
        title: "a key that is public",
        path: "tags.Key",
        value: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
      },
    ],
  });

  const ask = (type: string, inputs: Properties) =>
    said(judged(anyNoHardcodedCredential, [resource(type, "one", inputs)], "one"));

  it("reads user data, plain, in base64 and packed", () => {
    const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
    const holds = ["userData holds a password"];
    const bad = script("export DB_PASSWORD=hunter2");
    for (const userData of [bad, base64(bad), packed(bad)]) {
      assert.deepEqual(ask(TEMPLATE, { userData }), holds);
    }
    const good = script("export DB_PASSWORD_FILE=/run/secrets/db");
    for (const userData of [
      good,
      base64(good),
      packed(good),
      base64("\u0000\u0001binary, not text"),
    ]) {
      assert.equal(ask(TEMPLATE, { userData }), "pass");
    }
    const json = base64(JSON.stringify([{ name: "DB_PASSWORD", value: "hunter2" }]));
    assert.deepEqual(ask(TEMPLATE, { userData: json }), ["userData[0].value holds a password"]);
  });

  it("looks at resources of every type, and at names beside values", () => {
    const rows: readonly (readonly [string, Properties, string])[] = [
      [
        "aws:lambda/function:Function",
        { environment: { variables: { API_TOKEN: "abc123" } } },
        "environment.variables.API_TOKEN holds a token",
      ],
      [
        "aws:codebuild/project:Project",
        { environment: { environmentVariables: [{ name: "DB_PASSWORD", value: "hunter2" }] } },
        "environment.environmentVariables[0].value holds a password",
      ],
      [
        "aws:ssm/parameter:Parameter",
        { name: "/dev/database/password", type: "String", value: "hunter2" },
        "value holds a password",
      ],
      ["aws:rds/instance:Instance", { password: "hunter2" }, "password holds a password"],
      [
        "aws:iam/serverCertificate:ServerCertificate",
        { privateKey: PEM },
        "privateKey holds a private key",
      ],
      ["pulumi:providers:aws", { accessKey: AWS_KEY }, "accessKey holds an AWS access key"],
      [
        "acme:index:Anything",
        { deep: [{ er: [["x", AWS_KEY]] }] },
        "deep[0].er[0][1] holds an AWS access key",
      ],
    ];
    for (const [type, inputs, message] of rows)
      assert.deepEqual(ask(type, inputs), [message], type);
  });

  it("reads an option of a command and its value together", () => {
    const words = (...command: Value[]) => ask("aws:x/y:Y", { command });
    const holds = ["command holds a password"];
    assert.deepEqual(words("mysql", "--password", "hunter2"), holds);
    assert.deepEqual(words("mysql", "--user", "app", "--password", "hunter2", "shop"), holds);
    assert.equal(words("mysql", "--password", "$DB_PASSWORD"), "pass");
    assert.equal(words("mysql", "--quick", "hunter2"), "pass");
    // The value of the option is what is unknown, not the word behind it.
    assert.equal(words("mysql", "--password", UNKNOWN, "shop"), "undecided");
    assert.deepEqual(words("mysql", "--password", "hunter2", UNKNOWN), holds);
    assert.deepEqual(words("mysql", "--token", AWS_KEY), ["command[2] holds an AWS access key"]);
  });

  it("does not take words for an option and its value where there is no option", () => {
    assert.equal(ask("aws:x/y:Y", { words: ["password:", "hunter2"] }), "pass");
  });

  it("does not take a property for a credential because of its name, but looks at its value", () => {
    assert.equal(ask("aws:iam/accountPasswordPolicy:X", { passwordReusePrevention: 24 }), "pass");
    const FILES = "aws:efs/fileSystem:FileSystem";
    assert.equal(ask(FILES, { creationToken: "uploads" }), "pass");
    assert.deepEqual(ask(FILES, { creationToken: AWS_KEY }), [
      "creationToken holds an AWS access key",
    ]);
    const nested = { variables: { creationToken: "uploads" } };
    assert.deepEqual(ask(FILES, nested), ["variables.creationToken holds a token"]);
  });

  it("never repeats a credential, also where it is a name", () => {
    const subject = resource("aws:sns/topic:Topic", "one", {
      tags: { [AWS_KEY]: "x", ok: AWS_KEY },
    });
    const judgement = judged(anyNoHardcodedCredential, [subject], "one");
    assert.deepEqual(said(judgement), [
      "tags is named by an AWS access key",
      "tags.ok holds an AWS access key",
    ]);
    assert.doesNotMatch(JSON.stringify(judgement), new RegExp(AWS_KEY));
    assert.deepEqual(ask("aws:sns/topic:Topic", { [AWS_KEY]: 1 }), [
      "A property is named by an AWS access key",
    ]);
  });

  it("leaves secrets alone, which are encrypted, and goes on behind them", () => {
    const INSTANCE = "aws:rds/instance:Instance";
    assert.equal(ask(INSTANCE, { password: SECRET }), "pass");
    assert.equal(ask(INSTANCE, { list: [SECRET, "x"] }), "pass");
    assert.deepEqual(ask(INSTANCE, { list: [SECRET, AWS_KEY] }), [
      "list[1] holds an AWS access key",
    ]);
  });

  it("is undecided on unknown texts, not on unknown names of other resources", () => {
    const identifiers = ["vpcId", "subnetIds", "kmsKeyArn", "topic", "queueUrl", "taskDefinition"];
    for (const name of identifiers)
      assert.equal(ask("aws:x/y:Y", { [name]: UNKNOWN }), "pass", name);
    assert.equal(ask("aws:x/y:Y", { subnetIds: [UNKNOWN] }), "pass");
    assert.equal(ask("aws:x/y:Y", { subnetIds: Array<Value>(11).fill(UNKNOWN) }), "pass");
    assert.equal(ask("aws:x/y:Y", { network: { zones: [{ subnetId: UNKNOWN }] } }), "pass");
    assert.equal(ask("aws:x/y:Y", { subnetId: { text: UNKNOWN } }), "undecided");
    assert.equal(ask("aws:x/y:Y", { dimensions: { TargetGroup: UNKNOWN } }), "pass");
    assert.equal(ask("aws:x/y:Y", { dimensions: { Anything: UNKNOWN } }), "undecided");
    assert.equal(ask("aws:x/y:Y", { TargetGroup: UNKNOWN }), "undecided");
    const weighted = (group: Value) => ({ actions: [{ forward: { targetGroups: [group] } }] });
    assert.equal(ask("aws:x/y:Y", weighted({ arn: UNKNOWN })), "pass");
    assert.equal(ask("aws:x/y:Y", weighted({ text: UNKNOWN })), "undecided");
    const shifted = (key: string) => ({ advancedConfiguration: { [key]: UNKNOWN } });
    assert.equal(ask("aws:x/y:Y", shifted("productionListenerRule")), "pass");
    assert.equal(ask("aws:x/y:Y", shifted("text")), "undecided");
    for (const name of ["userData", "policy", "value", "content", "endpoint", "apiKey", "url"]) {
      assert.equal(ask("aws:x/y:Y", { [name]: UNKNOWN }), "undecided", name);
    }
    assert.deepEqual(ask("aws:x/y:Y", { userData: UNKNOWN, password: "hunter2" }), [
      "password holds a password",
    ]);
    assert.equal(
      ask("aws:x/y:Y", { variables: [{ name: UNKNOWN, value: "hunter2" }] }),
      "undecided",
    );
  });
});
