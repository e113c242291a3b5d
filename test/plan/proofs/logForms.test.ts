import assert from "node:assert/strict";

import type { Properties } from "../../../plan/graph/value.ts";
import { resource } from "../builder.ts";
import { T } from "./defects.ts";
import { ACCOUNT, arn, make, may, policy, told } from "./small.ts";

const bucket = resource(T.bucket, "b", { bucket: "aws-waf-logs-b" });
const delivered = (statements: readonly Properties[]) =>
  resource(T.bucketPolicy, "b", { bucket: "aws-waf-logs-b", policy: policy(...statements) });
const DELIVERY = "delivery.logs.amazonaws.com";
const openBucket = delivered([
  may(DELIVERY, "s3:GetBucketAcl", "arn:aws:s3:::aws-waf-logs-b"),
  may(DELIVERY, "s3:PutObject", `arn:aws:s3:::aws-waf-logs-b/*/AWSLogs/${ACCOUNT}/*`),
  may(DELIVERY, "s3:PutObject", `arn:aws:s3:::aws-waf-logs-b/AWSLogs/${ACCOUNT}/*`),
]);

describe("forms of logs", () => {
  it("T3, T12: AWS's log delivery fills buckets, and needs their key", () => {
    const flowLog = resource(T.flowLog, "f", {
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::aws-waf-logs-b/flows",
    });
    const firewall = resource(T.firewallLog, "w", {
      logDestinationConfigs: ["arn:aws:s3:::aws-waf-logs-b"],
    });
    const balancer = resource(T.balancer, "n", {
      loadBalancerType: "network",
      accessLogs: { enabled: true, bucket: "aws-waf-logs-b", prefix: "nlb" },
    });
    assert.deepEqual(told(flowLog, firewall, balancer, bucket, openBucket), [
      "passes: flow log f → bucket aws-waf-logs-b",
      "passes: firewall log w → bucket aws-waf-logs-b",
      "passes: access log of n → bucket aws-waf-logs-b",
    ]);
    const encrypted = resource(T.encryption, "b", {
      bucket: "aws-waf-logs-b",
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }],
    });
    assert.deepEqual(told(firewall, bucket, openBucket, encrypted), [
      "stops: firewall log w → bucket aws-waf-logs-b (key alias/aws/s3)",
      "  bucket aws-waf-logs-b is encrypted with AWS's own key, whose policy keeps delivery.logs.amazonaws.com out and can't be changed",
    ]);
  });

  it("T5: a load balancer's logs come by account, by service, or not at all", () => {
    const balancer = resource(T.balancer, "a", {
      accessLogs: { enabled: false, bucket: "aws-waf-logs-b" },
      connectionLogs: { enabled: true, bucket: "aws-waf-logs-b" },
    });
    const files = `arn:aws:s3:::aws-waf-logs-b/AWSLogs/${ACCOUNT}/*`;
    const service = may("logdelivery.elasticloadbalancing.amazonaws.com", "s3:PutObject", files);
    const condition = {
      ArnLike: { "aws:SourceArn": arn("elasticloadbalancing", "loadbalancer/*") },
    };
    const account = { Principal: { AWS: "156460612806" }, Action: "s3:PutObject", Resource: files };
    for (const statement of [{ ...service, Condition: condition }, account]) {
      assert.deepEqual(told(balancer, bucket, delivered([statement])), [
        "passes: connection log of a → bucket aws-waf-logs-b",
      ]);
    }
    assert.deepEqual(told(balancer, bucket, delivered([may(DELIVERY, "s3:PutObject", files)])), [
      "stops: connection log of a → bucket aws-waf-logs-b",
      "  nothing in the policy of bucket aws-waf-logs-b names arn:aws:iam::156460612806:root",
    ]);
  });

  it("T7: CloudFront's older logs come only where ACLs are taken", () => {
    const distribution = resource(T.distribution, "d", {
      loggingConfig: { bucket: "aws-waf-logs-b.s3.amazonaws.com" },
    });
    const ownership = (objectOwnership: string) =>
      resource(T.ownership, "b", { bucket: "aws-waf-logs-b", rule: { objectOwnership } });
    assert.deepEqual(told(distribution, bucket, ownership("BucketOwnerPreferred")), [
      "passes: distribution d → bucket aws-waf-logs-b",
    ]);
    for (const others of [[], [ownership("BucketOwnerEnforced")]]) {
      assert.deepEqual(told(distribution, bucket, ...others), [
        "stops: distribution d → bucket aws-waf-logs-b",
        "  CloudFront's older logging needs ACLs, and bucket aws-waf-logs-b takes none",
      ]);
    }
    assert.deepEqual(told(distribution), [
      "unknown: distribution d → bucket aws-waf-logs-b",
      "  the bucket is not of this stack, so it can't be shown that it takes anything",
    ]);
  });

  it("T26: Route 53's and CloudFront's logs come only to us-east-1", () => {
    const group = make(T.logGroup, "g");
    const groupArn = arn("logs", "log-group:g");
    const query = resource(T.queryLog, "z", { cloudwatchLogGroupArn: groupArn });
    assert.deepEqual(told(query, group), [
      "stops: query log z → log group g",
      "  Route 53 writes only to us-east-1",
    ]);
    const destination = resource(
      "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination",
      "d",
      {
        deliveryDestinationConfiguration: { destinationResourceArn: groupArn },
      },
    );
    const delivery = resource(T.delivery, "d", {}, { deliveryDestinationArn: destination });
    assert.deepEqual(told(delivery, destination, group), [
      "stops: log delivery d → log group g",
      "  CloudFront writes only to us-east-1",
    ]);
    assert.deepEqual(told(resource(T.delivery, "d")), [
      "unknown: log delivery d → a destination",
      "  the destination is no log group of this stack, so it can't be shown that it takes anything",
    ]);
  });

  it("a cache's logs go to groups alone, a container's where they can be read", () => {
    const cache = resource("aws:elasticache/replicationGroup:ReplicationGroup", "c", {
      replicationGroupId: "c",
      logDeliveryConfigurations: [
        { destination: "stream", destinationType: "kinesis-firehose", logType: "slow-log" },
      ],
    });
    assert.deepEqual(told(cache), [
      "unknown: slow-log of cache c → stream",
      "  how the cache's logs come there is not known here",
    ]);
    const containers = (logConfiguration: Properties) =>
      resource(T.task, "t", {
        family: "t",
        containerDefinitions: JSON.stringify([{ logConfiguration }]),
      });
    assert.deepEqual(told(containers({ logDriver: "awsfirelens" })), [
      "unknown: container ? of task t → a log",
      "  where log driver awsfirelens takes what container ? of task t says is not known here",
    ]);
    assert.deepEqual(told(containers({ logDriver: "awslogs" })), [
      "unknown: task t → a log group",
      "  where its containers log is unknown, so it can't be shown that the log arrives",
    ]);
  });
});
