/** Types that the proofs read; the name before the colon is what a person calls one. */
export const TYPE = {
  alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
  alias: "aws:kms/alias:Alias",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  bucket: "aws:s3/bucket:Bucket",
  bucketPolicy: "aws:s3/bucketPolicy:BucketPolicy",
  cluster: "aws:ecs/cluster:Cluster",
  compositeAlarm: "aws:cloudwatch/compositeAlarm:CompositeAlarm",
  dashboard: "aws:cloudwatch/dashboard:Dashboard",
  encryption:
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  function: "aws:lambda/function:Function",
  invokeConfig: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  key: "aws:kms/key:Key",
  keyPolicy: "aws:kms/keyPolicy:KeyPolicy",
  lock: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  logGroup: "aws:cloudwatch/logGroup:LogGroup",
  logPolicy: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  metricFilter: "aws:cloudwatch/logMetricFilter:LogMetricFilter",
  notification: "aws:s3/bucketNotification:BucketNotification",
  ownership: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  permission: "aws:lambda/permission:Permission",
  policy: "aws:iam/policy:Policy",
  queue: "aws:sqs/queue:Queue",
  queuePolicy: "aws:sqs/queuePolicy:QueuePolicy",
  redrive: "aws:sqs/redrivePolicy:RedrivePolicy",
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  rule: "aws:cloudwatch/eventRule:EventRule",
  schedule: "aws:scheduler/schedule:Schedule",
  subscription: "aws:sns/topicSubscription:TopicSubscription",
  target: "aws:cloudwatch/eventTarget:EventTarget",
  topic: "aws:sns/topic:Topic",
  topicPolicy: "aws:sns/topicPolicy:TopicPolicy",
  trail: "aws:cloudtrail/trail:Trail",
} as const;

/** Types whose resources have an ARN that their name decides: service, prefix, and where they live. */
export const NAMED: Readonly<
  Record<
    string,
    readonly [noun: string, service: string, prefix: string, place?: "global" | "bucket"]
  >
> = {
  [TYPE.alarm]: ["alarm", "cloudwatch", "alarm:"],
  [TYPE.bucket]: ["bucket", "s3", "", "bucket"],
  [TYPE.compositeAlarm]: ["alarm", "cloudwatch", "alarm:"],
  [TYPE.function]: ["function", "lambda", "function:"],
  [TYPE.logGroup]: ["log group", "logs", "log-group:"],
  [TYPE.policy]: ["policy", "iam", "policy/", "global"],
  [TYPE.queue]: ["queue", "sqs", ""],
  [TYPE.role]: ["role", "iam", "role/", "global"],
  [TYPE.rule]: ["rule", "events", "rule/"],
  [TYPE.topic]: ["topic", "sns", ""],
  [TYPE.trail]: ["trail", "cloudtrail", "trail/"],
};
