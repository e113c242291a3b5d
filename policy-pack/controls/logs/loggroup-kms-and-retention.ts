import { defineControl } from "../../engine/control.ts";
import { numberOf } from "../../engine/parameters.ts";
import { each, expect } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

/** What a group of the class DELIVERY keeps, whatever is stated. */
const DELIVERY_DAYS = 2;

export const loggroupKmsAndRetention = defineControl({
  id: "loggroup-kms-and-retention",
  title: "Log groups are encrypted with a customer key and kept long enough",
  severity: "medium",
  frameworks: {
    fsbp: [],
    securityHub: ["CloudWatch.16"],
    cis3: [],
    cis7: [],
    nist: ["AU-6(3)", "AU-10", "AU-11", "CA-7", "CP-9"],
  },
  cause: "Whoever may read logs needs no leave to use a key; or the traces of an attack are gone.",
  remedy: "Set kmsKeyId to a customer key and retentionInDays to the minimum or more",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  parameters: {
    minimumDays: numberOf(365, "Shortest time that events are kept, in days.", { minimum: 1 }),
  },
  scope: "resource",
  check({ resource, parameters }) {
    const parts = [
      () =>
        expect(hasCustomerKey(resource, "kmsKeyId"), "kmsKeyId names no customer key", "kmsKeyId"),
      () =>
        expect(
          daysOf(resource) >= parameters.minimumDays,
          `Events are kept for less than ${parameters.minimumDays} days`,
          "retentionInDays",
        ),
    ];
    return each(parts, (part) => part());
  },
});

/** Days that events stay; 0 and nothing at all mean that they never expire. */
function daysOf(group: View): number {
  if (group.at("logGroupClass").text === "DELIVERY") return DELIVERY_DAYS;
  const retention = group.at("retentionInDays");
  if (!retention.present || retention.number === 0) return Infinity;
  return retention.number ?? 0;
}
