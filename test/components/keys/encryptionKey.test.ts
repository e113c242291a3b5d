import assert from "node:assert/strict";

import { EncryptionKey, keyUseStatement } from "../../../components/keys/encryptionKey.ts";
import { alertPublisherGrants, logsGrant } from "../../../components/keys/grants.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { only, policyOf, recorded, refusal, statement } from "../../support/graph.ts";

const KEY = "aws:kms/key:Key";

describe("EncryptionKey", () => {
  const environment = testEnvironment();
  const args = { environment, description: "Main key", deletionDays: 7 };

  it("P-KEY-1: rotates yearly and has the environment's alias", async () => {
    const graph = await recorded(() => new EncryptionKey("main", args));
    const key = only(graph, KEY);
    assert.equal(key.inputs["enableKeyRotation"], true);
    assert.equal(key.inputs["deletionWindowInDays"], 7);
    assert.equal(only(graph, "aws:kms/alias:Alias").inputs["name"], "alias/rampart-dev");
  });

  it("P-KEY-1: grants nothing beyond the default delegation unless asked", async () => {
    const graph = await recorded(() => new EncryptionKey("main", args));
    assert.deepEqual(policyOf(only(graph, KEY)).Statement, [
      {
        Sid: "DelegateToIam",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "kms:*",
        Resource: "*",
      },
    ]);
  });

  it("P-KEY-1: administrators manage the key but can't use it", async () => {
    const graph = await recorded(
      () => new EncryptionKey("main", { ...args, administrators: ["role/security"] }),
    );
    const { Principal, Action } = statement(only(graph, KEY), "Administrators");
    assert.deepEqual(Principal, { AWS: ["arn:aws:iam::111122223333:role/security"] });
    const uses = (Action as string[]).filter((action) => /crypt|DataKey|Sign/.test(action));
    assert.deepEqual(uses, []);
  });

  it("T11, feature 37: CloudWatch Logs is named by region and bound to this account's log groups", async () => {
    const graph = await recorded(
      () => new EncryptionKey("main", { ...args, grants: [logsGrant(environment)] }),
    );
    const { Principal, Condition } = statement(only(graph, KEY), "CloudWatchLogs");
    assert.deepEqual(Principal, { Service: "logs.us-east-1.amazonaws.com" });
    assert.deepEqual(Condition, {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111122223333:log-group:*",
      },
    });
  });

  it("T15, T16, feature 37: alarms and events may use the key without a source condition", async () => {
    const graph = await recorded(
      () => new EncryptionKey("alerts", { ...args, grants: alertPublisherGrants(environment) }),
    );
    const { Condition, ...rest } = statement(only(graph, KEY), "AlarmsAndEvents");
    assert.equal(Condition, undefined);
    assert.deepEqual(rest["Action"], ["kms:Decrypt", "kms:GenerateDataKey*"]);
    assert.deepEqual(rest["Principal"], {
      Service: ["cloudwatch.amazonaws.com", "events.amazonaws.com"],
    });
  });

  it("T16, P-RESP: SNS may use the key for what it could not deliver, in queues of this account", async () => {
    const graph = await recorded(
      () => new EncryptionKey("alerts", { ...args, grants: alertPublisherGrants(environment) }),
    );
    assert.deepEqual(statement(only(graph, KEY), "UndeliveredMessages"), {
      Sid: "UndeliveredMessages",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      Principal: { Service: "sns.amazonaws.com" },
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:sqs:arn": "arn:aws:sqs:us-east-1:111122223333:*" },
      },
    });
  });

  it("T17: budgets and cost alerts are bound to the account alone", async () => {
    const graph = await recorded(
      () => new EncryptionKey("alerts", { ...args, grants: alertPublisherGrants(environment) }),
    );
    const { Condition } = statement(only(graph, KEY), "BudgetsAndCostAlerts");
    assert.deepEqual(Condition, { StringEquals: { "aws:SourceAccount": "111122223333" } });
  });

  it("P-DATA-5: is protected and retained where data must survive, and only there", async () => {
    const kept = await recorded(
      () =>
        new EncryptionKey("main", {
          ...args,
          environment: testEnvironment({ dataProtection: "protected" }),
        }),
    );
    const lost = await recorded(() => new EncryptionKey("main", args));
    const facts = [kept, lost]
      .map((graph) => only(graph, KEY))
      .map((key) => [key.protect, key.retainOnDelete]);
    assert.deepEqual(facts, [
      [true, true],
      [false, false],
    ]);
  });

  it("refuses a deletion window that KMS refuses", async () => {
    const message = await refusal(() => new EncryptionKey("main", { ...args, deletionDays: 6 }));
    assert.equal(message, "deletionDays of main is 6; allowed: 7–30.");
  });

  it("names a key by alias in IAM, so that the document is known at preview", () => {
    assert.deepEqual(keyUseStatement(environment, "alias/rampart-dev", "secretsmanager"), {
      Sid: "UseKeyForsecretsmanager",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: "arn:aws:kms:us-east-1:111122223333:key/*",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": "alias/rampart-dev" },
        StringEquals: { "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com" },
      },
    });
  });
});
