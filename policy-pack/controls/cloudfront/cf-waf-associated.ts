import type { StackView } from "../../engine/associations.ts";
import { resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import { each, every, expect, fail, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { regionOf } from "../shared/region.ts";
import { DISTRIBUTIONS } from "./distribution.ts";

const WEB_ACL = "aws:wafv2/webAcl:WebAcl";
/** AWS WAF Classic, which AWS ended in September 2025. */
const CLASSIC_ACL = "aws:waf/webAcl:WebAcl";
/** Where CloudFront's web ACLs are. */
const HOME = "us-east-1";

export const cfWafAssociated = defineControl({
  id: "cf-waf-associated",
  title: "Distributions have a web ACL that can guard them",
  severity: "medium",
  frameworks: { fsbp: ["CloudFront.6"], cis3: [], cis7: [], nist: ["AC-4(21)"] },
  cause: "Nothing filters what the internet sends, or the attachment fails on deployment.",
  remedy: "Set webAclId to the ARN of a WAFv2 web ACL of scope CLOUDFRONT in us-east-1",
  types: DISTRIBUTIONS,
  related: [WEB_ACL],
  parameters: {
    withoutFirewall: textsOf(
      [],
      "Hosts whose distributions go without, since a web ACL would cost more than all behind them.",
    ),
  },
  scope: "stack",
  check({ resource, stack, parameters: { withoutFirewall } }) {
    const id = resource.at("webAclId");
    if (id.kind === "unknown" && resource.comesFrom("webAclId", CLASSIC_ACL)) {
      return fail("The web ACL is none of WAFv2", id);
    }
    const own = stack.references(resource, "webAclId", WEB_ACL);
    if (own.length > 0) return own.flatMap((acl) => judge(acl, stack));
    const arn = id.text ?? "";
    if (arn === "") {
      // A name that is not listed needs one, whatever other names the distribution has.
      const hosts = withoutFirewall.length === 0 ? [] : resource.at("aliases").items();
      const accepted =
        hosts.length > 0 && every(hosts, (host) => withoutFirewall.includes(host.text ?? ""));
      return expect(accepted, "The distribution has no web ACL", id);
    }
    return expect(isGlobal(arn), "webAclId is no ARN of a web ACL for CloudFront", id);
  },
});

function judge(acl: View, stack: StackView): Verdict[] {
  const parts = [
    () =>
      expect(
        acl.at("scope").text === "CLOUDFRONT",
        "The web ACL is not of scope CLOUDFRONT",
        "webAclId",
      ),
    () => expect(regionOf(stack, acl) === HOME, `The web ACL is not in ${HOME}`, "webAclId"),
  ];
  return each(parts, (part) => part());
}

function isGlobal(arn: string): boolean {
  const [scheme, , service, region] = arn.split(":");
  const named = resourceInArn(arn).startsWith("global/webacl/");
  return scheme === "arn" && service === "wafv2" && region === HOME && named;
}
