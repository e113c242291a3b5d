import type { Resource } from "../graph/resource.ts";
import { keyHops } from "./key.ts";
import { type Hop, stops, unknown } from "./path.ts";
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

/** The class whose groups only hand on what Lambda writes. Source: CloudWatch Logs guide, "Log classes". */
export function classHops(world: World, from: string, group: Resource, service = ""): Hop[] {
  if (group.inputs["logGroupClass"] !== "DELIVERY" || service === "lambda.amazonaws.com") return [];
  const to = world.label(group);
  const why = `${to} is of class DELIVERY, which takes nothing but what Lambda writes`;
  return [stops({ from, to }, why, `Give ${to} the class STANDARD.`)];
}

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
