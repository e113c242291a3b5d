import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, every, expect, fail } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { anyComplies } from "../shared/anyComplies.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { ofVpc } from "./owners.ts";
import { VPC_TYPES } from "./types.ts";

const FLOW_LOG = "aws:ec2/flowLog:FlowLog";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";

export const vpcFlowLogs = defineControl({
  id: "vpc-flow-logs",
  title: "VPCs keep an encrypted record of their traffic",
  severity: "medium",
  frameworks: {
    fsbp: ["EC2.6"],
    cis3: ["3.7"],
    cis7: ["4.7"],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-12", "CA-7"],
  },
  cause: "After an incident nobody can say who spoke to whom.",
  remedy: "Add a FlowLog for the VPC with trafficType ALL to a log group with a customer key",
  types: VPC_TYPES,
  related: [FLOW_LOG, LOG_GROUP, STREAM],
  parameters: {
    encryptedDestinations: textsOf(
      [],
      "Log groups and streams of other stacks that are known to be encrypted, by their ARNs.",
    ),
  },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const logs = ofVpc(stack, resource, FLOW_LOG);
    if (logs.length === 0) return fail("The VPC has no flow log");
    return anyComplies(logs, (log) => {
      const parts = [
        () => expect(recordsRefused(log), `${log.name} does not record refused traffic`),
        () =>
          expect(
            isEncrypted(stack, log, parameters.encryptedDestinations),
            `${log.name} writes to an unencrypted destination`,
          ),
      ];
      return each(parts, (part) => part());
    });
  },
});

function recordsRefused(log: View): boolean {
  return ["ALL", "REJECT"].includes(log.at("trafficType").text ?? "");
}

function isEncrypted(stack: StackView, log: View, trusted: readonly string[]): boolean {
  const type = log.at("logDestinationType").text ?? "cloud-watch-logs";
  // S3 encrypts every object; with which key is the bucket's matter.
  if (type === "s3") return true;
  const destination = log.at("logDestination");
  if (destination.kind === "absent") return false;
  const groups = stack.references(log, "logDestination", LOG_GROUP);
  const streams = stack.references(log, "logDestination", STREAM);
  if (groups.length + streams.length === 0) {
    if (trusted.includes(destination.text ?? "")) return true;
    throw destination.undecidable();
  }
  return (
    every(groups, (group) => hasCustomerKey(group, "kmsKeyId")) &&
    every(streams, (stream) => stream.at("serverSideEncryption.enabled").flag === true)
  );
}
