import assert from "node:assert/strict";

import { startStandIn } from "../../../app/local/parts/cache.ts";
import { type TestService, testService } from "../support/service.ts";

describe("A-COMMON: metrics", () => {
  let service: TestService;
  let stopCache: () => Promise<void>;

  before(async () => {
    const cache = await startStandIn();
    stopCache = cache.stop;
    service = await testService({ DOORS: "items", REDIS_URL: cache.url, METRICS_PORT: "0" });
    for (let turn = 0; turn < 100; turn += 1) {
      // The first connection to the cache is made while the service already answers.
      if ((await service.ask(undefined, "/health/ready")).status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  after(async () => {
    await service.stop();
    await stopCache();
  });

  const metrics = async () => {
    const response = await fetch(service.metricsUrl ?? "");
    assert.equal(response.status, 200);
    assert.match(response.headers.get("content-type") ?? "", /^text\/plain; version=0\.0\.4/);
    return response.text();
  };
  const valueOf = (text: string, series: string) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")[1],
    );

  it("counts answers by route, method and status, and never by path", async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      await service.ask("ada", `/items/00000000-0000-4000-8000-00000000000${turn}`);
    }
    await service.ask("ada", "/cellar");
    const text = await metrics();
    const count = "http_request_duration_seconds_count";
    assert.equal(valueOf(text, `${count}{route="/items/:id",method="GET",status="404"}`), 3);
    assert.equal(valueOf(text, `${count}{route="-",method="GET",status="404"}`), 1);
    assert.ok(!text.includes("0000-4000"));
    assert.ok(!text.includes("cellar"));
  });

  it("tells what the cache is good for", async () => {
    const before = await metrics();
    const made = await service.ask("ada", "/items", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"name":"Lamp"}',
    });
    await service.ask("ada", made.headers.get("location") ?? "");
    await service.ask("ada", "/items/00000000-0000-4000-8000-000000000009");
    const text = await metrics();
    const grown = (outcome: string) => {
      const series = `cache_reads_total{outcome="${outcome}"}`;
      return valueOf(text, series) - (valueOf(before, series) || 0);
    };
    assert.equal(grown("hit"), 1);
    assert.equal(grown("miss"), 1);
  });

  it("tells of the pool as it is now, and of the process", async () => {
    await service.ask("ada", "/items");
    const text = await metrics();
    assert.equal(valueOf(text, 'database_connections{state="busy"}'), 0);
    assert.ok(valueOf(text, 'database_connections{state="idle"}') >= 1);
    assert.equal(valueOf(text, 'database_connections{state="waiting"}'), 0);
    assert.ok(valueOf(text, "process_resident_memory_bytes") > 1e6);
    assert.ok(text.includes("nodejs_eventloop_lag_seconds"));
  });

  it("is not on the port that the balancer reaches, and has nothing beside", async () => {
    assert.equal((await service.ask("ada", "/metrics")).status, 404);
    assert.equal((await fetch(new URL("/items", service.metricsUrl))).status, 404);
    assert.equal((await fetch(service.metricsUrl ?? "", { method: "POST" })).status, 404);
  });
});
