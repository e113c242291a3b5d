import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";

import { CALLS } from "../../../functions/shared/clients.ts";

describe("how functions call AWS", () => {
  let server: Server;
  let answers: (readonly [status: number, body: string])[] = [];
  let asked = 0;

  before(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      const [status, body] = answers.shift() ?? [];
      // Otherwise it stays silent.
      if (status !== undefined)
        response.writeHead(status, { "content-type": "text/xml" }).end(body);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    answers = [];
    asked = 0;
  });

  function publish(changes: Partial<typeof CALLS.requestHandler> = {}, maxAttempts?: number) {
    const client = new SNSClient({
      ...CALLS,
      ...(maxAttempts === undefined ? {} : { maxAttempts }),
      requestHandler: { ...CALLS.requestHandler, ...changes },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    return client.send(new PublishCommand({ TopicArn: "x", Message: "x" }));
  }

  it("P-RESP: gives a call without an answer up, and tries it again", async () => {
    // Nothing is answered at all.
    await assert.rejects(publish({ requestTimeout: 100 }, 2), { name: "TimeoutError" });
    assert.equal(asked, 2);
  });

  it("P-RESP: tries a throttled call again, and then goes on", async () => {
    const throttled =
      "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate exceeded" +
      "</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    const done =
      "<PublishResponse><PublishResult><MessageId>m-1</MessageId></PublishResult></PublishResponse>";
    answers = [
      [400, throttled],
      [503, "busy"],
      [200, done],
    ];
    const { MessageId } = await publish();
    assert.deepEqual([MessageId, asked], ["m-1", 3]);
  });

  it("gives up in less than the shortest time that a function has", () => {
    const { requestTimeout, connectionTimeout } = CALLS.requestHandler;
    assert.ok(((requestTimeout + connectionTimeout) * CALLS.maxAttempts) / 1000 < 120);
  });
});
