import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, notApplicable, pass, undecided } from "../../engine/verdict.ts";
import type { Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { DISTRIBUTIONS, eachOrigin } from "./distribution.ts";
import { surelyFrom } from "./givers.ts";
import { isS3Origin } from "./s3Origin.ts";

const ACCESS_CONTROL = "aws:cloudfront/originAccessControl:OriginAccessControl";

export const cfS3OriginAccessControl = defineControl({
  id: "cf-s3-origin-access-control",
  title: "CloudFront signs each request to a bucket",
  severity: "medium",
  frameworks: { fsbp: ["CloudFront.13"], cis3: [], cis7: [], nist: ["AC-3", "AC-4", "SC-7"] },
  cause: "The bucket must be open to all, and readers can pass the edge and its firewall by.",
  remedy: "Give the origin an OriginAccessControl of type s3 with signingBehavior always",
  types: DISTRIBUTIONS,
  related: [ACCESS_CONTROL],
  parameters: {
    trustedAccessControls: textsOf(
      [],
      "Ids of origin access controls outside the stack that are known to sign always.",
    ),
  },
  scope: "stack",
  check: ({ resource, stack, parameters }) =>
    eachOrigin(resource, (origin) =>
      isS3Origin(resource, origin)
        ? judge(resource, origin, stack, parameters.trustedAccessControls)
        : notApplicable,
    ),
});

function judge(
  distribution: View,
  origin: Reading,
  stack: StackView,
  trusted: readonly string[],
): Verdicts {
  const id = origin.at("originAccessControlId");
  if (id.kind === "unknown") {
    if (!surelyFrom(distribution, "origins", [ACCESS_CONTROL])) return undecided(id);
  } else if ((id.text ?? "") === "") {
    return fail(`${origin.path} reads its bucket without an origin access control`, id);
  } else if (trusted.includes(id.text ?? "")) {
    return pass;
  }
  // Origins of other kinds have controls of other kinds.
  const controls = stack
    .references(distribution, "origins", ACCESS_CONTROL)
    .filter((control) => control.at("originAccessControlOriginType").text === "s3");
  if (controls.length === 0) {
    return fail(`${origin.path} has no origin access control for S3 that this stack shows`, id);
  }
  return each(controls, (control) => {
    const signs = control.at("signingBehavior").text === "always";
    return expect(signs, `${origin.path} reads its bucket without signing each request`, id);
  });
}
