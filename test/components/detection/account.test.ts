import assert from "node:assert/strict";

import { AccountDefaults } from "../../../components/detection/accountDefaults.ts";
import { CostAnomalies } from "../../../components/detection/costAnomalies.ts";
import { CostTags } from "../../../components/detection/costTags.ts";
import {
  GithubOidcProvider,
  githubProviderArnOf,
} from "../../../components/identity/githubOidcProvider.ts";
import { configGrant, trailGrants } from "../../../components/keys/grants.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded, refusal, waitsFor } from "../../support/graph.ts";
import { alerted } from "./support.ts";

const environment = testEnvironment();

describe("AccountDefaults", () => {
  const make = (place = environment) =>
    recorded(() => {
      const { key } = foundation(place);
      return new AccountDefaults("defaults", { environment: place, key });
    });
  const BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
  const DEFAULT_KEY = "aws:ebs/defaultKmsKey:DefaultKmsKey";
  const ENCRYPTION = "aws:ebs/encryptionByDefault:EncryptionByDefault";
  const PASSWORDS = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy";

  it("feature 40: no bucket is public, no volume in clear", async () => {
    const graph = await make();
    assert.deepEqual(only(graph, BLOCK).inputs, {
      accountId: "111122223333",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(only(graph, ENCRYPTION).inputs, { enabled: true });
    assert.deepEqual(only(graph, DEFAULT_KEY).propertyDependencies["keyArn"], [
      only(graph, "aws:kms/key:Key").urn,
    ]);
  });

  it("P-IAM-5: passwords are long, mixed and new, and never end", async () => {
    assert.deepEqual(only(await make(), PASSWORDS).inputs, {
      minimumPasswordLength: 20,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercaseCharacters: true,
      allowUsersToChangePassword: true,
    });
  });

  it("T97: outlive the stack, but for the choice of a key that does not", async () => {
    for (const [dataProtection, keyStays] of [
      ["protected", true],
      ["disposable", false],
    ] as const) {
      const graph = await make(testEnvironment({ dataProtection }));
      assert.deepEqual(
        [BLOCK, ENCRYPTION, PASSWORDS, DEFAULT_KEY].map((type) => only(graph, type).retainOnDelete),
        [true, true, true, keyStays],
      );
    }
  });
});

describe("CostAnomalies", () => {
  const MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
  const SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription";
  const make = (overrides = {}) => {
    const { warning } = alerted(environment);
    const args = { environment, topic: warning, thresholdUsd: 20, ...overrides };
    return new CostAnomalies("anomalies", args);
  };

  it("P-OBS-6, feature 60: watches the services' costs, and tells a topic at once", async () => {
    const graph = await recorded(() => make());
    const monitor = only(graph, MONITOR);
    assert.deepEqual(monitor.inputs, {
      name: "rampart-dev-cost-services",
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    assert.equal(monitor.retainOnDelete, true);
    const subscription = only(graph, SUBSCRIPTION);
    assert.deepEqual(
      { ...subscription.inputs, monitorArnLists: undefined },
      {
        name: "rampart-dev-cost-alert",
        monitorArnLists: undefined,
        frequency: "IMMEDIATE",
        subscribers: [
          { type: "SNS", address: "arn:aws:sns:us-east-1:111122223333:dev-warning-alerts" },
        ],
        thresholdExpression: {
          dimension: {
            key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            matchOptions: ["GREATER_THAN_OR_EQUAL"],
            values: ["20"],
          },
        },
      },
    );
    assert.deepEqual(subscription.propertyDependencies["monitorArnLists"], [monitor.urn]);
  });

  it("T17: waits until the topic admits it", async () => {
    const graph = await recorded(() => make());
    const policy = only(graph, "aws:sns/topicPolicy:TopicPolicy", "warning");
    assert.ok(waitsFor(graph, only(graph, SUBSCRIPTION), policy));
  });

  it("T96: makes no second monitor where the account has one", async () => {
    const monitorArn = "arn:aws:ce::111122223333:anomalymonitor/a-b";
    const graph = await recorded(() => make({ monitorArn }));
    assert.deepEqual(ofType(graph, MONITOR), []);
    assert.deepEqual(only(graph, SUBSCRIPTION).inputs["monitorArnLists"], [monitorArn]);
  });

  it("refuses a threshold that everything is beyond", async () => {
    assert.equal(
      await refusal(() => make({ thresholdUsd: 0 })),
      "thresholdUsd of anomalies is 0; allowed: more than 0.",
    );
  });
});

describe("CostTags", () => {
  it("P-OBS-6: bills tell costs apart by the keys, also when the stack is gone", async () => {
    const graph = await recorded(() => new CostTags("tags", { keys: ["Environment", "Owner"] }));
    const tags = ofType(graph, "aws:costexplorer/costAllocationTag:CostAllocationTag");
    assert.deepEqual(
      tags.map(({ name, inputs, retainOnDelete }) => [name, inputs, retainOnDelete]),
      ["Environment", "Owner"].map((tagKey) => [
        `tags-${tagKey}`,
        { tagKey, status: "Active" },
        true,
      ]),
    );
  });
});

describe("GithubOidcProvider", () => {
  it("P-IAM-1, T95: vouches for GitHub's jobs, pins no certificate, and outlives the stack", async () => {
    const graph = await recorded(() => {
      const { arn } = new GithubOidcProvider("github", { environment });
      return { arn };
    });
    const provider = only(graph, "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
    assert.deepEqual(provider.inputs, {
      url: "https://token.actions.githubusercontent.com",
      clientIdLists: ["sts.amazonaws.com"],
    });
    assert.equal(provider.retainOnDelete, true);
    assert.equal(graph.outputs["arn"], githubProviderArnOf(environment));
    assert.equal(
      githubProviderArnOf(environment),
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
    );
  });
});

describe("grants for the account's baseline", () => {
  it("T9: one trail encrypts; it finds the key and uses bucket keys without its context", () => {
    const arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/t";
    const use = {
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Resource: "*",
    };
    assert.deepEqual(trailGrants(environment, arn), [
      {
        ...use,
        Sid: "TrailEncrypts",
        Action: "kms:GenerateDataKey*",
        Condition: {
          StringEquals: { "aws:SourceArn": arn },
          StringLike: {
            "kms:EncryptionContext:aws:cloudtrail:arn": "arn:aws:cloudtrail:*:111122223333:trail/*",
          },
        },
      },
      {
        ...use,
        Sid: "TrailFindsKey",
        Action: ["kms:Decrypt", "kms:DescribeKey"],
        Condition: { StringEquals: { "aws:SourceArn": arn } },
      },
    ]);
  });

  it("T13: AWS Config delivers for this account", () => {
    assert.deepEqual(configGrant(environment), {
      Sid: "ConfigDelivers",
      Effect: "Allow",
      Principal: { Service: "config.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
  });
});
