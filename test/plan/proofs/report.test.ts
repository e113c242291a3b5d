import assert from "node:assert/strict";

import type { Graph } from "../../../plan/graph/resource.ts";
import type { Path } from "../../../plan/proofs/path.ts";
import {
  chainOf,
  deliveriesPage,
  deliveriesText,
  pathsDocument,
  undelivered,
} from "../../../plan/proofs/report.ts";

const plain = (_: unknown, text: string): string => text;

const good: Path = {
  kind: "log",
  group: "Flow logs",
  source: "urn:pulumi:dev::rampart::a::b",
  hops: [
    { from: "flow log a", to: "role b", verdict: "passes", why: "it is trusted" },
    { from: "role b", to: "log group c", verdict: "passes", why: "it may write" },
    { from: "log group c", to: "key d", verdict: "passes", why: "it may encrypt" },
  ],
};

const bad = (alarm: string): Path => ({
  kind: "alert",
  group: "Alarms",
  source: "urn:pulumi:dev::rampart::a::b",
  hops: [
    { from: `alarm ${alarm}`, to: "topic t", verdict: "passes", why: "statement A allows it" },
    { from: "topic t", to: "key k", verdict: "stops", why: "no | yes", remedy: "Say yes." },
  ],
});

const dark: Path = {
  ...bad("c"),
  hops: [{ from: "alarm c", to: "topic u", verdict: "unknown", why: "who knows", remedy: "Tell." }],
};

describe("report of deliveries", () => {
  it("is one line when all arrive", () => {
    assert.equal(
      deliveriesText([good], plain),
      "Deliveries: 0 alert paths and 1 log path, all proven\n",
    );
    assert.equal(deliveriesText([], plain), "");
  });

  it("P-OBS-3: tells each path that fails, under what is wrong and what to change", () => {
    assert.equal(
      deliveriesText([bad("a"), good, bad("b"), dark], plain),
      [
        "Deliveries: 3 alert paths and 1 log path, 3 not proven",
        "  stops: no | yes",
        "    alarm a → topic t (key k)",
        "    alarm b → topic t (key k)",
        "    → Say yes.",
        "  can't be shown: who knows",
        "    alarm c → topic u",
        "    → Tell.",
        "",
      ].join("\n"),
    );
    assert.equal(undelivered([bad("a"), good, dark]), 2);
    assert.equal(undelivered([good]), 0);
  });

  it("draws a path as a chain, with keys beside what they encrypt", () => {
    assert.equal(chainOf(good), "flow log a → role b → log group c (key d)");
  });

  it("writes every path and why each step passes or stops", () => {
    const graph: Graph = { project: "rampart", stack: "dev", resources: [], outputs: {} };
    assert.equal(
      deliveriesPage(graph, [bad("a"), good, bad("b")]),
      [
        "# What dev tells and keeps",
        "",
        "2 alert paths and 1 log path: from each thing that tells or writes, through what must let it pass, to who reads it.",
        "",
        "## What is told",
        "",
        "### Alarms",
        "",
        "| path | verdict |",
        "|---|---|",
        "| alarm a → topic t (key k) | **stops** |",
        "| alarm b → topic t (key k) | **stops** |",
        "",
        "## What is kept",
        "",
        "### Flow logs",
        "",
        "| path | verdict |",
        "|---|---|",
        "| flow log a → role b → log group c (key d) | passes |",
        "",
        "## Why each step passes or stops",
        "",
        "| from | to | verdict | why | what to change |",
        "|---|---|---|---|---|",
        "| alarm a | topic t | passes | statement A allows it |  |",
        "| topic t | key k | **stops** | no \\| yes | Say yes. |",
        "| flow log a | role b | passes | it is trusted |  |",
        "| role b | log group c | passes | it may write |  |",
        "| log group c | key d | passes | it may encrypt |  |",
        "| alarm b | topic t | passes | statement A allows it |  |",
        "",
      ].join("\n"),
    );
  });

  it("stands in plan.json with the verdict of each path", () => {
    const [first, second] = pathsDocument([dark, good]);
    assert.deepEqual([first?.verdict, second?.verdict], ["unknown", "passes"]);
    assert.deepEqual(second, { ...good, verdict: "passes" });
  });
});
