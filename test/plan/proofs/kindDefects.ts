import { type Defect, given, pointed, reworded, T } from "./defects.ts";

/** What is there and allowed, and of a kind that takes, sends or runs nothing. */
export const KIND_DEFECTS: readonly Defect[] = [
  {
    mutant: given("a permission for an alias", T.permission, "slack-notifier-info", {
      qualifier: "live",
    }),
    faults: [
      "stops: permission slack-notifier-info is for function rampart-prod-fn-slack-notifier as live alone, and topic prod-info-alerts calls it by its name → Take qualifier out of permission slack-notifier-info.",
    ],
  },
  {
    mutant: given("a scheduled function that never runs", T.function, "posture-report", {
      reservedConcurrentExecutions: 0,
    }),
    faults: [
      "stops: function rampart-prod-fn-posture-report has no concurrency, so it never runs → Give function rampart-prod-fn-posture-report a reserved concurrency above 0, or none.",
    ],
  },
  {
    mutant: reworded(
      "containers that log to another region",
      T.task,
      "api",
      '"awslogs-region":"us-east-1"',
      '"awslogs-region":"eu-west-1"',
      "containerDefinitions",
    ),
    faults: [
      "stops: task rampart-prod-task-api logs to eu-west-1, and log group /ecs/prod/api is in us-east-1 → Set awslogs-region of task rampart-prod-task-api to us-east-1.",
    ],
  },
  {
    mutant: given("a key that signs", T.key, "alerts-key", { keyUsage: "SIGN_VERIFY" }),
    faults: [
      "stops: key alerts-key is of kind SIGN_VERIFY, and services encrypt with symmetric keys alone → Make key alerts-key a symmetric key that encrypts and decrypts.",
    ],
  },
  {
    mutant: given("a key of two halves", T.key, "alerts-key", {
      customerMasterKeySpec: "RSA_2048",
    }),
    faults: [
      "stops: key alerts-key is of kind RSA_2048, and services encrypt with symmetric keys alone → Make key alerts-key a symmetric key that encrypts and decrypts.",
    ],
  },
  {
    mutant: given("a topic that keeps the order", T.topic, "info", { fifoTopic: true }),
    faults: [
      "unknown: topic prod-info-alerts is a FIFO topic, which asks for a message group, and no guide says that cloudwatch.amazonaws.com names one → Make topic prod-info-alerts a standard topic.",
      "stops: topic prod-info-alerts is a FIFO topic, and tells queues alone → Make topic prod-info-alerts a standard topic, or subscribe a queue.",
      "stops: queue rampart-prod-sqs-slack-notifier-undelivered is a standard queue, and topic prod-info-alerts fills FIFO queues alone → Let topic prod-info-alerts use a FIFO queue.",
    ],
  },
  {
    mutant: given("a queue of events that keeps the order", T.queue, "auto-remediate-undelivered", {
      fifoQueue: true,
    }),
    faults: [
      "stops: queue rampart-prod-sqs-auto-remediate-undelivered is a FIFO queue, and rule rampart-prod-rule-respond-group-opened fills standard queues alone → Let rule rampart-prod-rule-respond-group-opened use a standard queue.",
      "stops: queue rampart-prod-sqs-auto-remediate-undelivered is a FIFO queue, and rule rampart-prod-rule-respond-bucket-opened fills standard queues alone → Let rule rampart-prod-rule-respond-bucket-opened use a standard queue.",
      "stops: queue rampart-prod-sqs-auto-remediate-undelivered is a FIFO queue, and rule rampart-prod-rule-respond-attack-found fills standard queues alone → Let rule rampart-prod-rule-respond-attack-found use a standard queue.",
    ],
  },
  {
    mutant: given(
      "a queue of messages that keeps the order",
      T.queue,
      "slack-notifier-undelivered",
      { fifoQueue: true },
    ),
    faults: [
      "stops: queue rampart-prod-sqs-slack-notifier-undelivered is a FIFO queue, and topic prod-critical-alerts fills standard queues alone → Let topic prod-critical-alerts use a standard queue.",
      "stops: queue rampart-prod-sqs-slack-notifier-undelivered is a FIFO queue, and topic prod-warning-alerts fills standard queues alone → Let topic prod-warning-alerts use a standard queue.",
      "stops: queue rampart-prod-sqs-slack-notifier-undelivered is a FIFO queue, and topic prod-info-alerts fills standard queues alone → Let topic prod-info-alerts use a standard queue.",
    ],
  },
  {
    mutant: given("a queue of calls that keeps the order", T.queue, "slack-notifier-failures", {
      fifoQueue: true,
    }),
    faults: [
      "stops: queue rampart-prod-sqs-slack-notifier-failures is a FIFO queue, and role rampart-prod-role-slack-notifier fills standard queues alone → Let role rampart-prod-role-slack-notifier use a standard queue.",
    ],
  },
  {
    mutant: given("a target on another bus", T.target, "break-glass-use-critical", {
      eventBusName: "other",
    }),
    faults: [
      "stops: target break-glass-use-critical is on bus other, and rule rampart-prod-rule-break-glass-use on bus default → Give target break-glass-use-critical the eventBusName of rule rampart-prod-rule-break-glass-use.",
    ],
  },
  {
    mutant: given("a schedule that ends", T.schedule, "weekly-weekly", {
      endDate: "2026-01-01T00:00:00Z",
    }),
    faults: [
      "unknown: schedule rampart-prod-schedule-posture-report-weekly ends at 2026-01-01T00:00:00Z, so it can't be shown that it still calls → Take endDate out of schedule rampart-prod-schedule-posture-report-weekly.",
    ],
  },
  {
    mutant: given("a schedule with a key elsewhere", T.schedule, "weekly-weekly", {
      kmsKeyArn: "arn:aws:kms:us-east-1:111122223333:key/0",
    }),
    faults: [
      "unknown: the key is not of this stack, so it can't be shown that role rampart-prod-role-posture-report-scheduler may use it → Encrypt schedule rampart-prod-schedule-posture-report-weekly with a key of this stack.",
    ],
  },
  {
    mutant: given("a budget that ends", T.budget, "budget", {
      timePeriodEnd: "2026-01-01_00:00",
    }),
    faults: [
      "unknown: budget rampart-prod-budget-monthly ends at 2026-01-01_00:00, so it can't be shown that it still tells anybody → Take timePeriodEnd out of budget rampart-prod-budget-monthly.",
    ],
  },
  {
    mutant: given("a budget for no address", T.budget, "budget", {
      notifications: [
        { threshold: 80, notificationType: "ACTUAL", subscriberEmailAddresses: ["platform"] },
      ],
    }),
    faults: [
      "stops: platform is no e-mail address → Let budget rampart-prod-budget-monthly at 80 % actual tell an e-mail address.",
    ],
  },
  {
    mutant: given("a subscription of no address", T.subscription, "warning-platform@example.com", {
      endpoint: "platform.example.com",
    }),
    faults: [
      "stops: platform.example.com is no e-mail address → Let topic prod-warning-alerts tell an e-mail address.",
    ],
  },
  {
    mutant: given("a firewall log that drops", T.firewallLog, "firewall", {
      loggingFilter: { defaultBehavior: "DROP", filters: [] },
    }),
    faults: [
      "stops: firewall log firewall drops all requests that its filter does not name → Set defaultBehavior of firewall log firewall to KEEP.",
    ],
  },
  {
    mutant: given("a group for Lambda that containers write to", T.logGroup, "api", {
      logGroupClass: "DELIVERY",
    }),
    faults: [
      "stops: log group /ecs/prod/api is of class DELIVERY, in which metric filters count nothing → Give log group /ecs/prod/api the class STANDARD.",
      "stops: log group /ecs/prod/api is of class DELIVERY, which takes nothing but what Lambda writes → Give log group /ecs/prod/api the class STANDARD.",
    ],
  },
  {
    mutant: given("a group for Lambda that a firewall writes to", T.logGroup, "firewall-logs", {
      logGroupClass: "DELIVERY",
    }),
    faults: [
      "stops: log group aws-waf-logs-rampart-prod-api is of class DELIVERY, which takes nothing but what Lambda writes → Give log group aws-waf-logs-rampart-prod-api the class STANDARD.",
    ],
  },
  {
    mutant: given("a group for Lambda that RDS writes to", T.logGroup, "database-postgresql", {
      logGroupClass: "DELIVERY",
    }),
    faults: [
      "stops: log group /aws/rds/instance/rampart-prod-db-main/postgresql is of class DELIVERY, which takes nothing but what Lambda writes → Give log group /aws/rds/instance/rampart-prod-db-main/postgresql the class STANDARD.",
    ],
  },
  {
    mutant: given("a rule on a bus that services of AWS do not know", T.rule, "break-glass-use", {
      eventBusName: "own",
    }),
    faults: [
      "stops: rule rampart-prod-rule-break-glass-use is on bus own, and services of AWS tell the default bus alone → Put rule rampart-prod-rule-break-glass-use on the default bus.",
    ],
  },
  {
    mutant: given("a schedule that calls once", T.schedule, "weekly-weekly", {
      scheduleExpression: "at(2026-01-01T00:00:00)",
    }),
    faults: [
      "unknown: schedule rampart-prod-schedule-posture-report-weekly calls once, at(2026-01-01T00:00:00), so it can't be shown that it still does → Let schedule rampart-prod-schedule-posture-report-weekly have a rate or a cron expression.",
    ],
  },
  {
    mutant: pointed(
      "a topic with another account's key",
      T.topic,
      "info",
      "kmsMasterKeyId",
      "arn:aws:kms:us-east-1:111122223333:alias/rampart-prod-alerts",
    ),
    faults: [
      "unknown: the key is not of this stack, so it can't be shown that cloudwatch.amazonaws.com may use it → Encrypt topic prod-info-alerts with a key of this stack.",
      "unknown: the key is not of this stack, so it can't be shown that role rampart-prod-role-posture-report may use it → Encrypt topic prod-info-alerts with a key of this stack.",
    ],
  },
  {
    mutant: given("a topic with a key of another region", T.topic, "info", {
      kmsMasterKeyId: "arn:aws:kms:eu-west-1:777788889999:key/0",
    }),
    faults: [
      "unknown: the key is not of this stack, so it can't be shown that cloudwatch.amazonaws.com may use it → Encrypt topic prod-info-alerts with a key of this stack.",
      "unknown: the key is not of this stack, so it can't be shown that role rampart-prod-role-posture-report may use it → Encrypt topic prod-info-alerts with a key of this stack.",
    ],
  },
  {
    mutant: given("a target that is another account's bus", T.target, "break-glass-use-critical", {
      arn: "arn:aws:events:us-east-1:111122223333:event-bus/default",
    }),
    faults: [
      "unknown: bus default in us-east-1 is of account 111122223333, so it can't be shown that anybody hears → Let rule rampart-prod-rule-break-glass-use tell a bus of this account.",
    ],
  },
  {
    mutant: given("a target that is a bus, without a role", T.target, "break-glass-use-critical", {
      arn: "arn:aws:events:eu-west-1:777788889999:event-bus/default",
    }),
    faults: [
      "unknown: the role is not of this stack → Give rule rampart-prod-rule-break-glass-use a role of this stack.",
    ],
  },
];
