import assert from "node:assert/strict";

import { MEMORY_TAG } from "../../functions/environment-schedule/contract.ts";
import type { Graph, Resource } from "../../plan/graph/resource.ts";
import { isProperties } from "../../plan/graph/value.ts";
import { at, policyOf, type Statement, waitsFor } from "../support/graph.ts";
import { mutant, replaceIn, replaceText, set, waitForNo, without } from "./breaking.ts";
import {
  listOf,
  ROLE,
  ROLE_POLICY,
  rolePoliciesOf,
  some,
  sources,
  textOf,
  usersOf,
} from "./reading.ts";
import type { MutableResource, Trap } from "./trap.ts";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup";
const FUNCTION = "aws:lambda/function:Function";
const PROVIDER = "pulumi:providers:aws";

const schedulesOf = (graph: Graph): Resource[] => some(graph, SCHEDULE);
const target = ({ inputs }: Resource, property: string): string =>
  textOf(at(inputs, "target", property));

/** The role by which a schedule calls. */
function roleOf(graph: Graph, schedule: Resource): Resource {
  const [role, ...more] = sources(graph, schedule, "target", ROLE).filter(
    ({ inputs }) =>
      textOf(inputs["name"]) !== "" &&
      target(schedule, "roleArn").endsWith(`:role/${textOf(inputs["name"])}`),
  );
  assert.ok(role && more.length === 0, `${schedule.name} has no role of this stack`);
  return role;
}

/** Statements of the role's policies that allow an action on a resource. */
function allowed(graph: Graph, role: Resource, action: string, resource: string): Statement[] {
  return usersOf(graph, ROLE_POLICY, "role", role)
    .flatMap((policy) => policyOf(policy).Statement)
    .filter(
      ({ Effect, Action, Resource: resources }) =>
        Effect === "Allow" &&
        listOf(Action).includes(action) &&
        listOf(resources).includes(resource),
    );
}

/** Takes a part of a schedule's target away. */
const untarget =
  (property: string) =>
  ({ inputs }: MutableResource): void => {
    const before = isProperties(inputs["target"]) ? inputs["target"] : {};
    inputs["target"] = Object.fromEntries(
      Object.entries(before).filter(([name]) => name !== property),
    );
  };

const ownFunction = (name: string) => name.endsWith("-scheduler");

