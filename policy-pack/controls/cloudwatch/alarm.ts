export const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
