import assert from "node:assert/strict";

import { inRequest } from "../../app/http/context.ts";
import { makeLog } from "../../app/log.ts";

describe("A-COMMON: the log", () => {
  const linesOf = (task: (log: ReturnType<typeof makeLog>) => void) => {
    const written: string[] = [];
    task(makeLog("info", { write: (line: string) => written.push(line) }));
    return written.map((line) => {
      const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
      assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      return rest;
    });
  };

  it("tells the request in each line, and carries nothing from one line to the next", () => {
    const context = { requestId: "abcd-1234", route: "/items/:id" };
    const lines = linesOf((log) => {
      inRequest(context, () => {
        log.warn({ error: new Error("lost"), table: "items" }, "query failed");
        log.info("went on");
      });
    });
    const [first, second] = lines;
    assert.equal(first?.["table"], "items");
    assert.deepEqual(second, { level: "info", ...context, msg: "went on" });
    assert.deepEqual(context, { requestId: "abcd-1234", route: "/items/:id" });
  });

  it("leaves out of an error what a driver puts there beside its name, message and stack", () => {
    const cause = Object.assign(new Error("refused"), { query: "select 'secret'" });
    const error = Object.assign(new Error("lost", { cause }), {
      code: "08006",
      values: ["secret"],
    });
    const [line] = linesOf((log) => {
      log.error({ error }, "query failed");
    });
    assert.deepEqual(Object.keys(Object(line?.["error"]) as object).sort(), [
      "cause",
      "code",
      "message",
      "name",
      "stack",
    ]);
    assert.ok(!JSON.stringify(line).includes("secret"));
  });
});
