import assert from "node:assert/strict";

import { ConfigRecorder } from "../../../components/detection/configRecorder.ts";
import { ConfigRules, configRulePrefixOf } from "../../../components/detection/configRules.ts";
import { foundation, testEnvironment } from "../../support/fixtures.ts";
import { namesOf, ofType, only, policyOf, recorded, waitsFor } from "../../support/graph.ts";

const CHANNEL = "aws:cfg/deliveryChannel:DeliveryChannel";
const RECORDER = "aws:cfg/recorder:Recorder";
const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";
const RULE = "aws:cfg/rule:Rule";
const STATUS = "aws:cfg/recorderStatus:RecorderStatus";
const SERVICE_ROLE =
  "arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

const environment = testEnvironment();
const make = (serviceRoleArn?: string, place = environment) => {
  const base = foundation(place);
  return new ConfigRecorder("config", { environment: place, ...base, serviceRoleArn });
};

describe("ConfigRecorder", () => {
  it("P-DET-4, feature 46: records all types at once, global ones as well, through Config's own role", async () => {
    const { inputs } = only(await recorded(() => make()), RECORDER);
    assert.deepEqual(inputs, {
      name: "default",
      roleArn: SERVICE_ROLE,
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
      recordingMode: { recordingFrequency: "CONTINUOUS" },
    });
  });

  it("T91: makes recorder, channel and start one after the other", async () => {
    const graph = await recorded(() => make());
    const order = [ROLE, RECORDER, CHANNEL, STATUS].map((type) => only(graph, type));
    order.slice(1).forEach((later, index) => {
      const earlier = order[index];
      assert.ok(earlier && waitsFor(graph, later, earlier), later.type);
    });
    assert.deepEqual(only(graph, STATUS).inputs, { name: "default", isEnabled: true });
  });

  it("T61: makes Config's role, kept for others, unless the account has it", async () => {
    const made = only(await recorded(() => make()), ROLE);
    assert.deepEqual(made.inputs, { awsServiceName: "config.amazonaws.com" });
    assert.equal(made.retainOnDelete, true);
    const graph = await recorded(() => make(SERVICE_ROLE));
    assert.deepEqual(ofType(graph, ROLE), []);
    assert.equal(only(graph, RECORDER).inputs["roleArn"], SERVICE_ROLE);
  });

  it("T13, T14: delivers under the key to a bucket of its own, without retention", async () => {
    const graph = await recorded(() => make());
    const bucket = only(graph, "aws:s3/bucket:Bucket", "config-bucket").inputs;
    assert.deepEqual(
      [bucket["objectLockEnabled"], bucket["tags"]],
      [false, { "bucket-role": "config" }],
    );
    const channel = only(graph, CHANNEL);
    assert.equal(channel.inputs["s3BucketName"], bucket["bucket"]);
    assert.deepEqual(channel.propertyDependencies["s3KmsKeyArn"], [
      only(graph, "aws:kms/key:Key", "key").urn,
    ]);
  });

  it("its bucket admits AWS Config on behalf of this account alone", async () => {
    const graph = await recorded(() => make());
    const policy = only(graph, "aws:s3/bucketPolicy:BucketPolicy", "config-bucket");
    const arn = "arn:aws:s3:::rampart-dev-s3-config-111122223333-us-east-1";
    const allow = { Effect: "Allow", Principal: { Service: "config.amazonaws.com" } };
    assert.deepEqual(policyOf(policy).Statement.slice(1), [
      {
        ...allow,
        Sid: "ConfigChecksBucket",
        Action: ["s3:GetBucketAcl", "s3:ListBucket"],
        Resource: arn,
        Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
      },
      {
        ...allow,
        Sid: "ConfigDelivers",
        Action: "s3:PutObject",
        Resource: `${arn}/AWSLogs/111122223333/Config/*`,
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "111122223333",
            "s3:x-amz-acl": "bucket-owner-full-control",
          },
        },
      },
    ]);
  });

  it("P-DATA-5: stays with its bucket where data must survive, and goes with it elsewhere", async () => {
    for (const [dataProtection, stays] of [
      ["protected", true],
      ["disposable", false],
    ] as const) {
      const graph = await recorded(() => make(undefined, testEnvironment({ dataProtection })));
      for (const type of [RECORDER, CHANNEL, STATUS]) {
        assert.equal(only(graph, type).retainOnDelete, stays, `${type} ${dataProtection}`);
      }
    }
  });
});

describe("ConfigRules", () => {
  const rules = () =>
    recorded(() => new ConfigRules("rules", { environment, recorder: make(SERVICE_ROLE) }));

  it("P-DET-4, P-IAM-5: are the six that AWS wrote, named after the environment", async () => {
    const found = ofType(await rules(), RULE).map(({ inputs }) => [
      inputs["name"],
      inputs["source"],
      inputs["maximumExecutionFrequency"],
    ]);
    const rule = (name: string, identifier: string, daily?: "TwentyFour_Hours") => [
      `rampart-dev-config-${name}`,
      { owner: "AWS", sourceIdentifier: identifier },
      daily,
    ];
    assert.deepEqual(found, [
      rule("s3-bucket-public-read-prohibited", "S3_BUCKET_PUBLIC_READ_PROHIBITED"),
      rule("rds-instance-public-access-check", "RDS_INSTANCE_PUBLIC_ACCESS_CHECK"),
      rule("encrypted-volumes", "ENCRYPTED_VOLUMES"),
      rule("iam-root-access-key-check", "IAM_ROOT_ACCESS_KEY_CHECK", "TwentyFour_Hours"),
      rule("vpc-flow-logs-enabled", "VPC_FLOW_LOGS_ENABLED", "TwentyFour_Hours"),
      rule("cloudtrail-enabled", "CLOUD_TRAIL_ENABLED", "TwentyFour_Hours"),
    ]);
  });

  it("T91: wait until the recorder records", async () => {
    const graph = await rules();
    const status = only(graph, STATUS);
    for (const rule of ofType(graph, RULE)) assert.ok(waitsFor(graph, rule, status), rule.name);
  });

  it("have logical names by rule, so that a new one renames none", async () => {
    assert.equal(namesOf(await rules(), RULE)[0], "rules-cloudtrail-enabled");
    assert.equal(configRulePrefixOf(environment), "rampart-dev-config-");
  });
});
