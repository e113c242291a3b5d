import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { noticeOf } from "../../../functions/slack-notifier/format.ts";
import type { Tone } from "../../../functions/slack-notifier/notice.ts";
import { slackMessage } from "../../../functions/slack-notifier/slackMessage.ts";

function recorded(file: string): string {
  return readFileSync(new URL(`events/${file}`, import.meta.url), "utf8");
}

function written(message: string, tone: Tone = "critical", subject?: string) {
  return slackMessage(noticeOf({ subject, message, tone }), "dev-critical-alerts · now");
}

const CRITICAL = "#d92d20";
const GOOD = "#12b76a";

/** What Slack gets for a title, a text and facts: the whole of it. */
function message(
  color: string,
  title: string,
  text: string,
  facts: readonly (readonly [string, string])[],
) {
  const plain = (entry: string) => ({ type: "plain_text", text: entry, emoji: false });
  const fields = facts.map(([label, value]) => plain(`${label}\n${value}`));
  return {
    text: title,
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    attachments: [
      {
        color,
        blocks: [
          { type: "header", text: plain(title) },
          ...(text === "" ? [] : [{ type: "section", text: plain(text) }]),
          ...(fields.length === 0 ? [] : [{ type: "section", fields }]),
          { type: "context", elements: [plain("dev-critical-alerts · now")] },
        ],
      },
    ],
  };
}

const PLACE = [
  ["Account", "111122223333"],
  ["Region", "us-east-1"],
  ["At", "2026-11-22T09:15:00Z"],
] as const;

