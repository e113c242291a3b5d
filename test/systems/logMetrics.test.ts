import assert from "node:assert/strict";

import * as lines from "../../app/logLines.ts";
import { type LogEvent, matcherOf } from "../../policy-pack/controls/cloudwatch/filterPattern.ts";
import { LOG_METRICS, QUERIES, RECENT_ERRORS } from "../../systems/platform/logMetrics.ts";

/** A line as the evaluator takes it: it knows texts, and `*` means a number as well as a text. */
function eventOf(line: object): LogEvent {
  return JSON.parse(JSON.stringify(line), (_, value: unknown) =>
    typeof value === "number" ? String(value) : value,
  ) as LogEvent;
}

/** Names of the sample lines that a pattern matches. */
function matched(pattern: string): string[] {
  const matcher = matcherOf(pattern) ?? assert.fail(`${pattern} is no pattern`);
  return Object.entries(lines)
    .filter(([name, line]) => name !== "LINES" && matcher(eventOf(line)))
    .map(([name]) => name)
    .sort();
}

/** Fields that a command of Logs Insights names; what it makes itself counts too. */
function fieldsOf(commands: readonly string[]): string[] {
  const made = commands.flatMap((command) => /\bas (\w+)/.exec(command)?.[1] ?? []);
  return commands
    .flatMap((command) => command.replaceAll(/"[^"]*"/g, "").match(/@?[a-zA-Z]\w*(?!\w*\()/g) ?? [])
    .filter((word) => !WORDS.has(word) && !made.includes(word));
}

const WORDS = new Set(
  "fields filter stats sort limit by as and in desc count bin 5m m @timestamp".split(" "),
);

describe("metrics of the application's log", () => {
  it("A-COMMON: the samples are all there, as single JSON objects", () => {
    const { LINES, ...named } = lines;
    assert.equal(LINES.length, Object.values(named).length);
    assert.deepEqual(new Set(LINES), new Set(Object.values(named)));
  });

  it("P-OBS-2: counts errors by their level, whatever their text says", () => {
    assert.deepEqual(matched(LOG_METRICS.errors.pattern), ["CAUSE", "ENDED", "FAILED"]);
  });

  it("P-OBS-2: counts each request once, well answered or not", () => {
    const requests = ["ANSWERED", "FAILED", "REFUSED", "SLOW"];
    assert.deepEqual(matched(LOG_METRICS.requests.pattern), requests);
    assert.deepEqual(matched(LOG_METRICS.latency.pattern), requests);
  });

  it("P-OBS-2: reads the duration of requests from a field that all of them have", () => {
    const field = LOG_METRICS.latency.value.replace("$.", "");
    const durations = lines.LINES.flatMap((line) => Object.entries(line))
      .filter(([name]) => name === field)
      .map(([, value]) => value as unknown);
    assert.deepEqual(durations, [12.4, 2_345.6, 3, 31]);
    assert.deepEqual(matched("{ $.durationMs = * }"), ["ANSWERED", "FAILED", "REFUSED", "SLOW"]);
  });

  it("P-OBS-2: saved queries ask for errors by endpoint, slow requests, volume by status", () => {
    assert.deepEqual(Object.keys(QUERIES), [
      "errors-by-endpoint",
      "slow-requests",
      "volume-by-status",
    ]);
    assert.deepEqual(QUERIES["errors-by-endpoint"], [
      'filter level in ["error", "fatal"]',
      "stats count(*) as errors by route, msg",
      "sort errors desc",
      "limit 50",
    ]);
    assert.deepEqual(QUERIES["slow-requests"], [
      "fields @timestamp, method, route, status, durationMs, requestId",
      'filter msg = "request" and durationMs > 1000',
      "sort durationMs desc",
      "limit 50",
    ]);
    assert.deepEqual(QUERIES["volume-by-status"], [
      'filter msg = "request"',
      "stats count(*) as requests by status, bin(5m)",
    ]);
  });

  for (const [title, query] of Object.entries({ ...QUERIES, "recent-errors": RECENT_ERRORS })) {
    it(`P-OBS-2, P-OBS-5: ${title} asks for fields that lines have`, () => {
      const known = new Set(lines.LINES.flatMap((line) => Object.keys(line)));
      const asked = fieldsOf(query);
      assert.ok(asked.length > 0, "it asks for nothing");
      assert.deepEqual(
        asked.filter((field) => !known.has(field)),
        [],
      );
    });
  }
});
