import assert from "node:assert/strict";

import { diagramDot } from "../../../../plan/readers/diagram/diagram.ts";
import { stackGraph } from "../../../support/stacks.ts";
import { graphOf, resource } from "../../builder.ts";
import {
  INGRESS,
  inside,
  callers,
  called,
  tcp,
  place,
  system,
  partOf,
  allow,
  rolePolicy,
  usage,
  arrows,
  boxTexts,
} from "./support.ts";

describe("stores in the diagram", () => {
  const [alpha, beta] = [system("alpha"), system("beta")];
  const provider = resource("pulumi:providers:aws", "aws", {
    region: "us-east-1",
    allowedAccountIds: '["111122223333"]',
  });
  const bucket = resource("aws:s3/bucket:Bucket", "in", { bucket: "rampart-test-s3-in" });
  const rejects = resource("aws:s3/bucket:Bucket", "rejects", {
    bucket: "rampart-test-s3-rejects",
  });
  const table = resource("aws:dynamodb/table:Table", "items", { name: "rampart-test-table-items" });
  const topic = resource("aws:sns/topic:Topic", "told", { name: "rampart-test-topic-told" });
  const role = resource("aws:iam/role:Role", "judge", { name: "judge" });
  const judge = resource(
    "aws:lambda/function:Function",
    "judge",
    { name: "rampart-test-fn-judge", memorySize: 512 },
    { role },
  );
  const eventPattern = (name: string) =>
    JSON.stringify({
      source: ["aws.s3"],
      "detail-type": ["Object Created"],
      detail: { bucket: { name: [name] } },
    });
  const rule = (name: string) =>
    resource("aws:cloudwatch/eventRule:EventRule", "put", { eventPattern: eventPattern(name) });
  const fed = (name = "rampart-test-s3-in") => {
    const put = rule(name);
    const target = resource(
      "aws:cloudwatch/eventTarget:EventTarget",
      "put",
      {},
      { rule: put, arn: judge },
    );
    return [provider, bucket, rejects, table, topic, role, judge, put, target];
  };
  const [tableArn, topicArn] = [
    "arn:aws:dynamodb:us-east-1:111122223333:table/rampart-test-table-items",
    "arn:aws:sns:us-east-1:111122223333:rampart-test-topic-told",
  ];

  it("S-INGEST-2: shows the bucket whose objects feed a function, and what that may use", () => {
    const graph = graphOf(
      ...fed(),
      rolePolicy(role, [
        allow(["s3:GetObject", "s3:DeleteObject"], "arn:aws:s3:::rampart-test-s3-in/*"),
        allow(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::rampart-test-s3-rejects/*"),
        allow("dynamodb:Query", `${tableArn}/index/newest`),
        allow("dynamodb:PutItem", tableArn),
        allow("sns:*", topicArn),
      ]),
    );
    assert.deepEqual(usage(graph), [
      "S3 bucket in → Lambda function judge: Object Created",
      "Lambda function judge → S3 bucket in: reads and deletes",
      "Lambda function judge → S3 bucket rejects: reads and writes",
      "Lambda function judge → DynamoDB table items: reads and writes",
      "Lambda function judge → SNS topic told: publishes",
    ]);
    assert.deepEqual(boxTexts(graph), [
      "Lambda function judge | 512 MB",
      "DynamoDB table items",
      "S3 bucket in",
      "S3 bucket rejects",
      "SNS topic told",
    ]);
    assert.deepEqual(
      arrows(diagramDot(graph)).filter((line) => !line.includes("invis")),
      [
        String.raw`in -> judge [label=" Object\nCreated ", color="#1f5f99", fontcolor="#1f5f99"]`,
        String.raw`judge -> items [label=" reads and\nwrites ", color="#1f5f99", fontcolor="#1f5f99"]`,
        String.raw`judge -> in [label=" reads and\ndeletes ", color="#1f5f99", fontcolor="#1f5f99", constraint=false]`,
        String.raw`judge -> rejects [label=" reads and\nwrites ", color="#1f5f99", fontcolor="#1f5f99"]`,
        String.raw`judge -> told [label=" publishes ", color="#1f5f99", fontcolor="#1f5f99"]`,
      ],
    );
  });

  it("leaves functions and stores beside that no object of the stack leads to", () => {
    const graph = graphOf(
      ...fed("another-bucket"),
      rolePolicy(role, [allow("sns:Publish", topicArn)]),
    );
    assert.deepEqual([usage(graph), boxTexts(graph)], [[], []]);
  });

  const unused: readonly (readonly [what: string, statement: object])[] = [
    ["denied", { ...allow("dynamodb:PutItem", tableArn), Effect: "Deny" }],
    ["listed alone", allow("s3:ListBucket", "arn:aws:s3:::rampart-test-s3-rejects")],
    ["named otherwise", allow("dynamodb:PutItem", `${tableArn}-2`)],
    ["in another region", allow("dynamodb:PutItem", tableArn.replace("us-east-1", "eu-west-2"))],
    ["not named", allow("dynamodb:PutItem", "*")],
  ];
  for (const [what, statement] of unused) {
    it(`leaves out a store that is ${what}`, () => {
      assert.deepEqual(usage(graphOf(...fed(), rolePolicy(role, [statement]))), [
        "S3 bucket in → Lambda function judge: Object Created",
      ]);
    });
  }

  it("leaves out the stores of another system", () => {
    const other = partOf(beta, table);
    const policy = rolePolicy(role, [allow("dynamodb:PutItem", tableArn)]);
    const graph = graphOf(alpha, beta, ...fed().filter((one) => one !== table), other, policy);
    assert.deepEqual(usage(graph), ["S3 bucket in → Lambda function judge: Object Created"]);
  });

  it("finds what hosts may use by their instance profile, and attached policies", () => {
    const profile = resource("aws:iam/instanceProfile:InstanceProfile", "hosts", {}, { role });
    const launchTemplate = resource(
      "aws:ec2/launchTemplate:LaunchTemplate",
      "hosts",
      {},
      { iamInstanceProfile: profile, networkInterfaces: [inside, callers] },
    );
    const instance = resource("aws:ec2/instance:Instance", "one", {}, { launchTemplate });
    const policy = resource("aws:iam/policy:Policy", "keep", {
      name: "keep",
      policy: JSON.stringify({ Statement: [allow("dynamodb:GetItem", tableArn)] }),
    });
    const attachment = resource(
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "keep",
      {},
      { role, policyArn: policy },
    );
    assert.deepEqual(
      usage(
        graphOf(
          provider,
          ...place,
          role,
          profile,
          launchTemplate,
          instance,
          table,
          policy,
          attachment,
        ),
      ),
      ["EC2 instance one → DynamoDB table items: reads"],
    );
  });

  it("shows the buckets behind CloudFront", () => {
    const front = resource(
      "aws:cloudfront/distribution:Distribution",
      "front",
      {},
      { origins: bucket },
    );
    const graph = graphOf(bucket, rejects, front);
    assert.deepEqual(usage(graph), ["CloudFront → S3 bucket in: reads"]);
    assert.deepEqual(boxTexts(graph), ["CloudFront", "S3 bucket in"]);
  });

  it("frames what is in no network by system, and sets it before its network", () => {
    const own = partOf(alpha, bucket);
    const front = partOf(
      alpha,
      resource("aws:cloudfront/distribution:Distribution", "front", {}, { origins: own }),
    );
    const dot = diagramDot(
      graphOf(
        alpha,
        own,
        front,
        ...place,
        resource(INGRESS, "a", { ...tcp(443), prefixListId: "pl-1" }, { securityGroupId: called }),
      ),
    );
    assert.deepEqual(dot.match(/subgraph "cluster [^"]*"/g), [
      'subgraph "cluster all"',
      'subgraph "cluster system alpha"',
      'subgraph "cluster aws:ec2/vpc:Vpc::main"',
      'subgraph "cluster aws:ec2/vpc:Vpc::main application"',
    ]);
    assert.ok(dot.includes("<B>alpha</B>"));
  });

  it("S-INGEST-2: shows which stores and events prod's systems use, and no other", async () => {
    const [host, ingest] = [
      "Auto Scaling group documents (documents)",
      "Lambda function ingest (ingest)",
    ];
    assert.deepEqual((await stackGraph("prod").then(usage)).sort(), [
      `${host} → DynamoDB table documents (documents): reads and writes`,
      `${host} → S3 bucket docs-artefacts (documents): reads`,
      "CloudFront (music) → S3 bucket music-page (music): reads",
      "Fargate service music (music) → S3 bucket music-audio (music): reads",
      `${ingest} → DynamoDB table ingest (ingest): reads and writes`,
      `${ingest} → S3 bucket processing (ingest): reads and deletes`,
      `${ingest} → S3 bucket quarantine (ingest): reads and writes`,
      `${ingest} → SNS topic ingest (ingest): publishes`,
      `S3 bucket processing (ingest) → ${ingest}: Object Created`,
    ]);
  });
});
