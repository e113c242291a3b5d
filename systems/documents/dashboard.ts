import * as pulumi from "@pulumi/pulumi";

import {
  alarmGraph,
  Dashboard,
  type Line,
  type Row,
  type Widget,
} from "../../components/observability/dashboard.ts";
import type { Statistic } from "../../components/observability/metric.ts";
import type { Vpc } from "../../components/network/vpc.ts";
import { type Environment, nameOf } from "../../components/shared/environment.ts";
import { IDENTIFIER } from "./access.ts";
import type { DocumentsAlarms } from "./alarms.ts";

/** What is shown. */
export interface DocumentsDashboardArgs {
  /** Opens names, and says where the metrics are. */
  readonly environment: Environment;
  /** Those that are shown as lights, or drawn. */
  readonly alarms: DocumentsAlarms;
  /** Its ways out. */
  readonly vpc: Vpc;
}

/**
 * The dashboard of the documents (P-OBS-5): what the world asks, hosts, table, and what crosses NAT,
 * which must not grow with uploads or sessions (S-DOCS-4). Everything in it is known before it exists.
 * Cost: that of {@link Dashboard}.
 */
export class DocumentsDashboard extends pulumi.ComponentResource {
  public static readonly token = "rampart:documents:DocumentsDashboard";

  constructor(name: string, args: DocumentsDashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super(DocumentsDashboard.token, name, {}, opts);
    const dashboard = new Dashboard(
      "documents-dashboard",
      {
        environment: args.environment,
        identifier: IDENTIFIER,
        rows: [requests(args), hosts(args), table(args), ...wayOut(args)],
      },
      { parent: this },
    );
    this.registerOutputs({ dashboardName: dashboard.dashboardName });
  }
}

function requests({ alarms: { alarms } }: DocumentsDashboardArgs): Row {
  return {
    title: "Requests",
    widgets: [
      { title: "Alarms", kind: "states", alarmArns: alarms.map(({ arn }) => arn) },
      ...alarmGraph(alarms, `${IDENTIFIER}-5xx`, "Failures of hosts (5xx)"),
      ...alarmGraph(alarms, `${IDENTIFIER}-balancer-5xx`, "Failures of the load balancer (5xx)"),
      ...alarmGraph(alarms, `${IDENTIFIER}-4xx`, "Refusals (4xx)"),
    ],
  };
}

function hosts({ environment }: DocumentsDashboardArgs): Row {
  const line = (label: string, namespace: string, metricName: string): Line => ({
    label,
    namespace,
    metricName,
    dimensions: { AutoScalingGroupName: nameOf(environment, "auto-scaling-group", IDENTIFIER) },
    statistic: "Average",
  });
  return {
    title: "Hosts",
    widgets: [
      { title: "CPU", kind: "lines", lines: [line("CPU", "AWS/EC2", "CPUUtilization")], unit: "%" },
      {
        title: "Network",
        kind: "lines",
        lines: [line("in", "AWS/EC2", "NetworkIn"), line("out", "AWS/EC2", "NetworkOut")],
        unit: "bytes",
      },
      {
        title: "Hosts",
        kind: "lines",
        lines: [
          line("in service", "AWS/AutoScaling", "GroupInServiceInstances"),
          line("wanted", "AWS/AutoScaling", "GroupDesiredCapacity"),
        ],
      },
    ],
  };
}

function table({ environment }: DocumentsDashboardArgs): Row {
  const line = (
    label: string,
    metricName: string,
    statistic: Statistic,
    operation?: string,
  ): Line => ({
    label,
    namespace: "AWS/DynamoDB",
    metricName,
    dimensions: {
      TableName: nameOf(environment, "table", IDENTIFIER),
      ...(operation === undefined ? {} : { Operation: operation }),
    },
    statistic,
  });
  return {
    title: "Table",
    widgets: [
      {
        title: "Units consumed",
        kind: "lines",
        lines: [
          line("written", "ConsumedWriteCapacityUnits", "Sum"),
          line("read", "ConsumedReadCapacityUnits", "Sum"),
        ],
      },
      {
        title: "Latency of a write",
        kind: "lines",
        lines: [line("p99", "SuccessfulRequestLatency", "p99", "PutItem")],
        unit: "ms",
      },
    ],
  };
}

/** AWS names gateways, so that all of them are asked for; none where nothing leads out. */
function wayOut({ vpc: { natGateways } }: DocumentsDashboardArgs): Row[] {
  if (natGateways.length === 0) return [];
  const bytes = (title: string, metricName: string): Widget => ({
    title,
    kind: "every",
    metrics: {
      namespace: "AWS/NATGateway",
      metricName,
      dimensions: ["NatGatewayId"],
      statistic: "Sum",
    },
    unit: "bytes",
  });
  return [
    {
      title: "NAT: no document and no session crosses it",
      widgets: [
        bytes("Out to the internet", "BytesOutToDestination"),
        bytes("In from the internet", "BytesInFromDestination"),
      ],
    },
  ];
}
