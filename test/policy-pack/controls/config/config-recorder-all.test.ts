import assert from "node:assert/strict";

import { configRecorderAll } from "../../../../policy-pack/controls/config/config-recorder-all.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { compliantBucket, NAME } from "../../support/buckets.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const GROUP = { allSupported: true, includeGlobalResourceTypes: true };
const LEFT_OUT = "The recorder leaves out resource types";
const NOT_STARTED = "The recorder is not started";
const NO_GLOBALS = "No recorder records global resource types";
const KEY_ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const part = (type: string, name: string, inputs: Properties) =>
  resource(`aws:cfg/${type}`, name, inputs);
const recorder = (more: Properties = {}, name = "recorder") =>
  part("recorder:Recorder", name, { name: "main", recordingGroup: GROUP, ...more });
const status = (more: Properties = {}, name = "status") =>
  part("recorderStatus:RecorderStatus", name, { name: "main", isEnabled: true, ...more });
const channel = (more: Properties = {}, name = "channel") =>
  part("deliveryChannel:DeliveryChannel", name, { s3BucketName: NAME, ...more });

const compliant = [recorder(), status(), channel(), ...compliantBucket()];
const ask = (resources: readonly PolicyResource[], subject = "recorder") =>
  said(judged(configRecorderAll, resources, subject, settings));
const without = (name: string) => compliant.filter((one) => one.name !== name);

describe("config-recorder-all", () => {
  itBehaves({
    control: configRecorderAll,
    compliant,
    subject: "recorder",
    fails: [
      {
        title: "types are named",
        path: "recordingGroup",
        value: {
          allSupported: false,
          includeGlobalResourceTypes: true,
          resourceTypes: ["AWS::EC2::VPC"],
        },
        messages: [LEFT_OUT],
      },
      {
        title: "types are excluded",
        path: "recordingGroup.recordingStrategies",
        value: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
        messages: [LEFT_OUT],
      },
      {
        title: "global types are left out",
        path: "recordingGroup.includeGlobalResourceTypes",
        value: false,
        messages: [NO_GLOBALS],
      },
      {
        title: "it has no recording group, which leaves global types out",
        path: "recordingGroup",
        messages: [NO_GLOBALS],
      },
      {
        title: "it is stopped",
        of: "status",
        path: "isEnabled",
        value: false,
        messages: [NOT_STARTED],
      },
      {
        title: "another recorder is started",
        of: "status",
        path: "name",
        value: "other",
        messages: [NOT_STARTED],
      },
      {
        title: "the status has the default name and the recorder has not",
        of: "status",
        path: "name",
        messages: [NOT_STARTED],
      },
      {
        title: "a recorder of another region is started",
        of: "status",
        path: "region",
        value: "eu-west-1",
        messages: [NOT_STARTED],
      },
      {
        title: "the channel is another region's",
        of: "channel",
        path: "region",
        value: "eu-west-1",
        messages: ["The recorder has no delivery channel"],
      },
      {
        title: "S3's own key encrypts what is delivered",
        of: "encryption",
        path: "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm",
        value: "AES256",
        messages: [
          "The delivery channel names no customer key",
          "The default encryption is not aws:kms",
        ],
      },
      {
        title: "nobody sees the bucket",
        of: "channel",
        path: "s3BucketName",
        value: "central-config",
        messages: [
          "The delivery channel names no customer key",
          "The bucket of the delivery channel is not in the stack",
        ],
      },
    ],
    accepts: [
      {
        title: "the strategy that says the same",
        path: "recordingGroup.recordingStrategies",
        value: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
      },
      { title: "all types by default", path: "recordingGroup.allSupported" },
    ],
    // Whatever its key, or if it has none: the bucket encrypts.
    dispensable: ["channel: s3KmsKeyArn"],
  });

  it("asks of the bucket what a profile asks of buckets", () => {
    const parameters = { "s3-bucket-sse-kms": { s3KeyRoles: ["config"] } };
    const plain = changed(compliant, "encryption", "rules", [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ]);
    const strict = said(judged(configRecorderAll, plain, "recorder", settings));
    assert.equal(typeof strict, "object", "a bucket without a key passes");
    assert.equal(
      said(judged(configRecorderAll, plain, "recorder", { ...settings, parameters })),
      "pass",
    );
  });

  it("accepts a bucket outside where Config itself encrypts", () => {
    const outside = changed(compliant, "channel", "s3BucketName", "central-config");
    assert.equal(ask(changed(outside, "channel", "s3KmsKeyArn", KEY_ARN)), "pass");
    const aws = "arn:aws:kms:us-east-1:111122223333:alias/aws/s3";
    assert.deepEqual(ask(changed(outside, "channel", "s3KmsKeyArn", aws)), [
      "The delivery channel names no customer key",
      "The bucket of the delivery channel is not in the stack",
    ]);
  });

  it("knows names by default and by origin", () => {
    const nameless = [recorder({ name: null }), status({ name: "default" }), ...compliant.slice(2)];
    assert.equal(ask(nameless), "pass");
    const made = { ...status({ name: UNKNOWN }), propertyDependencies: { name: [recorder().urn] } };
    assert.equal(ask([recorder({ name: UNKNOWN }), made, ...compliant.slice(2)]), "pass");
  });

  it("wants global types in one recorder of the stack, and in no second", () => {
    const far = { region: "eu-west-1" };
    const second = (group: Properties) => [
      ...compliant,
      recorder({ ...far, recordingGroup: group }, "far"),
      status(far, "far-status"),
      channel(far, "far-channel"),
    ];
    const TWICE = ["Another recorder records global resource types as well"];
    assert.equal(ask(second({ allSupported: true })), "pass");
    assert.equal(ask(second({ allSupported: true }), "far"), "pass");
    assert.deepEqual(ask(second(GROUP)), TWICE);
    assert.deepEqual(ask(second(GROUP), "far"), TWICE);
  });

  it("says what is missing altogether", () => {
    assert.deepEqual(ask(without("status")), [NOT_STARTED]);
    assert.deepEqual(ask(without("channel")), ["The recorder has no delivery channel"]);
  });

  it("wants a recorder in a stack that owns the account baseline", () => {
    assert.deepEqual(ask([], "rampart-dev"), ["The account has no Config recorder"]);
    assert.equal(ask(compliant, "rampart-dev"), "pass");
    assert.equal(said(judged(configRecorderAll, [], "rampart-dev")), "notApplicable");
  });
});
