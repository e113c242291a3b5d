import assert from "node:assert/strict";

import { WITHOUT_RESOURCE } from "../../../../policy-pack/controls/iam/withoutResource.ts";

describe("actions without a resource", () => {
  it("are names, or beginnings of names, each once", () => {
    for (const [service, text] of Object.entries(WITHOUT_RESOURCE)) {
      const names = text.trim().split(/\s+/);
      assert.match(service, /^[a-z0-9-]+$/);
      for (const name of names) assert.match(name, /^(?:[A-Z][A-Za-z0-9]+\*?|\*)$/, service);
      assert.equal(new Set(names).size, names.length, service);
    }
  });

  it("hold nothing that reads or changes what could be named", () => {
    const restrictable = [
      "dynamodb GetItem",
      "ec2 TerminateInstances",
      "iam PassRole",
      "iam PutRolePolicy",
      "kms Decrypt",
      "lambda InvokeFunction",
      "logs PutLogEvents",
      "s3 GetObject",
      "secretsmanager GetSecretValue",
      "sqs SendMessage",
      "ssm GetParameter",
      "sts AssumeRole",
    ];
    for (const action of restrictable) {
      const [service = "", name = ""] = action.split(" ");
      const names = WITHOUT_RESOURCE[service]?.trim().split(/\s+/) ?? [];
      const beginnings = names.map((one) => one.replace("*", ""));
      const held = names.some((one, index) =>
        one.endsWith("*") ? name.startsWith(beginnings[index] ?? "") : one === name,
      );
      assert.ok(names.length > 0 && !held, action);
    }
  });
});