describe("slack-notifier, and what it writes", () => {
  it("P-OBS-7: an alarm of CloudWatch", () => {
    assert.deepEqual(
      written(recorded("alarm.json")),
      message(
        CRITICAL,
        "ALARM: rampart-dev-alarm-api-errors",
        "The application logs errors\nThreshold Crossed: 1 datapoint [12.0 (22/11/26 09:10:00)] was greater than the threshold (10.0).",
        [
          ["Was", "OK"],
          ["Metric", "rampart-dev/api Errors"],
          ["Account", "111122223333"],
          ["Region", "US East (N. Virginia)"],
          ["Since", "2026-11-22T09:11:00.000+0000"],
        ],
      ),
    );
  });

  it("P-OBS-7: a composite alarm that is over", () => {
    assert.deepEqual(
      written(recorded("composite-alarm.json")),
      message(
        GOOD,
        "OK: rampart-dev-alarm-down",
        "arn:aws:cloudwatch:us-east-1:111122223333:alarm:a transitioned to OK",
        [
          ["Was", "ALARM"],
          ["Account", "111122223333"],
          ["Region", "US East (N. Virginia)"],
          ["Since", "2026-11-22T09:21:00.000+0000"],
        ],
      ),
    );
  });

  it("P-OBS-7: a finding of GuardDuty", () => {
    assert.deepEqual(
      written(recorded("guardduty.json")),
      message(
        CRITICAL,
        "GuardDuty: Bitcoin-related domain name queried by EC2 instance i-0123456789abcdef0.",
        "EC2 instance i-0123456789abcdef0 is querying a domain name that is associated with Bitcoin-related activity.",
        [
          ["Severity", "8"],
          ["Type", "CryptoCurrency:EC2/BitcoinTool.B!DNS"],
          ["Resource", "Instance"],
          ["Times seen", "3"],
          ...PLACE,
        ],
      ),
    );
  });

  it("P-OBS-7: a finding of Security Hub", () => {
    assert.deepEqual(
      written(recorded("security-hub.json")),
      message(
        CRITICAL,
        "Security Hub: S3 general purpose buckets should block public read access",
        "This control checks whether your buckets allow public read access.",
        [
          ["Severity", "CRITICAL"],
          ["Product", "Security Hub"],
          ["Compliance", "FAILED"],
          ["Resource", "arn:aws:s3:::amzn-s3-demo-bucket"],
          ...PLACE,
        ],
      ),
    );
  });

  it("P-OBS-7: a message of AWS Budgets", () => {
    const subject = "AWS Budgets: rampart-dev has exceeded your alert threshold";
    assert.deepEqual(
      written(recorded("budget.txt"), "warning", subject),
      message("#f79009", subject, "", [
        ["Budget Name", "rampart-dev"],
        ["Budgeted Amount", "$120.00"],
        ["Alert Threshold", "> $96.00"],
        ["ACTUAL Amount", "$101.33"],
        ["Account", "111122223333"],
      ]),
    );
  });

  it("P-OBS-6: a cost anomaly", () => {
    assert.deepEqual(
      written(recorded("cost-anomaly.json")),
      message(CRITICAL, "Cost anomaly: 1001.00 USD more than expected", "", [
        ["Service", "Amazon Relational Database Service"],
        ["Spent", "1301.00 USD"],
        ["Expected", "300.00 USD"],
        ["Since", "2026-11-20T00:00:00Z"],
        ["Monitor", "services"],
        ["Account", "111122223333"],
      ]),
    );
  });

  it("P-DET-6: a rule of AWS Config, Access Analyzer, Inspector and the root user", () => {
    assert.deepEqual(
      ["config", "access-analyzer", "inspector", "root-sign-in"].map((name) =>
        written(recorded(`${name}.json`)),
      ),
      [
        message(
          CRITICAL,
          "Config: NON_COMPLIANT by rampart-dev-s3-bucket-public-read-prohibited",
          "",
          [["Type", "AWS::S3::Bucket"], ["Resource", "amzn-s3-demo-bucket"], ...PLACE],
        ),
        message(CRITICAL, "Access Analyzer: public access to AWS::S3::Bucket", "", [
          ["Resource", "arn:aws:s3:::amzn-s3-demo-bucket"],
          ["Actions", "s3:GetObject"],
          ...PLACE,
        ]),
        message(
          CRITICAL,
          "Inspector: CVE-2026-0001 - openssl",
          "A flaw in a library lets an attacker run code.",
          [
            ["Severity", "CRITICAL"],
            ["Type", "PACKAGE_VULNERABILITY"],
            [
              "Resource",
              "arn:aws:ecr:us-east-1:111122223333:repository/rampart-dev-ecr-api/sha256:1",
            ],
            ...PLACE,
          ],
        ),
        message(CRITICAL, "Root user: ConsoleLogin", "", [
          ["Service", "signin.amazonaws.com"],
          ["By", "arn:aws:iam::111122223333:root"],
          ["From", "198.51.100.7"],
          ...PLACE,
        ]),
      ],
    );
  });

  it("P-RESP, P-AUTO-2: what the program's own functions tell", () => {
    const response = {
      source: "rampart.auto-remediate",
      finding: "bucket-opened",
      severity: "critical",
      outcome: "dry-run",
      actions: ["put the public access block of x back", "tell <them>"],
      refused: ["revoke y: exempt"],
      failure: "AccessDenied",
      origin: {
        account: "111122223333",
        region: "us-east-1",
        time: "2026-11-22T09:15:00Z",
        what: "PutBucketPolicy",
      },
    };
    assert.deepEqual(
      written(JSON.stringify(response)),
      message(
        CRITICAL,
        "Dry run: bucket-opened",
        "• put the public access block of x back\n• tell <them>\n• Not done: revoke y: exempt\nFailed: AccessDenied",
        [["Severity", "critical"], ["After", "PutBucketPolicy"], ...PLACE],
      ),
    );
    for (const [outcome, title] of [
      ["done", "Response: bucket-opened"],
      ["refused", "Response refused: bucket-opened"],
      ["unread", "No response: bucket-opened"],
    ] as const) {
      assert.equal(written(JSON.stringify({ ...response, outcome })).text, title);
    }
    const report = { source: "rampart.posture-report", title: "Week", lines: ["a", "b"] };
    assert.deepEqual(
      written(JSON.stringify(report), "info"),
      message("#2e90fa", "Week", "a\nb", []),
    );
  });

  it("shows what it does not know as it is, and drops nothing", () => {
    const event = {
      "detail-type": "Health",
      source: "aws.health",
      account: "111122223333",
      region: "us-east-1",
      time: "2026-11-22T09:15:00Z",
      detail: { a: 1 },
    };
    assert.deepEqual(
      written(JSON.stringify(event)),
      message(CRITICAL, "Health (aws.health)", '{\n "a": 1\n}', PLACE),
    );
    assert.deepEqual(written("hello"), message(CRITICAL, "Message", "hello", []));
    assert.deepEqual(written('{"a":', "critical", "S"), message(CRITICAL, "S", '{"a":', []));
    assert.deepEqual(written("[1]"), message(CRITICAL, "Message", "[1]", []));
    assert.deepEqual(written(""), message(CRITICAL, "Message", "", []));
  });

  it("shows a known event of another shape as it is", () => {
    const event = JSON.parse(recorded("guardduty.json")) as { detail: object };
    const changed = written(JSON.stringify({ ...event, detail: { type: 1 } }));
    assert.equal(changed.text, "GuardDuty Finding (aws.guardduty)");
  });
});

