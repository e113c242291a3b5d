import type { Resource } from "../graph/resource.ts";
import { keyHops } from "./key.ts";
import { type Hop, unknown } from "./path.ts";
import { contextOf, serviceSender } from "./sender.ts";
import type { Found, World } from "./world.ts";

/** What CloudWatch Logs does with a group's key. Source: its guide, "Encrypt log data" (T11). */
const KEEPING = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:DescribeKey",
];

/** Whether CloudWatch Logs may encrypt what a group takes. */
export function groupKeyHops(world: World, group: Resource): Hop[] {
  const arn = world.arnOf(group) ?? "";
  const region = world.region(group);
  const target = world.label(group);
  const context = contextOf({ "kms:EncryptionContext:aws:logs:arn": arn }, [
    "aws:source*",
    "kms:*",
  ]);
  const sender = serviceSender(target, `logs.${region}.amazonaws.com`, context, context);
  const value = group.inputs["kmsKeyId"];
  const place = { target, resource: group, property: "kmsKeyId", value, service: "logs" };
  return keyHops(world, sender, place, KEEPING);
}

/** The hop to a group that the stack does not make. */
export function noGroup(from: string, found: Found): Hop {
  return unknown(
    { from, to: `log group ${found.outside ?? "?"}` },
    "the log group is not of this stack, so it can't be shown that it takes anything",
    `Let ${from} write to a log group of this stack.`,
  );
}
