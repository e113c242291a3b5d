import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { expect, notApplicable, pass, some, undecided } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { DISTRIBUTIONS, eachOrigin } from "./distribution.ts";
import { BUCKET_GIVERS, surelyFrom } from "./givers.ts";
import { bucketOf, isS3Origin } from "./s3Origin.ts";

const BUCKET = "aws:s3/bucket:Bucket";

export const cfS3OriginExists = defineControl({
  id: "cf-s3-origin-exists",
  title: "Distributions read only buckets that somebody owns",
  severity: "high",
  frameworks: { fsbp: ["CloudFront.12"], cis3: [], cis7: [], nist: ["CM-2", "CM-2(2)"] },
  cause: "Anyone can make a bucket of a free name, and then speaks under the distribution's.",
  remedy:
    "Take the origin's host from a bucket of this stack, or list the bucket in allowedBuckets",
  types: DISTRIBUTIONS,
  related: [BUCKET],
  parameters: {
    allowedBuckets: textsOf([], "Names of buckets outside the stack that are known to exist."),
  },
  scope: "stack",
  check: ({ resource, stack, parameters }) =>
    eachOrigin(resource, (origin) => {
      if (!isS3Origin(resource, origin)) return notApplicable;
      const host = origin.at("domainName");
      if (host.kind === "unknown") {
        return surelyFrom(resource, "origins", BUCKET_GIVERS) ? pass : undecided(host);
      }
      const bucket = bucketOf(origin) ?? "";
      const known =
        bucket !== "" &&
        (parameters.allowedBuckets.includes(bucket) || isOfStack(bucket, resource, stack));
      return expect(known, `${origin.path} reads a bucket that this stack does not have`, host);
    }),
});

function isOfStack(name: string, distribution: View, stack: StackView): boolean {
  const origins = distribution.origins("origins");
  return some(stack.ofType(BUCKET), (bucket) => {
    const stated = bucket.at("bucket");
    // Where AWS or Pulumi chooses the name, only the origin of the host tells whose it is.
    return stated.kind === "absent" ? origins.includes(bucket.urn) : stated.text === name;
  });
}
