import type * as pulumi from "@pulumi/pulumi";

import { type Metric, namespaceOf } from "../../observability/metric.ts";
import type { Environment } from "../../shared/environment.ts";
import type { Statement } from "../../shared/policy.ts";
import { type BootPart, quoted } from "./script.ts";

/** Whose disk is measured. */
export interface DiskUse {
  /** Opens the namespace; its region hears the numbers. */
  readonly environment: Environment;
  /** Last part of the namespace. */
  readonly identifier: string;
}

/** Name of what it tells. */
export const DISK_METRIC = "DiskUsedPercent";

const UNIT = "disk-use";
const PUBLISH = "/usr/local/sbin/publish-disk-use";

/**
 * Tells CloudWatch each five minutes how full a Debian host is, of which EC2 sees nothing: the file
 * system of its data or its root, whichever is fuller, as those see it who are not root. It works
 * without writing, so also on a disk that is full. Needs `debianParts` before it, and a role with
 * {@link diskUseStatement}. Cost: 0.30 USD a month for a metric. Source: Amazon CloudWatch pricing.
 *
 * @param folder Where the data is.
 */
export function diskUsePart({ environment, identifier }: DiskUse, folder: string): BootPart {
  const curl = "curl --fail --silent --show-error --max-time 5 --header";
  const namespace = quoted(namespaceOf(environment, identifier));
  const publish = [
    "#!/bin/bash",
    "set -euo pipefail",
    "metadata=http://169.254.169.254/latest",
    `token=$(${curl} 'X-aws-ec2-metadata-token-ttl-seconds: 60' --request PUT "\${metadata}/api/token")`,
    `instance=$(${curl} "X-aws-ec2-metadata-token: \${token}" "\${metadata}/meta-data/instance-id")`,
    `used=$(df --output=pcent / ${quoted(folder)} | tr --delete --complement '0-9\\n' | sort --numeric-sort | tail --lines=1)`,
    `aws cloudwatch put-metric-data --region ${quoted(environment.region)} --namespace ${namespace} --metric-name ${DISK_METRIC} --dimensions "InstanceId=\${instance}" --unit Percent --value "\${used}"`,
  ];
  return {
    title: "disk use",
    files: [
      { path: PUBLISH, mode: "0755", text: publish.join("\n") },
      { path: `/etc/systemd/system/${UNIT}.service`, mode: "0644", text: SERVICE.join("\n") },
      { path: `/etc/systemd/system/${UNIT}.timer`, mode: "0644", text: TIMER.join("\n") },
    ],
    commands: ["systemctl daemon-reload", `systemctl enable --now ${UNIT}.timer`],
  };
}

/** What lets a host tell it: PutMetricData names no resource, so its namespace is the fence. */
export function diskUseStatement({ environment, identifier }: DiskUse): Statement {
  return {
    Sid: "TellDiskUse",
    Effect: "Allow",
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: {
      StringEquals: { "cloudwatch:namespace": namespaceOf(environment, identifier) },
    },
  };
}

/** What it tells of one host, for alarms. */
export function diskUseMetric(
  { environment, identifier }: DiskUse,
  instanceId: pulumi.Input<string>,
): Metric {
  return {
    namespace: namespaceOf(environment, identifier),
    metricName: DISK_METRIC,
    dimensions: { InstanceId: instanceId },
    statistic: "Maximum",
  };
}

/** A user of its own, who reads how full the disk is and calls out, and nothing else. */
const SERVICE = [
  "[Unit]",
  "Description=Tells CloudWatch how full the disk is",
  "Wants=network-online.target",
  "After=network-online.target",
  "",
  "[Service]",
  "Type=oneshot",
  `ExecStart=${PUBLISH}`,
  "TimeoutStartSec=2min",
  "DynamicUser=true",
  "ProtectHome=true",
  "ProtectSystem=strict",
  "PrivateDevices=true",
  "CapabilityBoundingSet=",
];

const TIMER = [
  "[Unit]",
  "Description=Disk use each five minutes",
  "",
  "[Timer]",
  "OnCalendar=*:0/5",
  "",
  "[Install]",
  "WantedBy=timers.target",
];
