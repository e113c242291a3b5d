import assert from "node:assert/strict";

import { CisAlarms } from "../../../components/detection/cisAlarms.ts";
import { CIS_EVENTS } from "../../../components/detection/cisPatterns.ts";
import { Trail } from "../../../components/detection/trail.ts";
import { WATCHES } from "../../../policy-pack/controls/cloudwatch/cisEvents.ts";
import {
  type LogEvent,
  matcherOf,
} from "../../../policy-pack/controls/cloudwatch/filterPattern.ts";
import { testEnvironment } from "../../support/fixtures.ts";
import { ofType, only, recorded } from "../../support/graph.ts";
import { textOf } from "../../traps/reading.ts";
import { alerted } from "./support.ts";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter";

const matcher = (pattern: string) => matcherOf(pattern) ?? assert.fail(`no pattern: ${pattern}`);

/** The recommendations whose patterns count an event. */
const counting = (event: LogEvent): string[] =>
  Object.values(CIS_EVENTS)
    .filter(({ pattern }) => matcher(pattern)(event))
    .map(({ requirement }) => requirement);

describe("the events that CIS wants an alarm for", () => {
  it("feature 49: are those of sections 4.1 to 4.15, each once", () => {
    assert.deepEqual(
      Object.values(CIS_EVENTS).map(({ requirement }) => requirement),
      Array.from({ length: 15 }, (_, index) => `4.${index + 1}`),
    );
  });

  for (const { requirement, what, events, ordinary } of WATCHES) {
    it(`CIS ${requirement}: ${what} are counted there and nowhere else, what is alike is not`, () => {
      for (const event of events) assert.deepEqual(counting(event), [requirement]);
      assert.deepEqual(counting(ordinary), []);
    });
  }

  it("CIS 4.3: what AWS does in the root user's name is not counted, nor what it does for him", () => {
    const root: LogEvent = { eventType: "AwsApiCall", userIdentity: { type: "Root" } };
    assert.deepEqual(counting(root), ["4.3"]);
    assert.deepEqual(counting({ ...root, eventType: "AwsServiceEvent" }), []);
    const invoked = { type: "Root", invokedBy: "support.amazonaws.com" };
    assert.deepEqual(counting({ ...root, userIdentity: invoked }), []);
  });

  it("CIS 4.2: a role's sign-in has its second factor elsewhere", () => {
    const signIn: LogEvent = {
      eventName: "ConsoleLogin",
      responseElements: { ConsoleLogin: "Success" },
      additionalEventData: { MFAUsed: "No" },
      userIdentity: { type: "IAMUser" },
    };
    assert.deepEqual(counting(signIn), ["4.2"]);
    assert.deepEqual(counting({ ...signIn, userIdentity: { type: "AssumedRole" } }), []);
  });
});

describe("CisAlarms", () => {
  const environment = testEnvironment();
  const make = () =>
    recorded(() => {
      const { key, boundary, accessLogs, critical, warning } = alerted(environment);
      const trail = new Trail("trail", {
        environment,
        key,
        boundary,
        accessLogs,
        lockDays: 365,
        keepDays: 2557,
        logRetentionDays: 365,
        logBuckets: [],
      });
      return new CisAlarms("cis", { environment, trail, critical, warning });
    });

  it("feature 49: each event has a filter on the trail's log group, and an alarm on its count", async () => {
    const graph = await make();
    const events = Object.keys(CIS_EVENTS);
    for (const event of events) {
      const filter = only(graph, FILTER, `cis-${event}`).inputs;
      assert.equal(filter["name"], `trail-${event}`);
      assert.equal(filter["logGroupName"], "/aws/cloudtrail/rampart-dev-trail-account");
      assert.equal(filter["pattern"], CIS_EVENTS[event]?.pattern);
      const metric = filter["metricTransformation"] as Record<string, unknown>;
      const alarm = only(graph, ALARM, `cis-${event}`).inputs;
      assert.deepEqual(
        [alarm["name"], alarm["namespace"], alarm["metricName"]],
        [`rampart-dev-alarm-trail-${event}`, "rampart-dev/trail", event],
      );
      assert.deepEqual(
        [metric["namespace"], metric["name"], metric["value"]],
        [alarm["namespace"], alarm["metricName"], "1"],
      );
      assert.deepEqual(
        ["statistic", "period", "evaluationPeriods", "comparisonOperator", "threshold"].map(
          (property) => alarm[property],
        ),
        ["Sum", 300, 1, "GreaterThanThreshold", event === "refused-calls" ? 20 : 0],
      );
      assert.deepEqual(alarm["dimensions"], {});
    }
    assert.equal(ofType(graph, FILTER).length, events.length);
    assert.equal(ofType(graph, ALARM).length, events.length);
  });

  it("P-RESP: what blinds or opens the account is critical, and nothing else", async () => {
    const critical = ofType(await make(), ALARM)
      .filter(({ inputs }) => JSON.stringify(inputs["alarmActions"]).includes("dev-critical"))
      .map(({ inputs }) => textOf(inputs["metricName"]));
    assert.deepEqual(critical.sort(), [
      "config-recorder",
      "lost-keys",
      "organization",
      "root-use",
      "sign-in-without-mfa",
      "trails",
    ]);
  });
});
