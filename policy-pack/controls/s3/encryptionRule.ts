import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { hasCustomerKey } from "../shared/customerKey.ts";

/** Whether a rule of default encryption uses a customer key, and a bucket key with it. */
export function judgeRule(view: View, rule: Reading): Verdicts {
  // The deprecated bucket type says it in the plural.
  const plural = view.resource.type.endsWith("V2") && rule.path.startsWith("serverSide");
  const byDefault = rule.at(`applyServerSideEncryptionByDefault${plural ? "s" : ""}`);
  const algorithm = byDefault.at("sseAlgorithm").text ?? "";
  if (!algorithm.startsWith("aws:kms")) return fail("The default encryption is not aws:kms");
  const keys = () =>
    expect(
      hasCustomerKey(view, `${byDefault.path}.kmsMasterKeyId`),
      "The default encryption uses no customer key",
    );
  // Two-layer encryption has no bucket keys.
  const bucketKey = () =>
    expect(
      algorithm !== "aws:kms" || rule.at("bucketKeyEnabled").flag === true,
      "The bucket key is not enabled",
    );
  return each([keys, bucketKey], (part) => part());
}
