import assert from "node:assert/strict";

import { kmsPolicyServiceBound } from "../../../../policy-pack/controls/kms/kms-policy-service-bound.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { compliantKey, grant, keyPolicy, role } from "../../support/keys.ts";
import { ACCOUNT, FOREIGN, resource } from "../../support/resources.ts";

const SNS = "sns.amazonaws.com";
const service = (name: string, Action: Value, Condition?: Value) =>
  keyPolicy(
    grant("Service", { Service: name }, Action, Condition === undefined ? {} : { Condition }),
  );
const free = (name: string) => [`Statement Service lets ${name} use the key for anyone`];

describe("kms-policy-service-bound", () => {
  itBehaves({
    control: kmsPolicyServiceBound,
    compliant: compliantKey(
      service(SNS, "kms:Decrypt", { StringEquals: { "aws:SourceAccount": ACCOUNT } }),
    ),
    subject: "key",
    fails: [
      {
        title: "there is no source",
        path: "policy",
        value: service(SNS, "kms:Decrypt"),
        messages: free(SNS),
      },
      ...(
        [
          ["the source is any account", { StringLike: { "aws:SourceAccount": "*" } }],
          ["the source is another account", { StringEquals: { "aws:SourceAccount": FOREIGN } }],
          ["the source is any ARN", { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }],
          [
            "a text has the account anywhere",
            { StringLike: { "aws:SourceArn": `arn:*:*:*:${ACCOUNT}:*` } },
          ],
        ] as const
      ).map(([title, condition]) => ({
        title,
        path: "policy",
        value: service(SNS, "kms:Decrypt", condition),
        messages: free(SNS),
      })),
      {
        title: "it holds without a source",
        path: "policy",
        value: service(SNS, "kms:Decrypt", {
          StringEqualsIfExists: { "aws:SourceAccount": ACCOUNT },
        }),
        messages: free(SNS),
      },
      {
        title: "an alarm may do more than publish",
        path: "policy",
        value: service("cloudwatch.amazonaws.com", "kms:*"),
        messages: [
          ...free("cloudwatch.amazonaws.com"),
          "Statement Service allows grants to more than AWS resources",
        ],
      },
      {
        title: "a role may grant to anyone",
        path: "policy",
        value: keyPolicy(grant("Grants", { AWS: role("app") }, ["kms:CreateGrant"])),
        messages: ["Statement Grants allows grants to more than AWS resources"],
      },
    ],
    accepts: [
      {
        title: "alarms and events that publish",
        path: "policy",
        value: service("events.amazonaws.com", ["kms:Decrypt", "kms:GenerateDataKey*"]),
      },
      {
        title: "an encryption context",
        path: "policy",
        value: service("logs.us-east-1.amazonaws.com", "kms:Decrypt", {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${ACCOUNT}:*` },
        }),
      },
      {
        title: "grants to AWS resources",
        path: "policy",
        value: keyPolicy(
          grant("Grants", { AWS: role("app") }, "kms:CreateGrant", {
            Condition: { Bool: { "kms:GrantIsForAWSResource": true } },
          }),
        ),
      },
    ],
  });

  it("names the services that are not bound, whatever stands beside them", () => {
    const ask = (...statements: Parameters<typeof keyPolicy>) =>
      said(judged(kmsPolicyServiceBound, compliantKey(keyPolicy(...statements)), "key"));
    const events = "events.amazonaws.com";
    assert.deepEqual(ask(grant("Two", { Service: [SNS, "sqs.amazonaws.com"] }, "kms:Decrypt")), [
      `Statement Two lets ${SNS}, sqs.amazonaws.com use the key for anyone`,
    ]);
    assert.deepEqual(ask(grant("Mixed", { Service: events }, ["kms:Decrypt", "kms:Encrypt"])), [
      `Statement Mixed lets ${events} use the key for anyone`,
    ]);
    assert.deepEqual(
      ask({ ...grant("Not", { Service: events }, []), NotAction: ["kms:CreateGrant"] }),
      [`Statement Not lets ${events} use the key for anyone`],
    );
    assert.equal(ask({ ...grant("No", { Service: SNS }, "kms:*"), Effect: "Deny" }), "pass");
    assert.deepEqual(
      ask(grant("Root", { AWS: [`arn:aws:iam::${ACCOUNT}:root`, role("app")] }, "kms:CreateGrant")),
      ["Statement Root allows grants to more than AWS resources"],
    );
  });

  it("does not concern a key without a policy", () => {
    const bare = resource("aws:kms/key:Key", "key", {});
    assert.equal(said(judged(kmsPolicyServiceBound, [bare], "key")), "notApplicable");
  });
});
