import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import { numberOf, textsOf, type ValuesOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, pass, undecided, type Verdicts } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { DISTRIBUTIONS, eachBehaviour } from "./distribution.ts";
import { surelyFrom } from "./givers.ts";
import { SECURITY_HEADERS } from "./securityHeaders.ts";

const HEADERS_POLICY = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

const parameters = {
  // Half a year: what Mozilla's Observatory asks for.
  minimumHstsSeconds: numberOf(15_768_000, "Shortest time for which HTTPS is demanded.", {
    minimum: 1,
  }),
  trustedPolicies: textsOf(
    [],
    "Ids of response headers policies outside the stack that are known to set all five headers.",
  ),
};

export const cfSecurityHeaders = defineControl({
  id: "cf-security-headers",
  title: "Every response carries the headers that make a browser careful",
  severity: "medium",
  frameworks: { fsbp: [], cis3: [], cis7: [], nist: ["SC-8", "SC-18", "SI-10"] },
  cause: "A page can be framed, run foreign scripts, or be asked for over plain HTTP.",
  remedy:
    "Attach a ResponseHeadersPolicy with HSTS, nosniff, frame options, referrer policy and a CSP to each behaviour",
  types: DISTRIBUTIONS,
  related: [HEADERS_POLICY],
  parameters,
  scope: "stack",
  check: ({ resource, stack, parameters: set }) =>
    eachBehaviour(resource, (behaviour) => judge(resource, behaviour, stack, set)),
});

function judge(
  distribution: View,
  behaviour: Reading,
  stack: StackView,
  { minimumHstsSeconds, trustedPolicies }: ValuesOf<typeof parameters>,
): Verdicts {
  const [property = ""] = behaviour.path.split("[");
  const id = behaviour.at("responseHeadersPolicyId");
  if (id.kind === "unknown") {
    if (!surelyFrom(distribution, property, [HEADERS_POLICY])) return undecided(id);
  } else if ((id.text ?? "") === "") {
    return fail(`${behaviour.path} has no response headers policy`, id);
  } else if (trustedPolicies.includes(id.text ?? "")) {
    return pass;
  }
  const policies = stack.references(distribution, property, HEADERS_POLICY);
  if (policies.length === 0) {
    return fail(`${behaviour.path} has a headers policy that this stack does not show`, id);
  }
  return policies.flatMap((policy) => {
    const settings = policy.at("securityHeadersConfig");
    return each(SECURITY_HEADERS, ({ name, sent }) =>
      expect(sent(settings, minimumHstsSeconds), `${behaviour.path} sends no ${name}`, id),
    );
  });
}
