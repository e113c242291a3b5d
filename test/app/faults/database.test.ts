import assert from "node:assert/strict";

import { ALL } from "../../support/size.ts";
import { type MortalDatabase, mortalDatabase } from "../support/database.ts";
import { lost, writing } from "../support/load.ts";
import { type ServiceProcess, serviceProcess } from "../support/process.ts";

const DEATHS = ALL ? 10 : 2;
const WRITES = ALL ? 500 : 100;

describe("A-COMMON: when PostgreSQL is not well", function () {
  this.timeout(ALL ? 300_000 : 60_000);
  let database: MortalDatabase;
  let service: ServiceProcess;

  before(async () => {
    database = await mortalDatabase();
    service = await serviceProcess({ DOORS: "items", ...database.variables });
  });

  after(async () => {
    service.process.kill("SIGTERM");
    await service.ended;
    await database.stop();
  });

  const health = async () => (await fetch(`${service.url}/health`)).json();

  it("loses no accepted write when it is killed under load, and recovers by itself", async () => {
    const load = writing(service, 8);
    for (let death = 0; death < DEATHS; death += 1) {
      await load.more(WRITES);
      await Promise.all([load.answered(503), database.kill()]);
      await database.restart();
      await load.more(WRITES);
    }
    await load.end();
    assert.deepEqual(await lost(service, load.accepted), []);
    assert.deepEqual(Object.keys(load.statuses), ["201", "503"]);
    assert.equal(service.process.exitCode, null);
  });

  it("loses none when its connections are cut in the middle of what they do", async () => {
    const load = writing(service, 8);
    for (let cut = 0; cut < DEATHS; cut += 1) {
      await load.more(WRITES);
      const refused = load.answered(503);
      database.relay.cut();
      await refused;
      database.restore();
    }
    await load.more(WRITES);
    await load.end();
    assert.deepEqual(await lost(service, load.accepted), []);
    assert.deepEqual(Object.keys(load.statuses), ["201", "503"]);
    assert.equal(service.process.exitCode, null);
  });

  it("answers 503 while it is away, tells nothing of it, and stays in the balancer", async () => {
    database.relay.cut();
    const answer = await service.ask("ada", "/items");
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "1");
    const { detail } = (await answer.json()) as { detail: string };
    assert.equal(detail, "The database is away for a moment.");
    assert.deepEqual(await health(), {
      status: "degraded",
      dependencies: { database: "unavailable" },
    });
    assert.equal((await fetch(`${service.url}/health/live`)).status, 200);
    database.restore();
    assert.equal((await service.ask("ada", "/items")).status, 200);
  });

  if (ALL) {
    it("gives up on a database that goes silent, and takes it again when it speaks", async () => {
      database.relay.freeze();
      const silent = Array.from({ length: 30 }, () => service.ask("ada", "/items"));
      const statuses = (await Promise.all(silent)).map(({ status }) => status);
      assert.deepEqual([...new Set(statuses)], [503]);
      database.relay.cut();
      database.restore();
      assert.equal((await service.ask("ada", "/items")).status, 200);
    });
  }
});
