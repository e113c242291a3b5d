import assert from "node:assert/strict";

import { type TestService, testService } from "../support/service.ts";

describe("A-ITEMS: items over HTTP", () => {
  let service: TestService;

  before(async () => {
    service = await testService({ DOORS: "items" });
  });

  after(() => service.stop());

  const send = (method: string, body?: unknown, headers: Record<string, string> = {}) => ({
    method,
    headers: { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

  it("creates, reads, replaces and deletes, each change of a named state", async () => {
    const made = await service.ask("ada", "/items", send("POST", { name: "Lamp" }));
    assert.equal(made.status, 201);
    const item = (await made.json()) as { id: string; name: string };
    assert.equal(made.headers.get("etag"), '"1"');
    const path = `/items/${item.id}`;
    assert.equal(made.headers.get("location"), path);

    const read = await service.ask("ada", path);
    assert.deepEqual(await read.json(), item);
    const same = await service.ask("ada", path, { headers: { "If-None-Match": '"1"' } });
    assert.deepEqual([same.status, await same.text()], [304, ""]);

    const change = { name: "Lantern", description: "of tin" };
    const blind = await service.ask("ada", path, send("PUT", change));
    assert.equal(blind.status, 428);
    const put = await service.ask("ada", path, send("PUT", change, { "If-Match": '"1"' }));
    assert.deepEqual([put.status, put.headers.get("etag")], [200, '"2"']);
    const late = await service.ask("ada", path, send("PUT", change, { "If-Match": '"1"' }));
    assert.equal(late.status, 412);
    assert.equal(
      ((await late.json()) as { detail: string }).detail,
      'The item has changed: its state is "2" now.',
    );

    const gone = await service.ask("ada", path, send("DELETE", undefined, { "If-Match": '"2"' }));
    assert.equal(gone.status, 204);
    assert.equal((await service.ask("ada", path)).status, 404);
  });

  it("changes any state that the client names, or whatever state there is", async () => {
    const made = await service.ask("ada", "/items", send("POST", { name: "Lamp" }));
    const path = made.headers.get("location") ?? "";
    const put = async (tags: string) =>
      (await service.ask("ada", path, send("PUT", { name: "Lantern" }, { "If-Match": tags })))
        .status;
    assert.deepEqual(
      [await put('"7", "1"'), await put('"7" ,"1"'), await put("*")],
      [200, 412, 200],
    );
    const remove = async (tags: string) =>
      (await service.ask("ada", path, send("DELETE", undefined, { "If-Match": tags }))).status;
    assert.deepEqual([await remove('"1", "2"'), await remove("*")], [412, 204]);
    assert.deepEqual([await remove("*"), await put("*")], [404, 404]);
    assert.equal((await service.ask("ada", path)).status, 404);
  });
});
