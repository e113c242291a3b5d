/**
 * Services that tell on whose behalf they assume a role: the guide of each shows a trust with a
 * source condition (published sources of June 2023; EventBridge and its Scheduler as of 2026). Not in
 * it, for they send none along: EC2, Lambda, CloudTrail towards CloudWatch Logs; nor those whose guide
 * speaks of other policies only, as AWS Backup's does. Its test states each guide once more: without
 * one, no service is in it.
 */
export const SENDS_SOURCE: readonly string[] = [
  "airflow",
  "airflow-env",
  "bedrock",
  "codebuild",
  "cognito-idp",
  "config",
  "datasync",
  "directoryservice.rds",
  "ecs-tasks",
  "events",
  "iot",
  "logs",
  "monitoring.rds",
  "pipes",
  "sagemaker",
  "scheduler",
  "ssm",
  "states",
  "vpc-flow-logs",
];

/** Whether a service principal is one of them, also in a regional spelling. */
export function sendsSource(principal: string): boolean {
  const name = principal
    .toLowerCase()
    .replace(/\.amazonaws\.com(?:\.cn)?$/, "")
    .replace(/\.[a-z]{2}(?:-[a-z]+)+-\d$/, "");
  return SENDS_SOURCE.includes(name);
}
