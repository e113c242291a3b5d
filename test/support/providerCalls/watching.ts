import { calls, each, DELIVERY, type Calls } from "./calls.ts";

/** Of logs, alarms, events, queues, schedules and budgets. */
export const WATCHING_CALLS: Readonly<Record<string, Calls>> = {
  "aws:budgets/budget:Budget": calls(
    each("budgets", "ModifyBudget TagResource", "budget/{name}"),
    each("budgets", "ViewBudget ListTagsForResource", "budget/{name}"),
    each("budgets", "ModifyBudget TagResource UntagResource", "budget/{name}"),
    "budgets:ModifyBudget budget/{name}",
  ),
  "aws:cloudwatch/dashboard:Dashboard": calls(
    "cloudwatch:PutDashboard dashboard/{dashboardName}",
    "cloudwatch:GetDashboard dashboard/{dashboardName}",
    "cloudwatch:PutDashboard dashboard/{dashboardName}",
    "cloudwatch:DeleteDashboards dashboard/{dashboardName}",
  ),
  "aws:cloudwatch/eventRule:EventRule": calls(
    each("events", "PutRule TagResource", "rule/{name}"),
    each("events", "DescribeRule ListTagsForResource", "rule/{name}"),
    each("events", "PutRule TagResource UntagResource", "rule/{name}"),
    "events:DeleteRule rule/{name}",
  ),
  "aws:cloudwatch/eventTarget:EventTarget": calls(
    "events:PutTargets rule/{rule}",
    "events:ListTargetsByRule rule/{rule}",
    "events:PutTargets rule/{rule}",
    "events:RemoveTargets rule/{rule}",
  ),
  "aws:cloudwatch/logDelivery:LogDelivery": calls(
    `logs:CreateDelivery +delivery delivery-source:{scope}-delivery-x delivery-destination:{scope}-delivery-x
     logs:TagResource !delivery
     ${DELIVERY}`,
    each("logs", "GetDelivery ListTagsForResource", "~delivery"),
    each("logs", "UpdateDeliveryConfiguration TagResource UntagResource", "~delivery"),
    "logs:DeleteDelivery ~delivery; logs:DeleteLogDelivery *",
  ),
  "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": calls(
    each("logs", "PutDeliveryDestination TagResource", "delivery-destination:{name}"),
    each("logs", "GetDeliveryDestination ListTagsForResource", "delivery-destination:{name}"),
    each("logs", "PutDeliveryDestination TagResource UntagResource", "delivery-destination:{name}"),
    "logs:DeleteDeliveryDestination delivery-destination:{name}",
  ),
  "aws:cloudwatch/logDeliverySource:LogDeliverySource": calls(
    `${each("logs", "PutDeliverySource TagResource", "delivery-source:{name}")}
     cloudfront:AllowVendedLogDeliveryForResource ~distribution`,
    each("logs", "GetDeliverySource ListTagsForResource", "delivery-source:{name}"),
    each("logs", "PutDeliverySource TagResource UntagResource", "delivery-source:{name}"),
    "logs:DeleteDeliverySource delivery-source:{name}",
  ),
  "aws:cloudwatch/logGroup:LogGroup": calls(
    each(
      "logs",
      "CreateLogGroup TagResource AssociateKmsKey PutRetentionPolicy",
      "log-group:{name}",
    ),
    "logs:DescribeLogGroups *; logs:ListTagsForResource log-group:{name}",
    each(
      "logs",
      "PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey DisassociateKmsKey TagResource UntagResource",
      "log-group:{name}",
    ),
    "logs:DeleteLogGroup log-group:{name}",
  ),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": calls(
    "logs:PutMetricFilter log-group:{logGroupName}",
    "logs:DescribeMetricFilters log-group:{logGroupName}",
    "logs:PutMetricFilter log-group:{logGroupName}",
    "logs:DeleteMetricFilter log-group:{logGroupName}",
  ),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": calls(
    "logs:PutResourcePolicy *",
    "logs:DescribeResourcePolicies *",
    "logs:PutResourcePolicy *",
    "logs:DeleteResourcePolicy *",
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": calls(
    each("cloudwatch", "PutMetricAlarm TagResource", "alarm:{name}"),
    "cloudwatch:DescribeAlarms *; cloudwatch:ListTagsForResource alarm:{name}",
    each("cloudwatch", "PutMetricAlarm TagResource UntagResource", "alarm:{name}"),
    "cloudwatch:DeleteAlarms alarm:{name}",
  ),
  "aws:cloudwatch/queryDefinition:QueryDefinition": calls(
    "logs:PutQueryDefinition *",
    "logs:DescribeQueryDefinitions *",
    "logs:PutQueryDefinition *",
    "logs:DeleteQueryDefinition *",
  ),
  "aws:scheduler/schedule:Schedule": calls(
    "scheduler:CreateSchedule schedule/{groupName}/{name}",
    "scheduler:GetSchedule schedule/{groupName}/{name}",
    "scheduler:UpdateSchedule schedule/{groupName}/{name}",
    "scheduler:DeleteSchedule schedule/{groupName}/{name}",
  ),
  "aws:scheduler/scheduleGroup:ScheduleGroup": calls(
    each("scheduler", "CreateScheduleGroup TagResource", "schedule-group/{name}"),
    each("scheduler", "GetScheduleGroup ListTagsForResource", "schedule-group/{name}"),
    each("scheduler", "TagResource UntagResource", "schedule-group/{name}"),
    "scheduler:DeleteScheduleGroup schedule-group/{name}; scheduler:DeleteSchedule schedule/{name}/x",
  ),
  "aws:sns/topic:Topic": calls(
    each("sns", "CreateTopic TagResource SetTopicAttributes", "{name}"),
    each("sns", "GetTopicAttributes ListTagsForResource", "{name}"),
    each("sns", "SetTopicAttributes TagResource UntagResource", "{name}"),
    "sns:DeleteTopic {name}",
  ),
  "aws:sns/topicPolicy:TopicPolicy": calls(
    "sns:SetTopicAttributes {arn}",
    "sns:GetTopicAttributes {arn}",
    "sns:SetTopicAttributes {arn}",
    "sns:SetTopicAttributes {arn}",
  ),
  "aws:sns/topicSubscription:TopicSubscription": calls(
    "sns:Subscribe {topic}",
    "sns:GetSubscriptionAttributes *",
    "sns:SetSubscriptionAttributes *",
    "sns:Unsubscribe *",
  ),
  "aws:sqs/queue:Queue": calls(
    each("sqs", "CreateQueue TagQueue", "{name}"),
    each("sqs", "GetQueueAttributes GetQueueUrl ListQueueTags", "{name}"),
    each("sqs", "SetQueueAttributes TagQueue UntagQueue", "{name}"),
    "sqs:DeleteQueue {name}",
  ),
  "aws:sqs/queuePolicy:QueuePolicy": calls(
    "sqs:SetQueueAttributes {queueUrl}",
    "sqs:GetQueueAttributes {queueUrl}",
    "sqs:SetQueueAttributes {queueUrl}",
    "sqs:SetQueueAttributes {queueUrl}",
  ),
};
