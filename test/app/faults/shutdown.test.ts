import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import { ALL } from "../../support/size.ts";
import { type MortalDatabase, mortalDatabase } from "../support/database.ts";
import { testIssuer } from "../support/issuer.ts";
import { lost, writing } from "../support/load.ts";
import { type ServiceProcess, serviceProcess } from "../support/process.ts";

/** Less than the service waits for its clients. */
const IN_TIME_MS = 20_000;
const ENDS = ALL ? 10 : 1;

describe("A-COMMON: when the process is told to end", function () {
  this.timeout(ALL ? 300_000 : 60_000);
  let database: MortalDatabase;
  let service: ServiceProcess;

  before(async () => {
    database = await mortalDatabase();
  });

  after(() => database.stop());

  beforeEach(async () => {
    service = await serviceProcess({ DOORS: "items", ...database.variables });
  });

  afterEach(async () => {
    service.process.kill("SIGKILL");
    await service.ended;
  });

  /** Its exit code, if it comes before the time is up. */
  const ended = () => Promise.race([service.ended, sleep(IN_TIME_MS, "too late", { ref: false })]);

  it("loses no accepted write of the load that it is under, and ends in time", async () => {
    const accepted = [];
    for (let end = 0; end < ENDS; end += 1) {
      const load = writing(service, 8);
      await load.more(100);
      service.process.kill("SIGTERM");
      assert.equal(await ended(), 0);
      await load.end();
      accepted.push(...load.accepted);
      // A connection that breaks has had no answer; whoever has one has it whole.
      assert.deepEqual(Object.keys(load.statuses), ["0", "201"]);
      service = await serviceProcess({ DOORS: "items", ...database.variables });
    }
    assert.deepEqual(await lost(service, accepted), []);
  });

  it("answers what has begun, and then ends its connection", async () => {
    const { sent, answer } = await halfSent(service);
    service.process.kill("SIGTERM");
    await draining(service);
    sent.end('p"}');
    const response = await answer;
    assert.equal(response.statusCode, 201);
    const { name } = JSON.parse(await textOf(response)) as { name: string };
    assert.equal(name, "Lamp");
    assert.equal(await ended(), 0);
  });

  it("serves those whom a balancer still sends, and tells it to send no more", async () => {
    const variables = { DOORS: "items", DRAIN_DELAY_SECONDS: "60", ...database.variables };
    const leaving = await serviceProcess(variables);
    try {
      leaving.process.kill("SIGTERM");
      await draining(leaving);
      for (const path of ["/health", "/health/ready"]) {
        assert.equal((await fetch(leaving.url + path)).status, 503);
      }
      const answer = await leaving.ask("ada", "/items");
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("connection"), "close");
    } finally {
      leaving.process.kill("SIGKILL");
      await leaving.ended;
    }
  });

  it("doesn't wait for clients that ask nothing", async () => {
    const { port } = new URL(service.url);
    const idle: Socket[] = [];
    for (const text of ["", "GET /items HTTP/1.1\r\nHost: a\r\n"]) {
      const socket = connect(Number(port), "127.0.0.1").on("error", () => undefined);
      await once(socket, "connect");
      socket.write(text);
      idle.push(socket);
    }
    // One whose first request has been answered.
    assert.equal((await fetch(`${service.url}/health/live`)).status, 200);
    service.process.kill("SIGTERM");
    assert.equal(await ended(), 0);
    for (const socket of idle) socket.destroy();
  });
});

/** A request whose body has begun. */
async function halfSent({ url }: ServiceProcess) {
  const token = await (await testIssuer()).token("ada");
  const sent = request(`${url}/items`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${token}`,
      "Content-Type": "application/json",
      Connection: "keep-alive",
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    sent.once("response", resolve).once("error", reject);
  });
  sent.write('{"name":"Lam');
  await new Promise<void>((resolve) => {
    sent.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", resolve);
      else resolve();
    });
  });
  // An answer to another request shows that the first bytes have been read.
  await fetch(`${url}/health/live`);
  return { sent, answer };
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of response) text += String(chunk);
  return text;
}

async function draining({ lines }: ServiceProcess): Promise<void> {
  while (!lines().some(({ msg }) => msg === "draining")) await sleep(10);
}
