import assert from "node:assert/strict";

import { type TestService, testService } from "../support/service.ts";

const ID = "3f2b8f0e-6a50-4c5e-9a5e-0c7a3c1f9d11";
/** Stands in every text that a client sends, so that a log that repeats it is found. */
const MARK = "zqxj";

interface Problem {
  readonly errors?: readonly { readonly in: string; readonly field: string }[];
}

type Row = readonly [
  request: string,
  sent: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  fields: readonly string[],
];

const cursor = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");
const moment = "2026-01-01T00:00:00.000000Z";

const PLACES: readonly string[] = [
  ...["", "x", "%00", "bm8", "null", "A".repeat(1025), "A".repeat(8000), `${MARK}'--`],
  ...[null, [], {}, 5, { createdAt: moment }, { id: ID }].map(cursor),
  ...[
    { createdAt: "0000-01-01T00:00:00.000000Z" },
    { createdAt: "2026-02-30T00:00:00.000000Z" },
    { createdAt: "2026-01-01" },
    { createdAt: "infinity" },
    { createdAt: "now" },
    { createdAt: `${moment}'` },
    { id: "x" },
    { id: `${ID}' or 1=1` },
    { more: 1 },
  ].map((wrong) => cursor({ createdAt: moment, id: ID, ...wrong })),
];

const NAMES: readonly unknown[] = [
  ...["", " ", "\u00a0\u3000", "\n", `${MARK}\0`, `${MARK}\u0085`, `${MARK}\u007f`, "\ud800"],
  ...["n".repeat(201), "\u0958".repeat(200)],
  ...[null, 5, true, [], ["a"], {}, { toString: "a" }],
];

const ROWS: readonly Row[] = [
  ...["x", "1", "%00", `${MARK}' or 1=1 --`, "../../etc/passwd", `${ID}0`, "{id}", "🎵"].flatMap(
    (id): Row[] => {
      const path = `/items/${encodeURIComponent(id)}`;
      const body = { name: MARK };
      return [
        [`GET ${path}`, {}, ["path id"]],
        [`PUT ${path}`, { body }, ["path id"]],
        [`DELETE ${path}`, {}, ["path id"]],
      ];
    },
  ),
  ...["0", "-1", "101", "1.5", "0x10", "1e1", " 1", "+1", "", "NaN", "9".repeat(400), "\u0661"].map(
    (limit): Row => [`GET /items?limit=${encodeURIComponent(limit)}`, {}, ["query limit"]],
  ),
  ["GET /items?limit=1&limit=2", {}, ["query limit"]],
  ["GET /items?limit[]=1", {}, ["query limit[]"]],
  [`GET /items?${MARK}=1&sort=name`, {}, [`query ${MARK}`, "query sort"]],
  ...PLACES.map((place): Row => [
    `GET /items?cursor=${encodeURIComponent(place)}`,
    {},
    ["query cursor"],
  ]),
  ...NAMES.map((name): Row => ["POST /items", { body: { name } }, ["body name"]]),
  ...NAMES.map((name): Row => [`PUT /items/${ID}`, { body: { name } }, ["body name"]]),
  ...[null, 5, {}, "d".repeat(4001), "\u0958".repeat(4000), `${MARK}\u0000`, "\u001b[31m"].map(
    (description): Row => [
      "POST /items",
      { body: { name: MARK, description } },
      ["body description"],
    ],
  ),
  ["POST /items", { body: { name: MARK, id: ID, version: 5 } }, ["body id", "body version"]],
  ...[null, [], 5, "x", true].map((body): Row => ["POST /items", { body }, ["body "]]),
  ["POST /items", {}, ["body "]],
  ...[
    "3",
    'W/"1"',
    '"0"',
    '"x"',
    '"1", 2',
    '"1",',
    '*, "1"',
    `"${"9".repeat(10)}"`,
    "'1'",
    '"-1"',
    '""',
  ].flatMap((tag): Row[] => {
    const headers = { "If-Match": tag };
    return [
      [`PUT /items/${ID}`, { headers, body: { name: MARK } }, ["header if-match"]],
      [`DELETE /items/${ID}`, { headers }, ["header if-match"]],
    ];
  }),
  [
    `GET /items/${ID}`,
    { headers: { "If-None-Match": "x".repeat(1001) } },
    ["header if-none-match"],
  ],
];

describe("A-ITEMS: input that can't be taken", () => {
  let service: TestService;

  before(async () => {
    service = await testService({ DOORS: "items" });
    await service.database.query("insert into items (id, name) values ($1, 'kept')", [ID]);
  });

  after(() => service.stop());

  const ask = (request: string, { body, headers = {} }: Row[1]) => {
    const [method = "", ...path] = request.split(" ");
    return service.ask("ada", path.join(" "), {
      method,
      headers: { ...(method === "GET" ? {} : { "Content-Type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };

  for (const [request, sent, fields] of ROWS) {
    const shown = `${request} ${JSON.stringify(sent)}`.slice(0, 120);
    it(`400 that names ${fields.join(", ")}: ${shown}`, async () => {
      const response = await ask(request, sent);
      const problem = (await response.json()) as Problem;
      assert.equal(response.status, 400, JSON.stringify(problem));
      const named = new Set(problem.errors?.map((error) => `${error.in} ${error.field}`));
      assert.deepEqual([...named].sort(), [...fields].sort());
    });
  }

  it("writes nothing of it", async () => {
    const rows = await service.database.query("select name, version from items");
    assert.deepEqual(rows, [{ name: "kept", version: 1 }]);
  });

  it("logs a line each, none as a failure, and no word of what was sent", () => {
    const lines = service.lines();
    assert.equal(lines.filter(({ msg }) => msg === "request").length, ROWS.length);
    assert.deepEqual(
      lines.filter(({ level }) => level === "error"),
      [],
    );
    assert.ok(!JSON.stringify(lines).includes(MARK));
  });

  it("takes what looks like SQL, markup or a template for the text that it is", async () => {
    const texts = ["'; drop table items; --", "$1", "%", "\\", '"', "<b>", "{{7*7}}", "e\u0301"];
    for (const name of texts) {
      const made = await ask("POST /items", { body: { name, description: `${name}\n\t${name}` } });
      assert.equal(made.status, 201, name);
      const { id } = (await made.json()) as { id: string };
      const read = (await (await ask(`GET /items/${id}`, {})).json()) as Record<string, string>;
      assert.equal(read["name"], name.normalize("NFC"));
      assert.equal(read["description"], `${name}\n\t${name}`.normalize("NFC"));
    }
  });

  it("takes texts of just the longest length, also where they are written in another form", async () => {
    for (const letter of ["n", "\u{1f3b5}", "e\u0301", "\u00e9"]) {
      const name = letter.repeat(200 / letter.length);
      const description = letter.repeat(4000 / letter.length);
      const { status } = await ask("POST /items", { body: { name, description } });
      assert.equal(status, 201, letter);
    }
  });
});
