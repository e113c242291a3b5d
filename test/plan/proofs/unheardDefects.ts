import { added, type Defect, given, gone, reworded, T, together } from "./defects.ts";

/** What would be lost without anybody hearing of it. */
export const UNHEARD_DEFECTS: readonly Defect[] = [
  {
    mutant: gone("failed calls of SNS that nothing keeps", T.invokeConfig, "slack-notifier"),
    faults: [
      "stops: nobody would hear of calls of function rampart-prod-fn-slack-notifier that fail → Give function rampart-prod-fn-slack-notifier a destination on failure: a queue that has an alarm.",
    ],
  },
  {
    mutant: given(
      "failed calls of EventBridge that nothing keeps",
      T.invokeConfig,
      "auto-remediate",
      { destinationConfig: null },
    ),
    faults: [
      "stops: nobody would hear of calls of function rampart-prod-fn-auto-remediate that fail → Give function rampart-prod-fn-auto-remediate a destination on failure: a queue that has an alarm.",
    ],
  },
  {
    mutant: gone("failed calls of a schedule that nothing keeps", T.invokeConfig, "posture-report"),
    faults: [
      "stops: nobody would hear of calls of function rampart-prod-fn-posture-report that fail → Give function rampart-prod-fn-posture-report a destination on failure: a queue that has an alarm.",
    ],
  },
  {
    mutant: together(
      "failed calls of a bucket that nothing keeps",
      gone("", T.invokeConfig, "rotate-database-secret"),
      added("", T.notification, {
        bucket: "rampart-prod-s3-backups-777788889999-us-east-1",
        lambdaFunctions: [
          {
            lambdaFunctionArn:
              "arn:aws:lambda:us-east-1:777788889999:function:rampart-prod-fn-rotate-database-secret",
            events: ["s3:ObjectCreated:*"],
          },
        ],
      }),
    ),
    faults: [
      "stops: nobody would hear of calls of function rampart-prod-fn-rotate-database-secret that fail → Give function rampart-prod-fn-rotate-database-secret a destination on failure: a queue that has an alarm.",
    ],
  },
  {
    mutant: given("failed calls of a version alone", T.invokeConfig, "slack-notifier", {
      qualifier: "live",
    }),
    faults: [
      "stops: nobody would hear of calls of function rampart-prod-fn-slack-notifier that fail: invoke config slack-notifier is for live alone → Give invoke config slack-notifier the qualifier that is called, or none.",
    ],
  },
  {
    mutant: given("events that nothing keeps", T.target, "findings-root-use-critical", {
      deadLetterConfig: null,
    }),
    faults: [
      "stops: nobody would hear of events that rule rampart-prod-rule-root-use could not deliver to target findings-root-use-critical → Give target findings-root-use-critical a deadLetterConfig with a queue that has an alarm.",
    ],
  },
  {
    mutant: given("calls of a schedule that nothing keeps", T.schedule, "weekly-weekly", {
      target: {
        arn: "arn:aws:lambda:us-east-1:777788889999:function:rampart-prod-fn-posture-report",
        roleArn: "arn:aws:iam::777788889999:role/rampart-prod-role-posture-report-scheduler",
      },
    }),
    faults: [
      "stops: nobody would hear of calls that schedule rampart-prod-schedule-posture-report-weekly could not make → Give the target of schedule rampart-prod-schedule-posture-report-weekly a deadLetterConfig with a queue that has an alarm.",
    ],
  },
  {
    mutant: given("messages that nothing keeps", T.subscription, "info-slack", {
      redrivePolicy: null,
    }),
    faults: [
      "stops: nobody would hear of messages that topic prod-info-alerts could not deliver to subscription info-slack → Give subscription info-slack a redrivePolicy with a queue that has an alarm.",
    ],
  },
  {
    mutant: gone("undelivered events without an alarm", T.alarm, "auto-remediate-undelivered"),
    faults: [
      "stops: nobody would hear of what queue rampart-prod-sqs-auto-remediate-undelivered keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-auto-remediate-undelivered.",
    ],
  },
  {
    mutant: gone("undelivered messages without an alarm", T.alarm, "slack-notifier-undelivered"),
    faults: [
      "stops: nobody would hear of what queue rampart-prod-sqs-slack-notifier-undelivered keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-slack-notifier-undelivered.",
    ],
  },
  {
    mutant: gone("undelivered calls without an alarm", T.alarm, "weekly-undelivered"),
    faults: [
      "stops: nobody would hear of what queue rampart-prod-sqs-posture-report-undelivered keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-posture-report-undelivered.",
    ],
  },
  {
    mutant: given("failed calls whose alarm counts what is sent", T.alarm, "rotation-failures", {
      metricName: "NumberOfMessagesSent",
    }),
    faults: [
      "stops: nobody would hear of what queue rampart-prod-sqs-rotate-database-secret-failures keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-rotate-database-secret-failures.",
    ],
  },
  {
    mutant: given("failed calls whose alarm counts another queue", T.alarm, "rotation-failures", {
      dimensions: { QueueName: "rampart-prod-sqs-slack-notifier-failures" },
    }),
    faults: [
      "stops: nobody would hear of what queue rampart-prod-sqs-rotate-database-secret-failures keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-rotate-database-secret-failures.",
    ],
  },
  {
    mutant: given("failed calls whose alarm is elsewhere", T.alarm, "rotation-failures", {
      region: "eu-west-1",
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-rotation-failures is in eu-west-1, and an alarm tells nobody in us-east-1 → Let alarm rampart-prod-alarm-rotation-failures tell a topic in eu-west-1.",
      "stops: nobody would hear of what queue rampart-prod-sqs-rotate-database-secret-failures keeps → Add an alarm on ApproximateNumberOfMessagesVisible of queue rampart-prod-sqs-rotate-database-secret-failures.",
      "stops: queue rampart-prod-sqs-rotate-database-secret-failures is measured in us-east-1, and alarm rampart-prod-alarm-rotation-failures is in eu-west-1, so it never goes off → Put alarm rampart-prod-alarm-rotation-failures and its topic into us-east-1.",
    ],
  },
  {
    mutant: reworded(
      "a container without a log",
      T.task,
      "api",
      /"logConfiguration":\{[^{}]*\{[^{}]*\}[^{}]*\}/g,
      '"essential":true',
      "containerDefinitions",
    ),
    faults: [
      "stops: nothing of this stack writes to log group /ecs/prod/api → Let something write to log group /ecs/prod/api.",
      "stops: container api of task rampart-prod-task-api has no log, so nobody would hear of what it says → Give container api of task rampart-prod-task-api a logConfiguration.",
    ],
  },
  {
    mutant: given("failed calls whose alarm waits for many", T.alarm, "rotation-failures", {
      threshold: 10,
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-rotation-failures does not go off for one message in queue rampart-prod-sqs-rotate-database-secret-failures → Let alarm rampart-prod-alarm-rotation-failures go off above 0.",
    ],
  },
  {
    mutant: given("failed calls whose alarm waits for none", T.alarm, "rotation-failures", {
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-rotation-failures does not go off for one message in queue rampart-prod-sqs-rotate-database-secret-failures → Let alarm rampart-prod-alarm-rotation-failures go off above 0.",
    ],
  },
  {
    mutant: added("a web hook whose refusals nothing keeps", T.subscription, {
      topic: "arn:aws:sns:us-east-1:777788889999:prod-critical-alerts",
      protocol: "https",
      endpoint: "https://example.com/hook",
    }),
    faults: [
      "stops: nobody would hear of messages that topic prod-critical-alerts could not deliver to subscription added → Give subscription added a redrivePolicy with a queue that has an alarm.",
    ],
  },
  {
    mutant: added("a phone without a number", T.subscription, {
      topic: "arn:aws:sns:us-east-1:777788889999:prod-critical-alerts",
      protocol: "sms",
      endpoint: "555",
    }),
    faults: [
      "stops: 555 is no international phone number → Let topic prod-critical-alerts tell an international phone number.",
    ],
  },
  {
    mutant: together(
      "failed calls of an alarm that nothing keeps",
      gone("", T.invokeConfig, "rotate-database-secret"),
      given("", T.alarm, "api-5xx", {
        okActions: [
          "arn:aws:lambda:us-east-1:777788889999:function:rampart-prod-fn-rotate-database-secret",
        ],
      }),
    ),
    faults: [
      "stops: no permission of function rampart-prod-fn-rotate-database-secret names lambda.alarms.cloudwatch.amazonaws.com → Add a permission of function rampart-prod-fn-rotate-database-secret for lambda.alarms.cloudwatch.amazonaws.com with the source arn:aws:cloudwatch:us-east-1:777788889999:alarm:rampart-prod-alarm-api-5xx.",
      "stops: nobody would hear of calls of function rampart-prod-fn-rotate-database-secret that fail → Give function rampart-prod-fn-rotate-database-secret a destination on failure: a queue that has an alarm.",
    ],
  },
  {
    mutant: reworded(
      "containers whose log is taken elsewhere",
      T.task,
      "api",
      /"logDriver":"awslogs"/g,
      '"logDriver":"splunk"',
      "containerDefinitions",
    ),
    faults: [
      "stops: nothing of this stack writes to log group /ecs/prod/api → Let something write to log group /ecs/prod/api.",
      "unknown: where log driver splunk takes what container api of task rampart-prod-task-api says is not known here → Give container api of task rampart-prod-task-api the log driver awslogs.",
    ],
  },
  {
    mutant: reworded(
      "containers whose log is thrown away",
      T.task,
      "api",
      /"logDriver":"awslogs"/g,
      '"logDriver":"none"',
      "containerDefinitions",
    ),
    faults: [
      "stops: nothing of this stack writes to log group /ecs/prod/api → Let something write to log group /ecs/prod/api.",
      "stops: container api of task rampart-prod-task-api has no log, so nobody would hear of what it says → Give container api of task rampart-prod-task-api a logConfiguration.",
    ],
  },
  {
    mutant: given("failed calls whose alarm only scales", T.alarm, "rotation-failures", {
      alarmActions: ["arn:aws:autoscaling:us-east-1:777788889999:scalingPolicy:x"],
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-rotation-failures counts what queue rampart-prod-sqs-rotate-database-secret-failures keeps, and tells nobody → Give alarm rampart-prod-alarm-rotation-failures a topic.",
    ],
  },
  {
    mutant: given("failed calls whose alarm has no action", T.alarm, "rotation-failures", {
      alarmActions: null,
    }),
    faults: [
      "stops: alarm rampart-prod-alarm-rotation-failures tells nobody → Give alarm rampart-prod-alarm-rotation-failures a topic.",
      "stops: alarm rampart-prod-alarm-rotation-failures counts what queue rampart-prod-sqs-rotate-database-secret-failures keeps, and tells nobody → Give alarm rampart-prod-alarm-rotation-failures a topic.",
    ],
  },
  {
    mutant: added("an alarm that is muted", "aws:cloudwatch/alarmMuteRule:AlarmMuteRule", {
      name: "nights",
      muteTargets: { alarmNames: ["rampart-prod-alarm-rotation-failures"] },
    }),
    faults: [
      "unknown: mute rule nights keeps alarm rampart-prod-alarm-rotation-failures quiet at times, so it can't be shown that it tells anybody → Take alarm rampart-prod-alarm-rotation-failures out of mute rule nights.",
    ],
  },
];
