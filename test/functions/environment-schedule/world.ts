import assert from "node:assert/strict";

import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  ListTagsForResourceCommand,
  RegisterScalableTargetCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  EnableAlarmActionsCommand,
  ListTagsForResourceCommand as ListAlarmTagsCommand,
  SetAlarmStateCommand,
  TagResourceCommand as TagAlarmCommand,
  UntagResourceCommand as UntagAlarmCommand,
} from "@aws-sdk/client-cloudwatch";
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from "@aws-sdk/client-ecs";
import {
  DescribeDBInstancesCommand,
  RDSClient,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from "@aws-sdk/client-rds";

import type {
  EnvironmentScheduleEnvironment,
  EnvironmentScheduleEvent,
} from "../../../functions/environment-schedule/contract.ts";
import { createHandler } from "../../../functions/environment-schedule/handler.ts";
import { parseSettings } from "../../../functions/environment-schedule/settings.ts";
import type { LogRecord } from "../../../functions/shared/log.ts";
import { AwsStandIn, awsRefusal } from "../../support/awsClient.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As the dev stack fills the function's contract. */
export const VARIABLES: EnvironmentScheduleEnvironment = {
  DATABASE: "rampart-dev-db-main",
  CLUSTER: "rampart-dev-ecs-main",
  SERVICE: "rampart-dev-svc-api",
  MINIMUM_TASKS: "1",
  MAXIMUM_TASKS: "2",
  ALARMS: "rampart-dev-alarm-tasks,rampart-dev-alarm-errors,rampart-dev-alarm-all",
};

const REGION = "us-east-1";
const alarmArn = (name: string) => `arn:aws:cloudwatch:${REGION}:111122223333:alarm:${name}`;
const TARGET = `arn:aws:application-autoscaling:${REGION}:111122223333:scalable-target/1234abcd`;

export interface AlarmModel {
  actions: boolean;
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  readonly composite: boolean;
  readonly tags: Map<string, string>;
}

/** What a test does to calls: throws before or after one has had its effect. */
export type Fault = (call: string, when: "before" | "after") => void;

/** How long what a person doesn't see takes; a number for each time it is asked. */
export interface Delays {
  readonly stopping: () => number;
  readonly starting: () => number;
}

/**
 * One account's database, service, scaling and alarms, as AWS documents them, in a time that only
 * the test moves.
 */
export class World {
  now: number;
  readonly aws = new AwsStandIn();
  readonly log: LogRecord[] = [];
  /** Alarms whose actions were carried out, each time. */
  readonly paged: string[] = [];
  readonly database = { status: "available", since: 0 };
  readonly target = { minimum: 1, maximum: 2, tags: new Map<string, string>() };
  readonly service = { desired: 1, running: 1, status: "ACTIVE" };
  readonly alarms = new Map<string, AlarmModel>();
  fault: Fault = () => undefined;
  /** Statuses that the database takes at times to come, by what it is not told to do. */
  readonly #plans: { at: number; status: string }[] = [];
  readonly #delays: Delays;
  readonly #variables: EnvironmentScheduleEnvironment;
  readonly #handler: (event: unknown) => Promise<void>;
  #settledAt: number;

  constructor(
    start = Date.UTC(2026, 0, 5, 17),
    delays: Delays = { stopping: () => 6 * MINUTE, starting: () => 9 * MINUTE },
    variables = VARIABLES,
  ) {
    this.now = start;
    this.#settledAt = start;
    this.#delays = delays;
    this.#variables = variables;
    this.database.since = start;
    for (const name of variables.ALARMS.split(",").filter((text) => text !== "")) {
      this.addAlarm(name, { composite: name.endsWith("-all") });
    }
    this.#answerScaling();
    this.#answerService();
    this.#answerDatabase();
    this.#answerAlarms();
    this.#handler = this.#makeHandler();
  }

  addAlarm(name: string, given: Partial<AlarmModel> = {}): AlarmModel {
    const alarm = { actions: true, state: "OK", composite: false, tags: new Map(), ...given };
    this.alarms.set(name, alarm as AlarmModel);
    return alarm as AlarmModel;
  }

  alarm(name: string): AlarmModel {
    return this.alarms.get(name) ?? assert.fail(name);
  }

  /** Lets the database be in a status for a while from now on, as in a backup. */
  occupy(status: string, duration: number): void {
    this.database.status = status;
    this.#plans.push({ at: this.now + duration, status: "available" });
  }

  /** Lets time pass: tasks start and stop, the database gets where it goes, alarms are judged. */
  pass(to: number): void {
    assert.ok(to >= this.now, "time goes one way");
    while (this.now < to) {
      const next = Math.min(to, this.now + MINUTE);
      this.now = next;
      this.#moveDatabase();
      this.#moveTasks();
      this.#judge();
    }
  }

  /** Calls the function, as Scheduler does. */
  call(event: unknown): Promise<void> {
    return this.#handler(event);
  }

  /** Calls it every five minutes until nothing is left to do, as the schedule does. */
  async settle(desired: EnvironmentScheduleEvent["desired"]): Promise<number> {
    for (let calls = 1; calls < 40; calls += 1) {
      await this.call({ desired, last: false });
      if (this.log.at(-1)?.["outcome"] === "done") return calls;
      this.pass(this.now + 5 * MINUTE);
    }
    return assert.fail(`never ${desired}: ${JSON.stringify(this.log.at(-1))}`);
  }

  #makeHandler(): (event: unknown) => Promise<void> {
    const client = {
      region: REGION,
      credentials: { accessKeyId: "x", secretAccessKey: "x" },
    };
    return createHandler({
      scaling: this.aws.answers(new ApplicationAutoScalingClient(client)),
      ecs: this.aws.answers(new ECSClient(client)),
      rds: this.aws.answers(new RDSClient(client)),
      cloudWatch: this.aws.answers(new CloudWatchClient(client)),
      settings: parseSettings({ ...this.#variables }),
      now: () => this.now,
      log: (record) => this.log.push(record),
    });
  }

  /** All that a person would compare of two evenings or mornings. */
  state() {
    const { status } = this.database;
    const { minimum, maximum, tags } = this.target;
    const { desired, running } = this.service;
    return {
      database: status,
      bounds: `${minimum}–${maximum}`,
      memory: Object.fromEntries(tags),
      desired,
      running,
      alarms: Object.fromEntries(
        [...this.alarms].map(([name, { actions, tags: marks }]) => [
          name.replace(/^.*-alarm-/, ""),
          `${actions ? "on" : "off"}${marks.size > 0 ? " marked" : ""}`,
        ]),
      ),
    };
  }

  /** RDS starts a stopped instance by itself after seven days. */
  #moveDatabase(): void {
    const { database, now } = this;
    const planned = this.#plans.findIndex(({ at }) => at <= now);
    if (planned >= 0) {
      const [plan] = this.#plans.splice(planned, 1);
      if (plan) this.#become(plan.status);
    }
    if (database.status === "stopped" && now - database.since >= 7 * DAY) {
      this.#become("starting");
      this.#plans.push({ at: now + this.#delays.starting(), status: "available" });
    }
  }

  #become(status: string): void {
    this.database.status = status;
    this.database.since = this.now;
  }

  /** ECS gets to the wanted number within two minutes. */
  #moveTasks(): void {
    if (this.now - this.#settledAt >= 2 * MINUTE) this.service.running = this.service.desired;
  }

  /** Alarms of this stack ring when no task runs; their actions are carried out when that changes. */
  #judge(): void {
    for (const [name, alarm] of this.alarms) {
      const state = this.service.running === 0 && name.endsWith("tasks") ? "ALARM" : "OK";
      if (alarm.state === state) continue;
      alarm.state = state;
      if (alarm.actions && state === "ALARM") this.paged.push(name);
    }
  }

  /** An answer around which a test may let the process end, or AWS refuse. */
  #around<I, O>(call: string, run: (input: I) => O): (input: I) => Promise<O> {
    return async (input) => {
      // Another call of the function may come in between.
      await Promise.resolve();
      this.fault(call, "before");
      const answer = run(input);
      this.fault(call, "after");
      return answer;
    };
  }

  #answerScaling(): void {
    const { target } = this;
    const id = `service/${this.#variables.CLUSTER}/${this.#variables.SERVICE}`;
    const own = { ServiceNamespace: "ecs", ScalableDimension: "ecs:service:DesiredCount" };
    this.aws
      .on(
        DescribeScalableTargetsCommand,
        this.#around("DescribeScalableTargets", (input) => {
          assert.deepEqual(input, { ...own, ResourceIds: [id] });
          return {
            ScalableTargets: [
              {
                ServiceNamespace: "ecs",
                ScalableDimension: "ecs:service:DesiredCount",
                ResourceId: id,
                MinCapacity: target.minimum,
                MaxCapacity: target.maximum,
                RoleARN: "arn:aws:iam::111122223333:role/aws-service-role/x",
                CreationTime: new Date(0),
                ScalableTargetARN: TARGET,
              },
            ],
          };
        }),
      )
      .on(
        RegisterScalableTargetCommand,
        this.#around("RegisterScalableTarget", ({ MinCapacity, MaxCapacity, ...rest }) => {
          assert.deepEqual(rest, { ...own, ResourceId: id });
          assert.ok(MinCapacity !== undefined && MaxCapacity !== undefined);
          assert.ok(MinCapacity <= MaxCapacity);
          target.minimum = MinCapacity;
          target.maximum = MaxCapacity;
          return { ScalableTargetARN: TARGET };
        }),
      );
    // Three services name these commands alike; the ARN tells whose it is.
    this.aws
      .on(
        ListTagsForResourceCommand,
        this.#around("ListTagsForResource", ({ ResourceARN }): object => {
          const tags = [...this.#tagged(ResourceARN)];
          return ResourceARN === TARGET
            ? { Tags: Object.fromEntries(tags) }
            : { Tags: tags.map(([Key, Value]) => ({ Key, Value })) };
        }),
      )
      .on(
        TagResourceCommand,
        this.#around("TagResource", ({ ResourceARN, Tags }) => {
          const given = (Array.isArray(Tags) ? Tags : Object.entries(Tags ?? {})) as (
            [string, string] | { Key: string; Value: string }
          )[];
          for (const tag of given) {
            const [key, value] = Array.isArray(tag) ? tag : [tag.Key, tag.Value];
            assert.match(value, /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, "a tag AWS takes");
            this.#tagged(ResourceARN).set(key, value);
          }
          return {};
        }),
      )
      .on(
        UntagResourceCommand,
        this.#around("UntagResource", ({ ResourceARN, TagKeys = [] }) => {
          for (const key of TagKeys) this.#tagged(ResourceARN).delete(key);
          return {};
        }),
      );
    assert.equal(ListAlarmTagsCommand.name, ListTagsForResourceCommand.name);
    assert.equal(TagAlarmCommand.name, TagResourceCommand.name);
    assert.equal(UntagAlarmCommand.name, UntagResourceCommand.name);
  }

  #tagged(arn = ""): Map<string, string> {
    if (arn === TARGET) return this.target.tags;
    const name = arn.split(":").at(-1) ?? "";
    assert.equal(arn, alarmArn(name));
    return this.alarm(name).tags;
  }

  #answerService(): void {
    const { CLUSTER: cluster, SERVICE } = this.#variables;
    const { service } = this;
    this.aws
      .on(
        DescribeServicesCommand,
        this.#around("DescribeServices", (input) => {
          assert.deepEqual(input, { cluster, services: [SERVICE] });
          const { desired: desiredCount, running: runningCount, status } = service;
          if (status === "") return { services: [], failures: [{ reason: "MISSING" }] };
          return { services: [{ serviceName: SERVICE, status, desiredCount, runningCount }] };
        }),
      )
      .on(
        UpdateServiceCommand,
        this.#around("UpdateService", ({ desiredCount, ...rest }) => {
          assert.deepEqual(rest, { cluster, service: SERVICE });
          assert.ok(desiredCount !== undefined);
          service.desired = desiredCount;
          this.#settledAt = this.now;
          return {};
        }),
      );
  }

  #answerDatabase(): void {
    const input = { DBInstanceIdentifier: this.#variables.DATABASE };
    const { database } = this;
    const change = (call: string, from: string, through: string, to: string, delay: () => number) =>
      this.#around(call, (given: object) => {
        assert.deepEqual(given, input);
        if (database.status !== from) throw awsRefusal("InvalidDBInstanceStateFault");
        if (call === "StopDBInstance") {
          assert.equal(this.service.running, 0, "tasks lose their database");
        }
        this.#become(through);
        this.#plans.push({ at: this.now + delay(), status: to });
        return {};
      });
    this.aws
      .on(
        DescribeDBInstancesCommand,
        this.#around("DescribeDBInstances", (given) => {
          assert.deepEqual(given, input);
          const { status: DBInstanceStatus } = database;
          return { DBInstances: [{ ...input, DBInstanceStatus }] };
        }),
      )
      .on(
        StopDBInstanceCommand,
        change("StopDBInstance", "available", "stopping", "stopped", this.#delays.stopping),
      )
      .on(
        StartDBInstanceCommand,
        change("StartDBInstance", "stopped", "starting", "available", this.#delays.starting),
      );
  }

  #answerAlarms(): void {
    const switched = (call: string, actions: boolean) =>
      this.#around(call, ({ AlarmNames = [] }: { AlarmNames?: string[] | undefined }) => {
        assert.ok(AlarmNames.length > 0 && AlarmNames.length <= 100);
        for (const name of AlarmNames) this.alarm(name).actions = actions;
        return {};
      });
    this.aws
      .on(
        DescribeAlarmsCommand,
        this.#around("DescribeAlarms", ({ AlarmNames = [], AlarmTypes = ["MetricAlarm"] }) => {
          // Without a name CloudWatch tells all alarms of the account.
          const names = AlarmNames.length === 0 ? [...this.alarms.keys()] : AlarmNames;
          assert.ok(names.length <= 100);
          const found = names.flatMap((name) => {
            const alarm = this.alarms.get(name);
            return alarm ? [{ name, ...alarm }] : [];
          });
          const told = (composite: boolean) =>
            found
              .filter((alarm) => alarm.composite === composite)
              .map(({ name, actions, state }) => ({
                AlarmName: name,
                AlarmArn: alarmArn(name),
                ActionsEnabled: actions,
                StateValue: state,
              }));
          return {
            MetricAlarms: AlarmTypes.includes("MetricAlarm") ? told(false) : [],
            CompositeAlarms: AlarmTypes.includes("CompositeAlarm") ? told(true) : [],
          };
        }),
      )
      .on(DisableAlarmActionsCommand, switched("DisableAlarmActions", false))
      .on(EnableAlarmActionsCommand, switched("EnableAlarmActions", true))
      .on(
        SetAlarmStateCommand,
        this.#around("SetAlarmState", ({ AlarmName = "", StateValue, StateReason }) => {
          assert.ok(StateReason);
          assert.equal(StateValue, "INSUFFICIENT_DATA");
          assert.equal(this.alarm(AlarmName).composite, false, "it would never come back");
          this.alarm(AlarmName).state = "INSUFFICIENT_DATA";
          return {};
        }),
      );
  }
}
