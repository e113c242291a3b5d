import assert from "node:assert/strict";

import { ALL } from "../../support/size.ts";
import { mortalDatabase, type MortalDatabase } from "../support/database.ts";
import { type ServiceProcess, serviceProcess } from "../support/process.ts";
import { type RawClient, rawClient } from "../support/rawClient.ts";

const CONNECTIONS = ALL ? 10_000 : 500;

describe("A-COMMON: connections that nobody uses", function () {
  this.timeout(ALL ? 120_000 : 30_000);
  let database: MortalDatabase;
  let service: ServiceProcess;

  before(async () => {
    database = await mortalDatabase();
    // None of them ends by itself before the test does.
    const patient = { HEADERS_SECONDS: "60", SILENCE_SECONDS: "300" };
    service = await serviceProcess({ DOORS: "items", ...patient, ...database.variables });
  });

  after(async () => {
    service.process.kill("SIGKILL");
    await service.ended;
    await database.stop();
  });

  it(`serves others beside ${CONNECTIONS}, and ends with them`, async () => {
    const idle: RawClient[] = [];
    while (idle.length < CONNECTIONS) {
      const some = Array.from({ length: 100 }, () => rawClient(service.url));
      idle.push(...(await Promise.all(some)));
    }
    // Half of them have been of use before.
    const used = idle.slice(0, CONNECTIONS / 2);
    for (const { send } of used) send("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n");
    await Promise.all(
      used.map(({ socket }) => new Promise((resolve) => socket.once("data", resolve))),
    );
    const answers = Array.from({ length: 100 }, () => service.ask("ada", "/items?limit=1"));
    for (const { status } of await Promise.all(answers)) assert.equal(status, 200);
    assert.equal(idle.filter(({ socket }) => socket.closed).length, 0);
    service.process.kill("SIGTERM");
    assert.equal(await service.ended, 0);
    await Promise.all(idle.map(({ ended }) => ended));
  });
});
