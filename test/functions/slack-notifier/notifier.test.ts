import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

import { createHandler } from "../../../functions/slack-notifier/handler.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";

const PATH = "/services/T00000000/B00000000/canary-webhook-7f3a";
const TOPIC = "arn:aws:sns:us-east-1:111122223333:dev-warning-alerts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
const ok = answer(200, "ok");
const plain = (text: string) => ({ type: "plain_text", text, emoji: false });

/** SNS's own form of an event. */
function eventOf(...messages: { id?: string; message?: string }[]) {
  return {
    Records: messages.map(({ id = "m-1", message = "hello" }) => ({
      EventSource: "aws:sns",
      EventVersion: "1.0",
      EventSubscriptionArn: `${TOPIC}:21be56ed-a058-49f5-8c98-aedd2564c486`,
      Sns: {
        SignatureVersion: "2",
        Timestamp: "2026-11-22T09:15:00.000Z",
        Signature: "x",
        MessageId: id,
        Message: message,
        MessageAttributes: {},
        Type: "Notification",
        TopicArn: TOPIC,
        Subject: null,
      },
    })),
  };
}

describe("slack-notifier, and how it posts", () => {
  let server: Server;
  let origin = "";
  let answers: Answer[] = [];
  let bodies: string[] = [];
  let requests: IncomingMessage[] = [];

  before(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        bodies.push(Buffer.concat(chunks).toString("utf8"));
        requests.push(request);
        (answers.shift() ?? ok)(request, response);
      });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    answers = [];
    bodies = [];
    requests = [];
  });

  function notifier(secret = origin + PATH) {
    const aws = new AwsStandIn().on(GetSecretValueCommand, () => ({ SecretString: secret }));
    const log: LogRecord[] = [];
    const pauses: number[] = [];
    const call = createHandler({
      secrets: aws.answers(new SecretsManagerClient({ region: "us-east-1" })),
      secretName: "/dev/monitoring/slack-webhook",
      origins: [origin],
      timeout: 250,
      pause: (milliseconds) => {
        pauses.push(milliseconds);
        return Promise.resolve();
      },
      log: (record) => log.push(record),
    });
    return { call, aws, log, pauses };
  }

  /** Why a call failed, and that nothing of the webhook shows. */
  async function failure({ call, log }: ReturnType<typeof notifier>): Promise<string> {
    const error = await call(eventOf({})).then(
      () => assert.fail("it was posted"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Error);
    const shown = `${error.stack ?? ""} ${JSON.stringify(error)} ${JSON.stringify(log)}`;
    assert.doesNotMatch(shown, /canary/);
    assert.deepEqual(
      log.map(({ level, message }) => [level, message]),
      [["error", error.message]],
    );
    return error.message;
  }

  it("P-OBS-7: posts JSON to the webhook that the secret holds at that time", async () => {
    const { call, aws, log } = notifier();
    await call(eventOf({ message: "one" }));
    assert.deepEqual(aws.inputs(GetSecretValueCommand), [
      { SecretId: "/dev/monitoring/slack-webhook" },
    ]);
    const [request] = requests;
    assert.deepEqual(
      [request?.method, request?.url, request?.headers["content-type"]],
      ["POST", PATH, "application/json; charset=utf-8"],
    );
    assert.deepEqual(JSON.parse(bodies[0] ?? ""), {
      text: "Message",
      mrkdwn: false,
      unfurl_links: false,
      unfurl_media: false,
      attachments: [
        {
          color: "#f79009",
          blocks: [
            { type: "header", text: plain("Message") },
            { type: "section", text: plain("one") },
            { type: "context", elements: [plain("dev-warning-alerts · 2026-11-22T09:15:00.000Z")] },
          ],
        },
      ],
    });
    assert.deepEqual(log, [
      { level: "info", message: "posted", id: "m-1", topic: "dev-warning-alerts" },
    ]);
    // A new webhook holds at once.
    await call(eventOf({ id: "m-2" }));
    assert.equal(aws.inputs(GetSecretValueCommand).length, 2);
  });

  it("P-OBS-7: does not post a message again that SNS brings twice", async () => {
    const { call } = notifier();
    await call(eventOf({ id: "a" }));
    await call(eventOf({ id: "a" }, { id: "b" }));
    await call(eventOf({ id: "b" }));
    assert.equal(bodies.length, 2);
  });

  it("posts only what is missing when Lambda brings an event again", async () => {
    const { call } = notifier();
    answers = [ok, answer(404, "no_service")];
    await assert.rejects(call(eventOf({ id: "a" }, { id: "b" })), /404/);
    await call(eventOf({ id: "a" }, { id: "b" }));
    assert.equal(bodies.length, 3);
  });

  it("P-OBS-7: waits as long as Slack asks, when it asks", async () => {
    const { call, pauses } = notifier();
    answers = [answer(429, "rate_limited", { "retry-after": "7" }), answer(429, "", {}), ok];
    await call(eventOf({}));
    assert.deepEqual(pauses, [7000, 2000]);
  });

  it("P-OBS-7: leaves a wait of more than half a minute to Lambda", async () => {
    const parts = notifier();
    answers = [answer(429, "rate_limited", { "retry-after": "31" })];
    assert.equal(await failure(parts), "Slack answered 429 (rate_limited).");
    assert.deepEqual(parts.pauses, []);
  });

  it("takes no wait that is no number of seconds", async () => {
    const { call, pauses } = notifier();
    answers = [
      answer(429, "", { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }),
      answer(429, "", { "retry-after": "-1" }),
      ok,
    ];
    await call(eventOf({}));
    assert.deepEqual(pauses, [1000, 2000]);
  });

  it("P-OBS-7: tries again after errors of Slack's own, four times in all", async () => {
    const { call, pauses } = notifier();
    answers = [answer(500, ""), answer(503, "<html>"), answer(502, ""), ok];
    await call(eventOf({}));
    assert.deepEqual(pauses, [1000, 2000, 4000]);
    const parts = notifier();
    answers = [answer(500, ""), answer(500, ""), answer(500, ""), answer(500, "<html>")];
    assert.equal(await failure(parts), "Slack answered 500.");
    assert.equal(parts.pauses.length, 3);
  });

  it("P-OBS-7: tries again after a time-out, and a connection that is cut", async () => {
    const { call, pauses } = notifier();
    const silent: Answer = () => undefined;
    const cut: Answer = (request) => request.socket.destroy();
    const half: Answer = (_request, response) => {
      response.writeHead(200, { "content-length": "10" }).write("ok");
    };
    answers = [silent, cut, half, ok];
    await call(eventOf({}));
    assert.deepEqual(pauses, [1000, 2000, 4000]);
    const parts = notifier();
    answers = [silent, silent, silent, silent];
    assert.equal(await failure(parts), "Slack did not answer in time.");
  });

  for (const [status, body, message] of [
    [400, "invalid_payload", "Slack answered 400 (invalid_payload)."],
    [403, "action_prohibited", "Slack answered 403 (action_prohibited)."],
    [404, "no_service", "Slack answered 404 (no_service)."],
    [410, "channel_is_archived", "Slack answered 410 (channel_is_archived)."],
    [400, `see ${PATH}`, "Slack answered 400."],
  ] as const) {
    it(`P-OBS-7: does not try again what Slack refuses: ${status} ${body}`, async () => {
      const parts = notifier();
      answers = [answer(status, body)];
      assert.equal(await failure(parts), message);
      assert.deepEqual([parts.pauses, bodies.length], [[], 1]);
    });
  }

  it("follows no redirection", async () => {
    const parts = notifier();
    answers = [answer(307, "", { location: `${origin}/elsewhere` })];
    assert.equal(await failure(parts), "Slack answered 307.");
    assert.equal(bodies.length, 1);
  });

  it("says so when nobody listens", async () => {
    const gone = createServer();
    await new Promise<void>((done) => gone.listen(0, "127.0.0.1", done));
    const dead = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((done) => gone.close(done));
    const parts = notifier(dead + PATH);
    // Its own origin is the live server's; the dead one must be allowed as well.
    const log: LogRecord[] = [];
    const call = createHandler({
      secrets: parts.aws.answers(new SecretsManagerClient({ region: "us-east-1" })),
      secretName: "x",
      origins: [dead],
      timeout: 250,
      pause: () => Promise.resolve(),
      log: (record) => log.push(record),
    });
    await assert.rejects(call(eventOf({})), { message: "Slack was not reached." });
    assert.doesNotMatch(JSON.stringify(log), /canary/);
  });

  it("P-KEY-3: until somebody sets a webhook, writes down what it would post, and does not fail", async () => {
    const { call, log } = notifier("unset:kX7!a-random-value-of-32-chars__");
    await call(eventOf({ message: "one" }));
    const { dry, ...line } = log[0] ?? assert.fail("no line");
    assert.deepEqual(line, {
      level: "warn",
      message: "no webhook is set",
      id: "m-1",
      topic: "dev-warning-alerts",
    });
    assert.match(JSON.stringify(dry), /"text":"one"/);
    assert.doesNotMatch(JSON.stringify(log), /kX7/);
    assert.equal(bodies.length, 0);
  });

  it("P-OBS-7: once somebody has emptied the secret, or put nonsense there, fails and ends in the queue", async () => {
    for (const secret of ["", "  \n", "httpsx", "canary", "set:unset:", "T0/B0/canary"]) {
      assert.equal(await failure(notifier(secret)), "The secret's value is no webhook of Slack.");
    }
    const parts = notifier();
    parts.aws.on(GetSecretValueCommand, () => ({ SecretBinary: new Uint8Array([1]) }));
    assert.equal(await failure(parts), "The secret's value is no webhook of Slack.");
    assert.equal(bodies.length, 0);
  });

  it("P-KEY-3: sends nothing to anyone but Slack, and shows nothing of where", async () => {
    for (const secret of [
      "https://canary.example/services/x",
      "https://hooks.slack.com.canary.example/services/x",
      "https://hooks.slack.com@canary.example/services/x",
      "http://169.254.169.254/latest/meta-data/canary",
      "http://localhost:9001/2018-06-01/runtime/invocation/next?canary",
      "file:///proc/self/environ#canary",
      "data:text/plain,canary",
      "ftp://hooks.slack.com/canary",
      "http://hooks.slack.com/services/canary",
      `${origin.replace("127.0.0.1", "canary@127.0.0.1")}${PATH}`,
      `${origin}0${PATH}`,
    ]) {
      assert.equal(await failure(notifier(secret)), "The secret's value is no webhook of Slack.");
    }
    assert.equal(bodies.length, 0);
  });

  it("takes white space around the webhook, as people paste it", async () => {
    await notifier(`  ${origin}${PATH}\n`).call(eventOf({}));
    assert.equal(requests[0]?.url, PATH);
  });

  for (const name of ["ResourceNotFoundException", "AccessDeniedException", "DecryptionFailure"]) {
    it(`leaves ${name} of the secret to Lambda's retries and the queue`, async () => {
      const parts = notifier();
      parts.aws.on(GetSecretValueCommand, () => {
        throw awsRefusal(name, "canary");
      });
      assert.equal(await failure(parts), `${name} (11111111-2222-3333-4444-555555555555)`);
    });
  }

  it("P-OBS-7: logs what SNS would not send, quotes nothing, and takes it as done with", async () => {
    for (const [event, message] of [
      [undefined, "The event is of no known shape."],
      ["canary", "The event is of no known shape."],
      [{ Records: [] }, "The event has no usable Records."],
      [
        { Records: [{ EventSource: "aws:s3", canary: "canary" }] },
        "The event has no usable Records.0.EventSource, Records.0.Sns.",
      ],
    ] as const) {
      const { call, aws, log } = notifier();
      await call(event);
      assert.deepEqual(aws.calls, []);
      assert.deepEqual(log, [{ level: "error", message }]);
    }
  });
});
