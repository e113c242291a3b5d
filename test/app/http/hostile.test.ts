import assert from "node:assert/strict";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { testIssuer } from "../support/issuer.ts";
import { parsedAnswer, rawClient } from "../support/rawClient.ts";
import { type TestService, testService } from "../support/service.ts";

const NAME = '{"name":"hostile"}';

describe("A-COMMON: requests that try what a client library would not", () => {
  let service: TestService;
  let token: string;

  before(async () => {
    service = await testService({ DOORS: "items" });
    token = await (await testIssuer()).token("ada");
  });

  after(() => service.stop());

  /** Sends bytes as they are, `@` standing for who asks, and gives the first answer. */
  const raw = async (head: readonly string[], body: string | Buffer = "") => {
    const client = await rawClient(service.url);
    const lines = ["Host: a", "Connection: close", `Authorization: Bearer ${token}`];
    const [start = "", ...more] = head;
    client.send([start, ...lines, ...more, "", ""].join("\r\n"));
    client.send(body);
    const answer = parsedAnswer(await client.ended);
    return { status: answer.status, text: answer.body };
  };
  const post = (...more: readonly string[]) => [
    "POST /items HTTP/1.1",
    "Content-Type: application/json",
    ...more,
  ];
  const count = async () => {
    const rows = await service.database.query("select from items where name = 'hostile'");
    return rows.length;
  };

  const requests: readonly (readonly [
    why: string,
    head: readonly string[],
    body: string | Buffer,
    status: number,
  ])[] = [
    ["a path out of the folder", ["GET /items/../../etc/passwd HTTP/1.1"], "", 404],
    ["the same, encoded", ["GET /items/..%2f..%2fetc%2fpasswd HTTP/1.1"], "", 400],
    ["the same, encoded twice", ["GET /items/..%252f..%252fetc HTTP/1.1"], "", 400],
    ["a path out of the reference page", ["GET /docs/..%2f..%2fpackage.json HTTP/1.1"], "", 404],
    ["a hidden file of the page", ["GET /docs/.npmignore HTTP/1.1"], "", 404],
    ["a path of broken bytes", ["GET /items/%ff HTTP/1.1"], "", 400],
    ["a path that is cut off", ["GET /items/% HTTP/1.1"], "", 400],
    ["a path with a line's end", ["GET /items/%0d%0aX-Evil:1 HTTP/1.1"], "", 400],
    ["a path with two slashes", ["GET //items HTTP/1.1"], "", 404],
    ["another host's address", ["GET http://evil.example/items/x HTTP/1.1"], "", 400],
    ["a path with a semicolon", ["GET /items;admin=1 HTTP/1.1"], "", 404],
    ["a very long path", [`GET /${"a".repeat(20_000)} HTTP/1.1`], "", 431],
    ["very long headers", ["GET /items HTTP/1.1", `X-Long: ${"a".repeat(20_000)}`], "", 431],
    ["very many headers", ["GET /items HTTP/1.1", ...many("X-Many: a", 3000)], "", 431],
    ["a broken header", ["GET /items HTTP/1.1", "X-Broken a"], "", 400],
    ["a header with a NUL", ["GET /items HTTP/1.1", "X-Nul: a\0b"], "", 400],
    ["a folded header", ["GET /items HTTP/1.1", "X-Folded: a", " b"], "", 400],
    ["another version", ["GET /items HTTP/9.9"], "", 400],
    ["a method that there is not", ["BREW /items HTTP/1.1"], "", 400],
    ["a method that is not for it", ["PATCH /items HTTP/1.1"], "", 405],
    [
      "a method by a header",
      [...post("X-HTTP-Method-Override: DELETE"), "Content-Length: 2"],
      "{}",
      400,
    ],
    ["two lengths", post("Content-Length: 18", "Content-Length: 17"), NAME, 400],
    ["a length and chunks", post("Content-Length: 18", "Transfer-Encoding: chunked"), NAME, 400],
    ["a length that is no number", post("Content-Length: 1e1"), NAME, 400],
    ["a negative length", post("Content-Length: -1"), NAME, 400],
    ["chunks that are none", post("Transfer-Encoding: chunked"), "zz\r\n", 400],
    ["a body that ends early", post("Content-Length: 5"), '{"nam', 400],
    ["a body in UTF-16", post("Content-Length: 36"), Buffer.from(NAME, "utf16le"), 400],
    [
      "a body of broken bytes",
      post("Content-Length: 13"),
      bytes('{"name":"', 0xff, 0xfe, '"}'),
      400,
    ],
    [
      "a body in another set",
      [...post("Content-Length: 2").with(1, "Content-Type: application/json; charset=utf-16")],
      "{}",
      415,
    ],
    ["a body in an unknown coding", post("Content-Encoding: zip", "Content-Length: 2"), "{}", 415],
    [
      "a body that is not in its coding",
      post("Content-Encoding: gzip", "Content-Length: 18"),
      NAME,
      400,
    ],
    [
      "another type",
      ["POST /items HTTP/1.1", "Content-Type: text/plain", "Content-Length: 18"],
      NAME,
      415,
    ],
    ["no type", ["POST /items HTTP/1.1", "Content-Length: 18"], NAME, 415],
    ["two bodies", post("Content-Length: 36"), NAME + NAME, 400],
    ["deep JSON", post("Content-Length: 60000"), "[".repeat(60_000), 400],
    [
      "a prototype",
      post("Content-Length: 54"),
      '{"name":"a","constructor":{"prototype":{"x":"y"}}}    ',
      400,
    ],
    ["a large body", post("Content-Length: 70000"), `{"name":"${"x".repeat(69_989)}"}`, 413],
  ];
  for (const [why, head, body, status] of requests) {
    it(`answers ${status} to ${why}`, async () => {
      const answer = await raw(head, body);
      assert.equal(answer.status, status, answer.text);
      assert.doesNotMatch(answer.text, /node_modules|\.ts\b|at async |root:/);
      if (status >= 400) {
        const problem = JSON.parse(answer.text) as { status: number; requestId: string };
        assert.equal(problem.status, status);
        assert.match(problem.requestId, /^[\w-]{8,64}$/);
      }
    });
  }

  const squeezed = Buffer.from(`{"name":"hostile","description":"${"d".repeat(5e6)}"}`);
  for (const [coding, bomb] of [
    ["gzip", gzipSync(squeezed)],
    ["deflate", deflateSync(squeezed)],
    ["br", brotliCompressSync(squeezed)],
  ] as const) {
    it(`answers 413 to a body that is small in ${coding} and large without`, async () => {
      const length = `Content-Length: ${bomb.length}`;
      assert.equal((await raw(post(`Content-Encoding: ${coding}`, length), bomb)).status, 413);
    });
  }

  it("keeps nothing of any of it, and no trace in what all objects have", async () => {
    assert.equal(await count(), 0);
    assert.equal(Reflect.get({}, "x"), undefined);
  });

  it("doesn't take the rest of a refused body for a request", async () => {
    const client = await rawClient(service.url);
    const hidden = "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n";
    client.send(
      `POST /items HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    );
    const text = await client.ended;
    assert.equal(text.match(/HTTP\/1\.1 /g)?.length, 1);
    assert.match(text, /^HTTP\/1\.1 400 /);
  });

  it("logs lines that are JSON each, whatever the requests hold, and none as a failure", async () => {
    const evil = '","level":"fatal","msg":"forged\\n{"level":"fatal"}';
    await raw(["GET /items HTTP/1.1", `User-Agent: ${evil}`, `X-Request-Id: ${evil}`]);
    await raw([`GET /${encodeURIComponent(evil)}?${encodeURIComponent(evil)} HTTP/1.1`]);
    const lines = service.lines();
    assert.ok(!JSON.stringify(lines).includes("forged"));
    assert.deepEqual(
      lines.filter(({ level }) => level === "error" || level === "fatal"),
      [],
    );
  });
});

function many(header: string, times: number): string[] {
  return Array.from({ length: times }, () => header);
}

function bytes(...parts: readonly (string | number)[]): Buffer {
  return Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))),
  );
}
