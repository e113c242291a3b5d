import assert from "node:assert/strict";
import { connect } from "node:net";

import { LINES } from "../../../app/logLines.ts";
import { type TestService, testService } from "../support/service.ts";

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly { in: string; field: string; message: string }[];
}

describe("A-COMMON: what every answer has", () => {
  let service: TestService;

  before(async () => {
    service = await testService({ DOORS: "items" });
  });

  after(() => service.stop());

  const problem = async (response: Response): Promise<Problem> => {
    assert.equal(response.headers.get("content-type"), "application/problem+json; charset=utf-8");
    return (await response.json()) as Problem;
  };
  const post = (body: string, type = "application/json") => ({
    method: "POST",
    headers: { "Content-Type": type },
    body,
  });

  it("names every field that can't be taken, and where it is", async () => {
    const response = await service.ask("ada", "/items", post('{"name":"","colour":"red"}'));
    assert.deepEqual((await problem(response)).errors, [
      { in: "body", field: "name", message: "must not be empty" },
      { in: "body", field: "colour", message: "is not known here" },
    ]);
    const listed = await service.ask("ada", "/items?limit=0&cursor=x");
    assert.deepEqual(
      (await problem(listed)).errors?.map((error) => `${error.in} ${error.field}`),
      ["query limit", "query cursor"],
    );
  });

  const refusals: readonly (readonly [
    what: string,
    path: string,
    init: RequestInit,
    status: number,
    detail: string,
  ])[] = [
    ["no JSON", "/items", post("{"), 400, "The body is not JSON."],
    [
      "another type",
      "/items",
      post("a=b", "text/plain"),
      415,
      "The body's type must be application/json.",
    ],
    [
      "another character set",
      "/items",
      post("{}", "application/json; charset=latin1"),
      415,
      "The body's character set is not supported; send UTF-8.",
    ],
    [
      "too much",
      "/items",
      post(JSON.stringify({ name: "x".repeat(70_000) })),
      413,
      "The body is too large.",
    ],
    [
      "another method",
      "/items",
      { method: "DELETE" },
      405,
      "Only GET, POST can be asked of this path.",
    ],
    ["another path", "/cellar", {}, 404, "There is nothing at this path."],
    ["a broken path", "/items/%zz", {}, 400, "The request can't be read."],
  ];
  for (const [what, path, init, status, detail] of refusals) {
    it(`tells the client that it sent ${what}`, async () => {
      const response = await service.ask("ada", path, init);
      const { requestId, ...body } = await problem(response);
      assert.deepEqual({ status: body.status, detail: body.detail }, { status, detail });
      assert.equal(requestId, response.headers.get("x-request-id"));
    });
  }

  it("takes a request's id from the balancer, and makes one where that has no usable form", async () => {
    const given = await service.ask("ada", "/items", { headers: { "X-Request-Id": "abcd-1234" } });
    assert.equal(given.headers.get("x-request-id"), "abcd-1234");
    const odd = await service.ask("ada", "/items", { headers: { "X-Request-Id": 'a"b {}' } });
    assert.match(odd.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  });

  it("logs each request in the form that the metric filters read", async () => {
    const path = "/items/00000000-0000-4000-8000-000000000000?secret=1";
    const response = await service.ask("ada", path);
    const id = response.headers.get("x-request-id");
    const line = service.lines().find(({ requestId }) => requestId === id);
    assert.deepEqual(Object.keys(line ?? {}).sort(), Object.keys(LINES[0] ?? {}).sort());
    const { time, durationMs, ...rest } = line ?? {};
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(typeof durationMs, "number");
    assert.deepEqual(rest, {
      level: "warn",
      msg: "request",
      requestId: id,
      route: "/items/:id",
      method: "GET",
      status: 404,
    });
  });

  it("has the headers that a browser heeds, and tells nothing of what it is made with", async () => {
    const { headers } = await service.ask("ada", "/items");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("strict-transport-security"), "max-age=31536000; includeSubDomains");
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /^default-src 'self';/);
    assert.doesNotMatch(policy, /127\.0\.0\.1|localhost|media-src/);
    assert.equal(headers.get("x-powered-by"), null);
  });

  it("answers a request that is no HTTP with 400, and lives on", async () => {
    const { port } = new URL(service.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), "127.0.0.1", () => socket.write("GARBAGE\r\n\r\n"));
      socket.once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal((await service.ask("ada", "/items")).status, 200);
  });
});

describe("A-COMMON: health", () => {
  let service: TestService;

  before(async () => {
    // Nothing listens there: the service works without its cache.
    service = await testService({ DOORS: "items", REDIS_URL: "redis://127.0.0.1:1" });
  });

  after(() => service.stop());

  it("tells the balancer that it serves, degraded, while the cache is away", async () => {
    const response = await service.ask(undefined, "/health");
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), {
      status: "degraded",
      dependencies: { database: "ok", cache: "unavailable" },
    });
    assert.equal((await service.ask(undefined, "/health/ready")).status, 503);
    assert.equal((await service.ask(undefined, "/health/live")).status, 200);
  });

  it("serves items all the same", async () => {
    const made = await service.ask("ada", "/items", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"name":"Lamp"}',
    });
    const path = made.headers.get("location") ?? "";
    assert.equal((await service.ask("ada", path)).status, 200);
  });
});
