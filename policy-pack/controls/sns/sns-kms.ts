import { defineControl } from "../../engine/control.ts";
import { expect } from "../../engine/verdict.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";
import { TOPIC } from "../shared/topics.ts";

export const snsKms = defineControl({
  id: "sns-kms",
  title: "Topics are encrypted with a customer key",
  severity: "medium",
  frameworks: {
    fsbp: ["SNS.1"],
    cis3: [],
    cis7: [],
    nist: ["CM-3(6)", "SC-13", "SC-28", "SC-28(1)", "SI-7(6)"],
  },
  cause: "Messages lie open at rest; and with AWS's own key no alarm ever arrives.",
  remedy: "Set kmsMasterKeyId to a customer key that lets the publishers use it",
  types: [TOPIC],
  scope: "resource",
  check: ({ resource }) =>
    expect(
      hasCustomerKey(resource, "kmsMasterKeyId"),
      "kmsMasterKeyId names no customer key",
      "kmsMasterKeyId",
    ),
});
