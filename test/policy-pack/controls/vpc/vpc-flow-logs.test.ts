import assert from "node:assert/strict";

import { vpcFlowLogs } from "../../../../policy-pack/controls/vpc/vpc-flow-logs.ts";
import {
  type PolicyResource,
  type Properties,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { linked, vpc } from "../../support/networks.ts";
import { changed } from "../../support/resources.ts";

const ARN = "arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow";
const LOST = ["log does not record refused traffic"];
const PLAIN = ["log writes to an unencrypted destination"];

const key = linked("aws:kms/key:Key", "key", {});
const group = linked(
  "aws:cloudwatch/logGroup:LogGroup",
  "group",
  { name: "/vpc/flow" },
  { kmsKeyId: key },
);
const log = linked(
  "flowLog:FlowLog",
  "log",
  { trafficType: "ALL", logDestinationType: "cloud-watch-logs", logDestination: ARN },
  { vpcId: vpc },
);
const compliant = [vpc, key, group, log];
const ask = (resources: readonly PolicyResource[], parameters = {}) =>
  said(judged(vpcFlowLogs, resources, "vpc", { parameters: { "vpc-flow-logs": parameters } }));

describe("vpc-flow-logs", () => {
  itBehaves({
    control: vpcFlowLogs,
    compliant,
    subject: "vpc",
    fails: [
      {
        title: "it records what is accepted",
        of: "log",
        path: "trafficType",
        value: "ACCEPT",
        messages: LOST,
      },
      { title: "it does not say what it records", of: "log", path: "trafficType", messages: LOST },
      { title: "the log group has no key", of: "group", path: "kmsKeyId", messages: PLAIN },
      {
        title: "the log group has AWS's key",
        of: "group",
        path: "kmsKeyId",
        value: "alias/aws/logs",
        messages: PLAIN,
      },
      { title: "it writes nowhere", of: "log", path: "logDestination", messages: PLAIN },
    ],
    accepts: [
      { title: "a record of what is refused", of: "log", path: "trafficType", value: "REJECT" },
      { title: "the destination that is the default", of: "log", path: "logDestinationType" },
      { title: "a bucket, which S3 encrypts", of: "log", path: "logDestinationType", value: "s3" },
      {
        title: "an ARN as a key",
        of: "group",
        path: "kmsKeyId",
        value: "arn:aws:kms:us-east-1:111122223333:key/1",
      },
    ],
  });

  it("fails when there is none, and names each one that is not enough", () => {
    assert.deepEqual(ask([vpc]), ["The VPC has no flow log"]);
    const elsewhere = { ...log, inputs: { vpcId: "vpc-2" }, propertyDependencies: {} };
    assert.deepEqual(ask([vpc, elsewhere]), ["The VPC has no flow log"]);
    const second = changed(
      [{ ...log, urn: `${log.urn}2`, name: "second" }],
      "second",
      "trafficType",
    );
    const both = changed([...compliant, ...second], "log", "trafficType", "ACCEPT");
    assert.deepEqual(ask(both), [...LOST, "second does not record refused traffic"]);
    assert.equal(ask([...compliant, ...second]), "pass");
  });

  it("is undecided over a log group of another stack, unless it is declared", () => {
    const stack = changed(compliant, "log", "logDestination", `${ARN}-elsewhere`);
    assert.equal(ask(stack), "undecided");
    assert.equal(ask(stack, { encryptedDestinations: [`${ARN}-elsewhere`] }), "pass");
  });

  it("finds the log group by its origin", () => {
    const unnamed = linked(
      "flowLog:FlowLog",
      "log",
      { trafficType: "ALL" },
      { vpcId: vpc, logDestination: group },
    );
    assert.equal(ask([vpc, key, group, unnamed]), "pass");
    assert.deepEqual(ask(changed([vpc, group, unnamed], "group", "kmsKeyId")), PLAIN);
  });

  it("asks a stream whether it encrypts", () => {
    const stream = (serverSideEncryption: Properties) =>
      linked("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "stream", {
        serverSideEncryption,
      });
    const to = (target: PolicyResource) => [
      vpc,
      target,
      linked(
        "flowLog:FlowLog",
        "log",
        { trafficType: "ALL", logDestinationType: "kinesis-data-firehose" },
        { vpcId: vpc, logDestination: target },
      ),
    ];
    assert.equal(ask(to(stream({ enabled: true }))), "pass");
    assert.deepEqual(ask(to(stream({ enabled: false }))), PLAIN);
    assert.deepEqual(ask(to(stream({}))), PLAIN);
  });

  it("judges the region's default VPC alike", () => {
    const main = linked("defaultVpc:DefaultVpc", "vpc", {});
    assert.deepEqual(ask([main]), ["The VPC has no flow log"]);
    const own = { ...log, propertyDependencies: { vpcId: [main.urn] } };
    assert.equal(ask([main, key, group, own]), "pass");
    assert.equal(ask(changed([main, key, group, own], "log", "trafficType", UNKNOWN)), "undecided");
  });
});
