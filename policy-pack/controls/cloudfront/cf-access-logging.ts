import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { expect, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { DISTRIBUTION, DISTRIBUTIONS } from "./distribution.ts";

const SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery";
const BUCKET = "aws:s3/bucket:Bucket";

export const cfAccessLogging = defineControl({
  id: "cf-access-logging",
  title: "Distributions keep an access log",
  severity: "medium",
  frameworks: {
    fsbp: ["CloudFront.5"],
    cis3: [],
    cis7: ["4.10"],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "After an attack nobody can say what was asked, by whom, and what they got.",
  remedy: "Add a LogDeliverySource of type ACCESS_LOGS and a LogDelivery, or set loggingConfig",
  types: DISTRIBUTIONS,
  related: [SOURCE, DELIVERY],
  scope: "stack",
  check({ resource, stack }) {
    const ways = [() => isDelivered(resource, stack), () => goesToBucket(resource)];
    return expect(
      some(ways, (way) => way()),
      "The distribution keeps no access log",
    );
  },
});

/** Logging v2: a source for the distribution, and a delivery from there. */
function isDelivered(distribution: View, stack: StackView): boolean {
  return some(
    stack.ofType(SOURCE),
    (source) =>
      isOf(source, distribution) &&
      source.at("logType").text === "ACCESS_LOGS" &&
      stack.related(source, DELIVERY, "deliverySourceName").length > 0,
  );
}

/** AWS makes up a distribution's id, so an ARN with it comes from the distribution or is typed in. */
function isOf(source: View, distribution: View): boolean {
  const arn = source.at("resourceArn");
  const origins = source.origins("resourceArn");
  if (arn.kind === "unknown" && origins.length === 0) throw arn.undecidable();
  return origins.includes(distribution.urn);
}

/** Without a bucket, loggingConfig only says whether v2 logs cookies. */
function goesToBucket(distribution: View): boolean {
  if (distribution.type !== DISTRIBUTION) return false;
  const bucket = distribution.at("loggingConfig.bucket");
  if (bucket.kind === "unknown" && distribution.comesFrom("loggingConfig", BUCKET)) return true;
  return (bucket.text ?? "") !== "";
}
