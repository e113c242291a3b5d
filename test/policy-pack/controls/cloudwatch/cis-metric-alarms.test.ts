import assert from "node:assert/strict";

import { cisMetricAlarms } from "../../../../policy-pack/controls/cloudwatch/cis-metric-alarms.ts";
import {
  type PolicyResource,
  type Value,
  UNKNOWN,
} from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed } from "../../support/resources.ts";
import { alarmOf, cisStack, filter, PATTERNS } from "./cisStack.ts";

const settings = { environment: { ownsAccountBaseline: true } };
const ask = (resources: readonly PolicyResource[], more = {}) =>
  said(judged(cisMetricAlarms, resources, "rampart-dev", { ...settings, ...more }));

const WHAT: Readonly<Record<string, string>> = {
  "4.1": "refused calls",
  "4.2": "sign-ins without a second factor",
  "4.3": "what the root user does",
  "4.5": "changes of trails",
  "4.6": "failed sign-ins",
  "4.7": "keys that are disabled or deleted",
};
const title = (requirement: string) => `${WHAT[requirement] ?? ""} (CIS ${requirement})`;
const uncounted = (requirement: string) => [
  `No metric filter of a trail's group counts ${title(requirement)}`,
];
const unwatched = (requirement: string) => [`No alarm watches the count of ${title(requirement)}`];
const unheard = (requirement: string) => [`The alarm for ${title(requirement)} reaches nobody`];

/** A case with another pattern in one filter. */
function pattern(requirement: string, value: Value, why: string) {
  return {
    title: why,
    of: `filter-${requirement}`,
    path: "pattern",
    value,
  };
}

