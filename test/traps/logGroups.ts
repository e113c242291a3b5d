import assert from "node:assert/strict";

import { partitionOf } from "../../components/shared/regions.ts";
import { LOG_RETENTION_DAYS } from "../../components/shared/retention.ts";
import { policyOf } from "../support/graph.ts";
import { mutant, replaceText, set, without } from "./breaking.ts";
import { KEY, servicesOf, some, sources } from "./reading.ts";
import type { Trap } from "./trap.ts";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** Traps of log groups. */
export const logGroupTraps: readonly Trap[] = [
  {
    id: "T11",
    title: "each log group has a key that names CloudWatch Logs of the region, and waits for it",
    check: (graph) => {
      for (const group of some(graph, LOG_GROUP)) {
        const [key] = sources(graph, group, "kmsKeyId", KEY);
        assert.ok(key, `${group.name} has no key of this stack`);
        const grant = policyOf(key).Statement.find((entry) =>
          servicesOf(entry).some((service) => /^logs\.[a-z0-9-]+\.amazonaws\.com$/.test(service)),
        );
        assert.ok(grant, `the key of ${group.name} does not name CloudWatch Logs`);
        const [service = ""] = servicesOf(grant);
        const { ArnLike } = grant["Condition"] as { ArnLike: Record<string, string> };
        const region = service.split(".")[1] ?? "";
        assert.match(
          ArnLike["kms:EncryptionContext:aws:logs:arn"] ?? "",
          new RegExp(`^arn:${partitionOf(region)}:logs:${region}:\\d{12}:log-group:\\*$`),
        );
      }
    },
    mutants: [
      mutant("no key", LOG_GROUP, without("kmsKeyId")),
      mutant(
        "the service without its region",
        KEY,
        replaceText(/logs\.[a-z0-9-]+\.amazonaws\.com/g, "logs.amazonaws.com"),
      ),
      mutant("another context", KEY, replaceText(":log-group:*", ":log-stream:*")),
    ],
  },
  {
    id: "T19",
    title: "logs are kept for a time that CloudWatch Logs offers, and not for ever",
    check: (graph) => {
      const allowed: readonly number[] = LOG_RETENTION_DAYS;
      for (const { name, inputs } of some(graph, LOG_GROUP)) {
        const days = Number(inputs["retentionInDays"]);
        assert.ok(allowed.includes(days), `${name} keeps logs ${days} days`);
      }
    },
    mutants: [
      set("45 days", LOG_GROUP, { retentionInDays: 45 }),
      set("for ever", LOG_GROUP, { retentionInDays: null }),
    ],
  },
];
