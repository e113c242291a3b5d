import { added, type Defect, given, T, twice } from "./defects.ts";

const NOBODY = '{"Statement":[]}';

/** What has two policies, of which AWS keeps one: no statement of either can be counted on. */
export const RIVAL_DEFECTS: readonly Defect[] = [
  {
    mutant: twice("two policies of a topic", T.topicPolicy, "info"),
    faults: [
      "stops: topic prod-info-alerts has 2 policies, info and info-1, and AWS keeps only the one that is written last → Put all statements about topic prod-info-alerts into one policy.",
    ],
  },
  {
    mutant: given("a topic with a policy of its own beside another", T.topic, "info", {
      policy: NOBODY,
    }),
    faults: [
      "stops: topic prod-info-alerts has 2 policies, info and its own input, and AWS keeps only the one that is written last → Put all statements about topic prod-info-alerts into one policy.",
    ],
  },
  {
    mutant: twice("two policies of a queue", T.queuePolicy, "auto-remediate-undelivered"),
    faults: [
      "stops: queue rampart-prod-sqs-auto-remediate-undelivered has 2 policies, auto-remediate-undelivered and auto-remediate-undelivered-1, and AWS keeps only the one that is written last → Put all statements about queue rampart-prod-sqs-auto-remediate-undelivered into one policy.",
    ],
  },
  {
    mutant: given(
      "a queue with a policy of its own beside another",
      T.queue,
      "slack-notifier-failures",
      { policy: NOBODY },
    ),
    faults: [
      "stops: queue rampart-prod-sqs-slack-notifier-failures has 2 policies, slack-notifier-failures and its own input, and AWS keeps only the one that is written last → Put all statements about queue rampart-prod-sqs-slack-notifier-failures into one policy.",
    ],
  },
  {
    mutant: twice("two policies of a bucket", T.bucketPolicy, "trail-bucket"),
    faults: [
      "stops: bucket rampart-prod-s3-trail-777788889999-us-east-1 has 2 policies, trail-bucket and trail-bucket-1, and AWS keeps only the one that is written last → Put all statements about bucket rampart-prod-s3-trail-777788889999-us-east-1 into one policy.",
    ],
  },
  {
    mutant: given("a bucket with a policy of its own beside another", T.bucket, "config-bucket", {
      policy: NOBODY,
    }),
    faults: [
      "stops: bucket rampart-prod-s3-config-777788889999-us-east-1 has 2 policies, config-bucket and its own input, and AWS keeps only the one that is written last → Put all statements about bucket rampart-prod-s3-config-777788889999-us-east-1 into one policy.",
    ],
  },
  {
    mutant: added(
      "a key with a policy beside its own",
      T.keyPolicy,
      { policy: NOBODY },
      { property: "keyId", type: T.key, name: "alerts-key" },
    ),
    faults: [
      "stops: key alerts-key has 2 policies, added and its own input, and AWS keeps only the one that is written last → Put all statements about key alerts-key into one policy.",
    ],
  },
  {
    mutant: twice("two log policies of one name", T.logPolicy, "log-delivery"),
    faults: [
      "stops: log policies log-delivery and log-delivery-1 are both called rampart-prod-logs-edge, and AWS keeps only the one that is written last → Give log policy log-delivery-1 a policyName of its own.",
    ],
  },
  {
    mutant: twice("two policies of a role of one name", T.rolePolicy, "posture-report-access"),
    faults: [
      "stops: role policies posture-report-access and posture-report-access-1 of role rampart-prod-role-posture-report are both called access, and AWS keeps only the one that is written last → Give role policy posture-report-access-1 a name of its own.",
    ],
  },
  {
    mutant: given("a role that takes its policies away", T.role, "posture-report", {
      inlinePolicies: [{ name: "x", policy: '{"Statement":[]}' }],
    }),
    faults: [
      "stops: inlinePolicies of role rampart-prod-role-posture-report takes away what is not in it, role policy posture-report-runtime too → Take inlinePolicies out of role rampart-prod-role-posture-report, or put all of its policies there.",
    ],
  },
  {
    mutant: twice("two alarms of one name", T.alarm, "api-5xx"),
    faults: [
      "stops: metric alarms api-5xx and api-5xx-1 are both called rampart-prod-alarm-api-5xx, and AWS keeps only the one that is written last → Give metric alarm api-5xx-1 a name of its own.",
    ],
  },
  {
    mutant: twice("two rules of one name", T.rule, "findings-root-use"),
    faults: [
      "stops: event rules findings-root-use and findings-root-use-1 are both called rampart-prod-rule-root-use, and AWS keeps only the one that is written last → Give event rule findings-root-use-1 a name of its own.",
    ],
  },
  {
    mutant: twice("two targets of one name", T.target, "findings-root-use-critical"),
    faults: [
      "stops: event targets findings-root-use-critical and findings-root-use-critical-1 are both called critical, and AWS keeps only the one that is written last → Give event target findings-root-use-critical-1 a targetId of its own.",
    ],
  },
  {
    mutant: twice("two filters of one name", T.metricFilter, "trail-alarms-root-use"),
    faults: [
      "stops: log metric filters trail-alarms-root-use and trail-alarms-root-use-1 are both called trail-root-use, and AWS keeps only the one that is written last → Give log metric filter trail-alarms-root-use-1 a name of its own.",
    ],
  },
];
