import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { testIssuer } from "../support/issuer.ts";
import { parsedAnswer, type RawClient, rawClient } from "../support/rawClient.ts";
import { type TestService, testService } from "../support/service.ts";

/** What a client sends at once, and then what it sends again and again until it is cut off. */
type Slow = readonly [at: string, then?: string];

describe("A-COMMON: clients that are slow on purpose", () => {
  let service: TestService;
  let token: string;
  /** All of them at the same time, so that the test is as slow as one of them. */
  let slow: Record<string, Promise<{ readonly status: number; readonly body: string }>>;

  const post = () =>
    `POST /items HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n` +
    `Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"name":"slow`;

  const answerTo = async ([at, then]: Slow) => {
    const client = await rawClient(service.url);
    client.send(at);
    const timer = setInterval(() => {
      if (then !== undefined) client.send(then);
    }, 100);
    try {
      return parsedAnswer(await client.ended);
    } finally {
      clearInterval(timer);
    }
  };

  before(async () => {
    service = await testService({
      DOORS: "items",
      HEADERS_SECONDS: "1",
      SILENCE_SECONDS: "3",
      ANSWER_SECONDS: "2",
      KEEP_ALIVE_SECONDS: "1",
    });
    token = await (await testIssuer()).token("ada");
    const live = "GET /health/live HTTP/1.1\r\nHost: a\r\n";
    const clients: Readonly<Record<string, Slow>> = {
      "headers that drip": ["GET /items HTTP/1.1\r\nHost: a\r\nX-Slow: ", "a"],
      "headers that stall": ["GET /items HTTP/1.1\r\nHost: a\r\n"],
      "no request": [""],
      "a body that stalls": [post()],
      "a body that drips": [post(), "a"],
      "a body that nobody asked for": [`${live}Content-Length: 1000\r\n\r\n`, "a"],
      "a body for which its client has expectations": [
        `${live}Expect: more\r\nContent-Length: 1000\r\n\r\n`,
        "a",
      ],
      "ends of lines after an answer": [`${live}\r\n`, "\r\n"],
    };
    slow = Object.fromEntries(
      Object.entries(clients).map(([name, client]) => [name, answerTo(client)]),
    );
  });

  after(() => service.stop());

  it("serves others all the while", async () => {
    assert.equal((await service.ask("ada", "/items?limit=1")).status, 200);
  });

  for (const name of ["headers that drip", "headers that stall", "no request"]) {
    it(`answers 408 to ${name}, and ends the connection`, async () => {
      const { status, body } = (await slow[name]) ?? { status: 0, body: "" };
      assert.equal(status, 408);
      const { requestId, ...problem } = JSON.parse(body) as Record<string, unknown>;
      assert.match(String(requestId), /^[0-9a-f-]{36}$/);
      assert.deepEqual(problem, {
        title: "Request Timeout",
        status: 408,
        detail: "The request took too long to arrive.",
      });
    });
  }

  for (const name of ["a body that stalls", "a body that drips"]) {
    it(`answers 408 to ${name}, names it, and keeps nothing of it`, async () => {
      const { status, body } = (await slow[name]) ?? { status: 0, body: "" };
      assert.equal(status, 408);
      const { errors } = JSON.parse(body) as { errors: unknown };
      assert.deepEqual(errors, [{ in: "body", field: "", message: "stalled, or came too slowly" }]);
      const rows = await service.database.query("select from items");
      assert.equal(rows.length, 0);
    });
  }

  for (const name of ["a body that nobody asked for", "ends of lines after an answer"]) {
    it(`ends a connection on which there is only ${name}`, async () => {
      assert.equal((await slow[name])?.status, 200);
    });
  }

  it("ends a connection on which it is told of an expectation that it can't meet", async () => {
    assert.equal((await slow["a body for which its client has expectations"])?.status, 417);
  });

  it("ends a connection whose client doesn't read what it asked for", async () => {
    await service.database.query(
      `insert into items (id, name, description)
       select gen_random_uuid(), 'n', repeat('d', 4000) from generate_series(1, 100)`,
    );
    const client: RawClient = await rawClient(service.url);
    client.socket.pause();
    const ask = `GET /items?limit=100 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`;
    // Far more than the buffers between the two hold.
    client.send(ask.repeat(40));
    while (!service.lines().some(({ status }) => status === 499)) await sleep(50);
    client.socket.destroy();
  });

  it("logs no failure for any of it", () => {
    assert.deepEqual(
      service.lines().filter(({ level }) => level === "error"),
      [],
    );
  });
});
