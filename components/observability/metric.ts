import type * as pulumi from "@pulumi/pulumi";

import type { Environment } from "../shared/environment.ts";

/** How the values of a period become one. */
export type Statistic = "Average" | "Maximum" | "Minimum" | "Sum" | `p${number}`;

/** A series of numbers in CloudWatch. */
export interface Metric {
  /** Such as `AWS/RDS`. */
  readonly namespace: string;
  /** Such as `CPUUtilization`. */
  readonly metricName: string;
  /** What it is measured of: all of the names that the service publishes it under, or it is empty. */
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** How the values of a period become one. */
  readonly statistic: Statistic;
}

/** A number that is worked out of metrics. */
export interface MetricFormula {
  /** In CloudWatch's metric math, with the keys of `metrics` as names. */
  readonly expression: string;
  /** What the number is, in graphs. */
  readonly label: string;
  /** Up to nine, by lower-case names. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** Namespace of what one part of an environment measures of itself. */
export function namespaceOf({ project, name }: Environment, identifier: string): string {
  return `${project}/${name}/${identifier}`;
}