/** Traps of EventBridge Scheduler, and of what a function remembers between two runs. */
export const automationTraps: readonly Trap[] = [
  {
    id: "scheduler-source",
    title: "Scheduler sends the ARN of a schedule's group along, and no role waits for another",
    check: (graph) => {
      for (const schedule of schedulesOf(graph)) {
        const role = roleOf(graph, schedule);
        const group = textOf(schedule.inputs["groupName"]);
        assert.ok(
          some(graph, GROUP).some(({ inputs }) => inputs["name"] === group),
          `${schedule.name} is in no group of this stack`,
        );
        for (const { Principal, Condition } of policyOf(role, "assumeRolePolicy").Statement) {
          assert.deepEqual(Principal, { Service: "scheduler.amazonaws.com" }, role.name);
          const { ArnLike, StringEquals } = (Condition ?? {}) as Partial<
            Record<string, Record<string, string>>
          >;
          const source = ArnLike?.["aws:SourceArn"] ?? "";
          assert.ok(source.endsWith(`:schedule-group/${group}`), `${role.name}: ${source}`);
          assert.match(StringEquals?.["aws:SourceAccount"] ?? "", /^\d{12}$/, role.name);
        }
      }
    },
    mutants: [
      mutant(
        "the ARN of a schedule",
        ROLE,
        replaceText(":schedule-group/", ":schedule/"),
        ({ name }) => ownFunction(name),
      ),
      mutant(
        "another group",
        ROLE,
        replaceIn("assumeRolePolicy", /:schedule-group\/[^"]+/g, ":schedule-group/default"),
        ({ name }) => ownFunction(name),
      ),
      mutant("no group of its own", SCHEDULE, without("groupName")),
    ],
  },
  {
    id: "scheduler-time",
    title:
      "a schedule is in a time zone, which daylight saving is known by, and at its time exactly",
    check: (graph) => {
      const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC"]);
      for (const { name, inputs } of schedulesOf(graph)) {
        const zone = textOf(inputs["scheduleExpressionTimezone"]);
        assert.ok(zones.has(zone), `${name} is in the zone "${zone}"`);
        assert.deepEqual(inputs["flexibleTimeWindow"], { mode: "OFF" }, name);
        const fields = /^cron\((.*)\)$/.exec(textOf(inputs["scheduleExpression"]))?.[1]?.split(" ");
        assert.equal(fields?.length, 6, name);
        const unset = [fields[2], fields[4]].filter((field) => field === "?");
        assert.equal(unset.length, 1, `${name} has both kinds of day, or neither`);
      }
    },
    mutants: [
      mutant("Scheduler's own zone, UTC", SCHEDULE, without("scheduleExpressionTimezone")),
      set("a zone without daylight saving", SCHEDULE, { scheduleExpressionTimezone: "EST5" }),
      set("some time in an hour", SCHEDULE, {
        flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 60 },
      }),
      set("the cron of Unix", SCHEDULE, { scheduleExpression: "cron(0 20 * * 1-5)" }),
      set("both kinds of day", SCHEDULE, { scheduleExpression: "cron(0 20 * * MON-FRI *)" }),
    ],
  },
  {
    id: "scheduler-delivery",
    title:
      "a schedule may call its function when it is made, and keeps what it could not hand over",
    check: (graph) => {
      for (const schedule of schedulesOf(graph)) {
        const role = roleOf(graph, schedule);
        const [called] = sources(graph, schedule, "target", FUNCTION);
        assert.ok(called, `${schedule.name} calls no function of this stack`);
        const policies = rolePoliciesOf(graph, schedule, "target");
        assert.ok(policies.length > 0, role.name);
        for (const policy of policies) {
          assert.ok(waitsFor(graph, schedule, policy), `${schedule.name} does not wait`);
        }
        const call = allowed(graph, role, "lambda:InvokeFunction", target(schedule, "arn"));
        assert.equal(call.length, 1, `${role.name} may not call ${target(schedule, "arn")}`);
        const queue = textOf(at(schedule.inputs, "target", "deadLetterConfig", "arn"));
        const keep = allowed(graph, role, "sqs:SendMessage", queue);
        assert.equal(keep.length, 1, `${schedule.name} loses what it can't hand over`);
        const age = Number(
          at(schedule.inputs, "target", "retryPolicy", "maximumEventAgeInSeconds"),
        );
        // The default is a day: an evening's call would arrive at noon.
        assert.ok(age >= 60 && age <= 3600, `${schedule.name} comes up to ${age} seconds late`);
        assert.ok(target(schedule, "input") !== "", `${schedule.name} says nothing`);
      }
    },
    mutants: [
      mutant("no wait", SCHEDULE, waitForNo(ROLE_POLICY, ROLE)),
      mutant(
        "no right to call",
        ROLE_POLICY,
        replaceIn("policy", "lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
      ),
      mutant("no queue", SCHEDULE, untarget("deadLetterConfig")),
      mutant("Scheduler's own patience", SCHEDULE, untarget("retryPolicy")),
      mutant("Scheduler's own event", SCHEDULE, untarget("input")),
    ],
  },
  {
    id: "schedule-memory",
    title: "no deployment takes a tag away in which a function remembers something",
    check: (graph) => {
      for (const { name, inputs } of some(graph, PROVIDER)) {
        // Providers take their structured inputs as JSON.
        const ignored = JSON.stringify(inputs["ignoreTags"] ?? "");
        assert.ok(ignored.includes(MEMORY_TAG), `${name} manages ${MEMORY_TAG}`);
      }
    },
    mutants: [
      mutant("all tags are Pulumi's", PROVIDER, without("ignoreTags")),
      set("other tags are ignored", PROVIDER, { ignoreTags: { keys: ["other"] } }),
    ],
  },
];