describe("cis-metric-alarms", () => {
  itBehaves({
    control: cisMetricAlarms,
    compliant: cisStack(),
    subject: "rampart-dev",
    settings,
    fails: [
      {
        ...pattern("4.1", '{ $.errorCode = "AccessDenied" }', "EC2's refusals are forgotten"),
        messages: uncounted("4.1"),
      },
      {
        ...pattern("4.2", "{ $.eventName = ConsoleLogin }", "every sign-in is counted"),
        messages: uncounted("4.2"),
      },
      {
        ...pattern("4.3", '{ $.userIdentity.type = "*" }', "every user counts as root"),
        messages: uncounted("4.3"),
      },
      {
        ...pattern("4.5", "{ $.eventName = *Trail }", "trails may be stopped unseen"),
        messages: uncounted("4.5"),
      },
      {
        ...pattern(
          "4.5",
          "{ ($.eventName = CreateTrail) && ($.eventName = StopLogging) }",
          "AND stands for OR",
        ),
        messages: uncounted("4.5"),
      },
      {
        ...pattern("4.6", '{ $.errorMessage = "failed authentication" }', "case is wrong"),
        messages: uncounted("4.6"),
      },
      {
        ...pattern(
          "4.7",
          "{ ($.eventSource = iam.amazonaws.com) && ($.eventName = DisableKey || $.eventName = ScheduleKeyDeletion) }",
          "another service is meant",
        ),
        messages: uncounted("4.7"),
      },
      {
        ...pattern("4.7", "{ $.eventName = * }", "everything is counted, which says nothing"),
        messages: uncounted("4.7"),
      },
      {
        ...pattern("4.7", "DisableKey", "the pattern is for text"),
        messages: uncounted("4.7"),
      },
      {
        ...pattern(
          "4.5",
          "{ ($.awsRegion = us-east-1) && ($.eventName = *Trail || $.eventName = *Logging) }",
          "events of other regions are forgotten",
        ),
        messages: uncounted("4.5"),
      },
      {
        title: "the filter adds nothing to its count",
        of: "filter-4.3",
        path: "metricTransformation.value",
        value: "0",
        messages: uncounted("4.3"),
      },
      {
        title: "the alarm watches a dimension that nobody feeds",
        of: "alarm-4.3",
        path: "dimensions",
        value: { Account: "1" },
        messages: unwatched("4.3"),
      },
      {
        title: "the filter is on another group",
        of: "filter-4.3",
        path: "logGroupName",
        value: "/ecs/dev/api",
        messages: uncounted("4.3"),
      },
      {
        title: "the alarm watches another metric",
        of: "alarm-4.3",
        path: "metricName",
        value: "Root",
        messages: unwatched("4.3"),
      },
      {
        title: "the alarm watches another namespace",
        of: "alarm-4.3",
        path: "namespace",
        value: "CloudTrail",
        messages: unwatched("4.3"),
      },
      {
        title: "the alarm names nobody",
        of: "alarm-4.3",
        path: "alarmActions",
        messages: unheard("4.3"),
      },
      {
        title: "the alarm is off",
        of: "alarm-4.3",
        path: "actionsEnabled",
        value: false,
        messages: unheard("4.3"),
      },
      {
        title: "the alarm names a topic outside",
        of: "alarm-4.3",
        path: "alarmActions",
        value: ["arn:aws:sns:us-east-1:111122223333:central"],
        messages: unheard("4.3"),
      },
    ],
    accepts: [
      pattern(
        "4.5",
        '{$.eventName="StopLogging"||$.eventName="StartLogging"||\n($.eventName="DeleteTrail")||$.eventName="UpdateTrail"||$.eventName="CreateTrail"}',
        "other order, spaces and quotes",
      ),
      pattern(
        "4.1",
        '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") && ($.sourceIPAddress != "delivery.logs.amazonaws.com") && ($.eventName != "HeadBucket") }',
        "exceptions for AWS's own noise",
      ),
      pattern(
        "4.2",
        '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
        "the narrower form of sign-ins",
      ),
      pattern("4.3", "{ $.userIdentity.type = Root }", "the broader form for root"),
      {
        title: "metrics in a query",
        of: "alarm-4.3",
        path: "metricQueries",
        value: [{ id: "m", metric: { metricName: "Cis4.3", namespace: "Cis" } }],
      },
      {
        title: "the group by its ARN",
        of: "filter-4.3",
        path: "logGroupName",
        value: "arn:aws:logs:us-east-1:111122223333:log-group:/aws/cloudtrail/dev",
      },
    ],
    // The filters name the trail's group, whether or not the group itself is in the stack.
    dispensable: ["group: name"],
  });

  it("says each event that nobody counts, in CIS's order", () => {
    const { findings } = judged(cisMetricAlarms, [], "rampart-dev", settings);
    assert.deepEqual(
      findings.map(({ message }) => / \(CIS (.*)\)$/.exec(message)?.[1]),
      Object.keys(PATTERNS),
    );
  });

  for (const requirement of Object.keys(PATTERNS)) {
    it(`notices that ${requirement} lacks its filter, or its alarm`, () => {
      for (const [name, start] of [
        [`filter-${requirement}`, "No metric filter of a trail's group counts "],
        [`alarm-${requirement}`, "No alarm watches the count of "],
      ] as const) {
        const [message = "", ...more] = ask(cisStack().filter((one) => one.name !== name));
        assert.ok(message.startsWith(start), message);
        assert.ok(message.endsWith(` (CIS ${requirement})`), message);
        assert.deepEqual(more, []);
      }
    });
  }

  it("adds up what several filters count, if each of them is heard", () => {
    const half = changed(cisStack(), "filter-4.7", "pattern", "{ $.eventName = DisableKey }");
    assert.deepEqual(ask(half), uncounted("4.7"));
    const other = filter("other", "{ $.eventName = ScheduleKeyDeletion }");
    assert.deepEqual(ask([...half, other]), unwatched("4.7"));
    assert.deepEqual(ask([...half, other, alarmOf("other", { alarmActions: [] })]), unheard("4.7"));
    assert.equal(ask([...half, other, alarmOf("other")]), "pass");
  });

  it("wants the group of a trail that logs", () => {
    const all = Object.keys(PATTERNS).length;
    for (const path of ["cloudWatchLogsGroupArn", "enableLogging"]) {
      const without = changed(cisStack(), "trail", path, path === "enableLogging" ? false : null);
      assert.equal(ask(without).length, all);
    }
  });

  it("knows groups by origin before they have an ARN", () => {
    const origin = (property: string) => ({
      propertyDependencies: {
        [property]: ["urn:pulumi:dev::rampart::aws:cloudwatch/logGroup:LogGroup::group"],
      },
    });
    const made = cisStack().map((one) =>
      one.name === "trail"
        ? {
            ...one,
            inputs: { ...one.inputs, cloudWatchLogsGroupArn: UNKNOWN },
            ...origin("cloudWatchLogsGroupArn"),
          }
        : one.name.startsWith("filter-")
          ? { ...one, inputs: { ...one.inputs, logGroupName: UNKNOWN }, ...origin("logGroupName") }
          : one,
    );
    assert.equal(ask(made), "pass");
  });

  it("accepts a group that is not in the stack, by its name", () => {
    assert.equal(ask(cisStack().filter(({ name }) => name !== "group")), "pass");
  });

  it("is undecided, not silent, where an unknown filter may be the one", () => {
    const unknown = changed(cisStack(), "filter-4.7", "pattern", UNKNOWN);
    const { outcome, undecided } = judged(cisMetricAlarms, unknown, "rampart-dev", settings);
    assert.equal(outcome, "undecided");
    assert.deepEqual(
      undecided.map(({ property }) => property),
      ["filter-4.7: pattern"],
    );
  });

  it("takes a topic outside for heard if it is listed", () => {
    const arn = "arn:aws:sns:us-east-1:111122223333:central";
    const outside = changed(cisStack(), "alarm-4.3", "alarmActions", [arn]);
    const parameters = { "cis-metric-alarms": { outsideTopics: [arn] } };
    assert.equal(ask(outside, { parameters }), "pass");
  });

  it("does not concern a stack that owns no account baseline", () => {
    assert.equal(said(judged(cisMetricAlarms, [], "rampart-dev")), "notApplicable");
  });
});
