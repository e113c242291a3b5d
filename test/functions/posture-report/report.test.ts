import assert from "node:assert/strict";

import {
  type AwsSecurityFinding,
  GetFindingsCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import { createHandler } from "../../../functions/posture-report/handler.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";

const TOPIC = "arn:aws:sns:us-east-1:111122223333:dev-info-alerts";
const DUE = { scheduledTime: "2026-11-23T14:00:00Z" };

/** A finding as Security Hub gives it, with what the report looks at. */
function finding(
  label: "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "INFORMATIONAL",
  title: string,
  overrides: Partial<AwsSecurityFinding> = {},
): AwsSecurityFinding {
  return {
    SchemaVersion: "2018-10-08",
    Id: "1",
    ProductArn: "arn:aws:securityhub:us-east-1::product/aws/securityhub",
    ProductName: "Security Hub",
    GeneratorId: "security-control/S3.1",
    AwsAccountId: "111122223333",
    CreatedAt: "2026-10-01T00:00:00Z",
    UpdatedAt: "2026-11-20T00:00:00Z",
    FirstObservedAt: "2026-10-01T00:00:00Z",
    Severity: { Label: label },
    Title: title,
    Description: "x",
    Resources: [{ Type: "AwsS3Bucket", Id: "arn:aws:s3:::amzn-s3-demo-bucket" }],
    Compliance: { Status: "FAILED" },
    ...overrides,
  };
}

function world(pages: readonly (readonly AwsSecurityFinding[])[]) {
  const log: LogRecord[] = [];
  const aws = new AwsStandIn()
    .on(GetFindingsCommand, ({ NextToken }) => {
      const page = Number(NextToken ?? 0);
      const more = page + 1 < pages.length ? { NextToken: String(page + 1) } : {};
      return { Findings: [...(pages[page] ?? [])], ...more };
    })
    .on(PublishCommand, () => ({ MessageId: "1" }));
  const region = { region: "us-east-1" };
  const call = createHandler({
    hub: aws.answers(new SecurityHubClient(region)),
    sns: aws.answers(new SNSClient(region)),
    topic: TOPIC,
    log: (record) => log.push(record),
  });
  const report = () => {
    const [published] = aws.inputs(PublishCommand);
    return JSON.parse(published?.Message ?? "null") as unknown;
  };
  return { aws, log, call, report };
}

describe("posture-report", () => {
  it("P-AUTO-2: sums up what is open, what is new, and what is gravest", async () => {
    const recent = { FirstObservedAt: "2026-11-17T00:00:00Z" };
    const { aws, call, log, report } = world([
      [
        finding("CRITICAL", "Public bucket", recent),
        finding("HIGH", "Open port"),
        finding("HIGH", "Old key"),
        finding("HIGH", "Open port", { FirstObservedAt: "2026-11-16T13:59:59Z" }),
      ],
      [
        finding("LOW", "No tag"),
        finding("MEDIUM", "Passed since", { Compliance: { Status: "PASSED" } }),
        finding("HIGH", "Crypto", {
          ProductName: "GuardDuty",
          FirstObservedAt: "2026-11-16T14:00:00Z",
        }),
      ],
    ]);
    await call(DUE);
    const first = aws.inputs(GetFindingsCommand)[0];
    assert.deepEqual(first, {
      Filters: {
        RecordState: [{ Comparison: "EQUALS", Value: "ACTIVE" }],
        WorkflowStatus: [
          { Comparison: "EQUALS", Value: "NEW" },
          { Comparison: "EQUALS", Value: "NOTIFIED" },
        ],
      },
      SortCriteria: [{ Field: "SeverityNormalized", SortOrder: "desc" }],
      MaxResults: 100,
    });
    assert.deepEqual(aws.names, ["GetFindings", "GetFindings", "Publish"]);
    assert.deepEqual(report(), {
      source: "rampart.posture-report",
      title: "Security posture, week to 2026-11-23",
      lines: [
        "Open findings: 6, new this week: 2",
        "CRITICAL: 1, new this week: 1",
        "HIGH: 4, new this week: 1",
        "LOW: 1, new this week: 0",
        "Most frequent of the gravest:",
        "1 × CRITICAL Public bucket (Security Hub)",
        "2 × HIGH Open port (Security Hub)",
        "1 × HIGH Crypto (GuardDuty)",
        "1 × HIGH Old key (Security Hub)",
        "1 × LOW No tag (Security Hub)",
      ],
    });
    const [published] = aws.inputs(PublishCommand);
    assert.deepEqual(
      [published?.TopicArn, published?.Subject],
      [TOPIC, "Security posture, week to 2026-11-23"],
    );
    assert.deepEqual(log, [
      {
        level: "info",
        message: "published",
        title: "Security posture, week to 2026-11-23",
        findings: 6,
      },
    ]);
  });

  it("P-AUTO-2: a second call for one time publishes the same report", async () => {
    const { aws, call } = world([[finding("HIGH", "Open port")]]);
    await call(DUE);
    await call(DUE);
    const [first, second] = aws.inputs(PublishCommand);
    assert.deepEqual(first, second);
  });

  it("P-AUTO-2: says that there is nothing open, or that Security Hub is off", async () => {
    const { call, report } = world([[]]);
    await call(DUE);
    assert.deepEqual((report() as { lines: string[] }).lines, ["No open findings."]);
    const off = world([]);
    off.aws.on(GetFindingsCommand, () => {
      throw awsRefusal("InvalidAccessException", "Account is not subscribed to AWS Security Hub");
    });
    await off.call(DUE);
    assert.deepEqual((off.report() as { lines: string[] }).lines, ["Security Hub is off here."]);
  });

  it("reads a hundred pages at most, and says that there are more", async () => {
    const { aws, call, report } = world(Array.from({ length: 101 }, () => [finding("LOW", "x")]));
    await call(DUE);
    assert.equal(aws.inputs(GetFindingsCommand).length, 100);
    assert.equal(
      (report() as { lines: string[] }).lines[0],
      "Open findings: more than 100, new this week: 0",
    );
  });

  it("lists ten titles at most", async () => {
    const many = Array.from({ length: 14 }, (_, index) => finding("LOW", `t${index}`));
    const { call, report } = world([many]);
    await call(DUE);
    assert.equal((report() as { lines: string[] }).lines.length, 3 + 10);
  });

  it("takes findings that say little", async () => {
    const bare: AwsSecurityFinding = {
      ...finding("LOW", ""),
      Severity: {},
      Title: undefined,
      ProductName: undefined,
      FirstObservedAt: undefined,
      CreatedAt: "x",
      Compliance: undefined,
    };
    const { call, report } = world([[bare]]);
    await call(DUE);
    assert.deepEqual((report() as { lines: string[] }).lines, [
      "Open findings: 1, new this week: 0",
      "INFORMATIONAL: 1, new this week: 0",
      "Most frequent of the gravest:",
      "1 × INFORMATIONAL (no title) ((unknown))",
    ]);
  });

  for (const [command, name] of [
    [GetFindingsCommand, "AccessDeniedException"],
    [GetFindingsCommand, "LimitExceededException"],
    [PublishCommand, "AuthorizationErrorException"],
  ] as const) {
    it(`leaves ${name} of ${command.name} to Lambda's retries and the queue`, async () => {
      const { aws, call, log } = world([[]]);
      aws.on(command as typeof GetFindingsCommand, () => {
        throw awsRefusal(name);
      });
      const message = `${name} (11111111-2222-3333-4444-555555555555)`;
      await assert.rejects(call(DUE), { message });
      assert.deepEqual(log, [{ level: "error", message }]);
    });
  }

  it("P-AUTO-2: in a dry run writes the report to its log, and publishes nothing", async () => {
    const { aws, call, log } = world([[finding("HIGH", "Open port")]]);
    await call({ ...DUE, dryRun: true });
    assert.deepEqual(aws.names, ["GetFindings"]);
    assert.deepEqual(log, [
      {
        level: "info",
        message: "would publish",
        title: "Security posture, week to 2026-11-23",
        findings: 1,
        lines: [
          "Open findings: 1, new this week: 0",
          "HIGH: 1, new this week: 0",
          "Most frequent of the gravest:",
          "1 × HIGH Open port (Security Hub)",
        ],
      },
    ]);
  });

  it("keeps to what SNS takes: 100 characters of subject, 256 KiB", async () => {
    const many = Array.from({ length: 14 }, (_, n) => finding("LOW", `${n}${"é".repeat(256)}`));
    const { aws, call } = world([many]);
    await call(DUE);
    const [{ Subject = "", Message = "" } = {}] = aws.inputs(PublishCommand);
    assert.match(Subject, /^[\x20-\x7e]{1,99}$/);
    assert.ok(Buffer.byteLength(Message) < 262_144);
  });

  for (const [event, message] of [
    [undefined, "The event is of no known shape."],
    [{}, "The event has no usable scheduledTime."],
    [{ scheduledTime: "<aws.scheduler.scheduled-time>" }, "The event has no usable scheduledTime."],
    [{ ...DUE, dryRun: "yes" }, "The event has no usable dryRun."],
    [{ ...DUE, canary: 1 }, "The event is of no known shape."],
  ] as const) {
    it(`logs the event ${JSON.stringify(event)}, and takes it as done with`, async () => {
      const { aws, call, log } = world([[]]);
      await call(event);
      assert.deepEqual(aws.calls, []);
      assert.deepEqual(log, [{ level: "error", message }]);
    });
  }
});