describe("slack-notifier, and what Slack takes", () => {
  const lengths = (value: unknown): number[] =>
    typeof value === "string"
      ? [value.length]
      : typeof value === "object" && value !== null
        ? Object.values(value).flatMap(lengths)
        : [];

  it("cuts titles, texts and fields that are too long, and never within a character", () => {
    for (const sign of ["x", "&", "😀", "<!channel>"]) {
      const long = slackMessage(
        {
          title: sign.repeat(4000),
          tone: "info",
          text: sign.repeat(9000),
          facts: Array.from({ length: 14 }, (_, index) => [`f${index}`, sign.repeat(3000)]),
        },
        sign.repeat(3000),
      );
      const [header, text, fields, context] = long.attachments[0].blocks;
      assert.ok(Math.max(...lengths(header)) <= 150);
      assert.ok(Math.max(...lengths(text)) <= 3000);
      assert.ok(Math.max(...lengths(fields), ...lengths(context)) <= 2000);
      assert.ok(fields && "fields" in fields && fields.fields.length === 10);
      const json = JSON.stringify(long);
      const escaped = JSON.stringify(long.text);
      assert.doesNotMatch(json, /\\ud[89ab]/i, "half a character");
      assert.doesNotMatch(escaped, /&(?!amp;|lt;|gt;)[^"]*…/, "half an escape");
    }
  });

  it("P-OBS-7: nothing that somebody else wrote is read as a mention, a link or bold", () => {
    const evil =
      "<!channel> @here #general *a* ~b~ `c` :tada: <https://evil.example|AWS> http://evil.example";
    const event = {
      "detail-type": "Config Rules Compliance Change",
      source: "aws.config",
      account: "111122223333",
      region: "us-east-1",
      time: "2026-11-22T09:15:00Z",
      detail: {
        configRuleName: evil,
        resourceType: evil,
        resourceId: evil,
        newEvaluationResult: { complianceType: "NON_COMPLIANT", annotation: evil },
      },
    };
    const found = slackMessage(
      noticeOf({ subject: evil, message: JSON.stringify(event), tone: "critical" }),
      evil,
    );
    const [{ blocks }] = found.attachments;
    const texts = JSON.stringify(blocks).match(/"type":"(mrkdwn|plain_text)"/g) ?? [];
    assert.ok(texts.length > 5);
    assert.deepEqual([...new Set(texts)], ['"type":"plain_text"']);
    assert.ok(!JSON.stringify(blocks).includes('"emoji":true'));
    assert.doesNotMatch(found.text, /[<>]/);
    assert.deepEqual([found.mrkdwn, found.unfurl_links, found.unfurl_media], [false, false, false]);
  });

  it("P-OBS-7: a value can't look like a field of its own, or turn what follows it round", () => {
    const { attachments, text } = slackMessage(
      {
        title: "a\r\n\u202eb",
        tone: "info",
        text: "first\n\u0000second\u2066",
        facts: [
          ["Resource", "x\n\nSeverity\nLOW"],
          ["Blank", " \u202e "],
          ["None", undefined],
        ],
      },
      "origin\nSeverity",
    );
    assert.equal(text, "a b");
    const texts = attachments[0].blocks.flatMap((block) =>
      "fields" in block ? block.fields : "elements" in block ? block.elements : [block.text],
    );
    assert.deepEqual(
      texts.map((entry) => entry.text),
      ["a b", "first\n second", "Resource\nx Severity LOW", "Blank\n–", "origin Severity"],
    );
  });

  it("P-OBS-7: SNS's largest message fits what Slack takes: 40,000 characters and 50 blocks", () => {
    for (const body of ["x".repeat(262_144), JSON.stringify(["&".repeat(262_000)])]) {
      const found = written(body);
      assert.ok(found.attachments[0].blocks.length <= 50);
      assert.ok(JSON.stringify(found).length < 40_000);
    }
  });
});
