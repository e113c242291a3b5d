import assert from "node:assert/strict";

import { ecsExecAudited } from "../../../../policy-pack/controls/ecs/ecs-exec-audited.ts";
import { UNKNOWN, type Properties } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";

const SHELL = "configuration.executeCommandConfiguration";
const key = resource("aws:kms/key:Key", "key", {});
const stack = (service: Properties = {}) => [
  key,
  resource(
    "aws:ecs/cluster:Cluster",
    "cluster",
    {
      name: "main",
      configuration: {
        executeCommandConfiguration: {
          kmsKeyId: "arn:aws:kms:us-east-1:111122223333:key/1",
          logging: "OVERRIDE",
          logConfiguration: {
            cloudWatchLogGroupName: "/ecs/shell",
            cloudWatchEncryptionEnabled: true,
          },
        },
      },
    },
    { propertyDependencies: { configuration: [key.urn] } },
  ),
  resource("aws:ecs/service:Service", "app", {
    cluster: "arn:aws:ecs:us-east-1:111122223333:cluster/main",
    enableExecuteCommand: true,
    ...service,
  }),
];
const UNRECORDED = "Cluster cluster does not record shells";
const PLAIN = "Cluster cluster records shells unencrypted";
const KEYLESS = "Cluster cluster encrypts shells with no customer key";
const of = "cluster";

describe("ecs-exec-audited", () => {
  itBehaves({
    control: ecsExecAudited,
    compliant: stack(),
    subject: "app",
    fails: [
      {
        title: "the cluster says nothing",
        of,
        path: "configuration",
        messages: [UNRECORDED, KEYLESS],
      },
      {
        title: "nothing is logged",
        of,
        path: `${SHELL}.logging`,
        value: "NONE",
        messages: [UNRECORDED],
      },
      {
        title: "the container's own log is all",
        of,
        path: `${SHELL}.logging`,
        value: "DEFAULT",
        messages: [UNRECORDED],
      },
      {
        title: "no place is named",
        of,
        path: `${SHELL}.logConfiguration`,
        messages: [UNRECORDED],
      },
      {
        title: "the log is not encrypted",
        of,
        path: `${SHELL}.logConfiguration.cloudWatchEncryptionEnabled`,
        value: false,
        messages: [PLAIN],
      },
      {
        title: "the bucket beside the log is not encrypted",
        of,
        path: `${SHELL}.logConfiguration.s3BucketName`,
        value: "shells",
        messages: [PLAIN],
      },
      { title: "there is no key", of, path: `${SHELL}.kmsKeyId`, messages: [KEYLESS] },
      {
        title: "the key is AWS's",
        of,
        path: `${SHELL}.kmsKeyId`,
        value: "alias/aws/ssm",
        messages: [KEYLESS],
      },
      {
        title: "the cluster is the account's default one",
        path: "cluster",
        messages: ["The default cluster does not record shells"],
      },
      {
        title: "it is on in text, and the key is AWS's",
        of,
        path: `${SHELL}.kmsKeyId`,
        value: "arn:aws:kms:us-east-1:111122223333:alias/aws/ssm",
        messages: [KEYLESS],
      },
    ],
    accepts: [
      { title: "the cluster's name", path: "cluster", value: "main" },
      {
        title: "a bucket",
        of,
        path: `${SHELL}.logConfiguration`,
        value: { s3BucketName: "shells", s3BucketEncryptionEnabled: true },
      },
      { title: "text", path: "enableExecuteCommand", value: "true" },
    ],
  });

  it("accepts a key that has no id yet", () => {
    const fresh = changed(stack(), "cluster", `${SHELL}.kmsKeyId`, UNKNOWN);
    assert.equal(said(judged(ecsExecAudited, fresh, "app")), "pass");
  });

  it("does not concern a service without a shell", () => {
    for (const enableExecuteCommand of [false, null, "false"]) {
      const closed = stack({ enableExecuteCommand });
      assert.equal(said(judged(ecsExecAudited, closed, "app")), "notApplicable");
    }
  });

  it("allows no shell in prod, unless a profile says so", () => {
    const environment = { name: "prod" };
    assert.deepEqual(said(judged(ecsExecAudited, stack(), "app", { environment })), [
      "The service allows a shell in prod",
    ]);
    const unknown = stack({ cluster: UNKNOWN });
    assert.deepEqual(said(judged(ecsExecAudited, unknown, "app", { environment })), [
      "The service allows a shell in prod",
    ]);
    const parameters = { "ecs-exec-audited": { closedEnvironments: [] } };
    assert.equal(said(judged(ecsExecAudited, stack(), "app", { environment, parameters })), "pass");
  });

  it("is undecided about a cluster of another stack", () => {
    const away = stack({ cluster: "arn:aws:ecs:us-east-1:111122223333:cluster/other" });
    assert.equal(said(judged(ecsExecAudited, away, "app")), "undecided");
  });
});
