import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Which lines of a log count, and as what. */
export interface MetricFilterArgs {
  /** Name of the group whose lines are read. */
  readonly logGroupName: pulumi.Input<string>;
  /** Name of the filter; unique in its log group. */
  readonly identifier: string;
  /** Which lines, in CloudWatch's filter syntax for JSON. */
  readonly pattern: string;
  /** Where the metric is found; not below `AWS/`. */
  readonly namespace: string;
  /** What the metric is called. */
  readonly metricName: string;
  /** `1` for each line, or a field of it, such as `$.durationMs`, which the pattern must name. */
  readonly value: string;
  /** Unit of the value. */
  readonly unit: "Count" | "Milliseconds";
}

/** CloudWatch Logs refuses longer ones. */
const PATTERN_LIMIT = 1_024;

/**
 * Makes a metric of the lines of a log (P-OBS-2). Where lines are counted, lines that don't fit
 * count as 0, so that silence means a silent log; a field's value has no such zero, which would
 * spoil its average. It is the only place that creates metric filters. Cost: 0.30 USD a month for
 * the metric; it has no dimensions, each value of which would be a metric of its own. Source: Amazon
 * CloudWatch pricing.
 *
 * @throws Error when CloudWatch would refuse pattern or namespace, or the pattern does not ask for
 *   the field.
 */
export class MetricFilter extends pulumi.ComponentResource {
  public static readonly token = "rampart:observability:MetricFilter";

  constructor(name: string, args: MetricFilterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(MetricFilter.token, name, {}, opts);
    check(name, args);
    const { namespace, metricName, value, unit } = args;
    new aws.cloudwatch.LogMetricFilter(
      name,
      {
        name: args.identifier,
        logGroupName: args.logGroupName,
        pattern: args.pattern,
        metricTransformation: {
          namespace,
          name: metricName,
          value,
          unit,
          ...(!value.startsWith("$") && { defaultValue: "0" }),
        },
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

function check(name: string, { pattern, namespace, value }: MetricFilterArgs): void {
  if (pattern.length > PATTERN_LIMIT) {
    throw new Error(
      `pattern of ${name} has ${pattern.length} characters; allowed: ${PATTERN_LIMIT}.`,
    );
  }
  if (!/^(?!AWS\/)[\w./#:-]{1,255}$/.test(namespace)) {
    throw new Error(
      `namespace of ${name} is "${namespace}"; allowed: letters, digits and ./#:-_, not below AWS/.`,
    );
  }
  if (value.startsWith("$") && !pattern.includes(value)) {
    throw new Error(`value of ${name} is ${value}, which its pattern ${pattern} does not ask for.`);
  }
}
