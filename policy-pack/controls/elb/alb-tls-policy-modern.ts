import { defineControl } from "../../engine/control.ts";
import { expect, notApplicable } from "../../engine/verdict.ts";
import { LISTENER, protocolOf } from "./balancer.ts";

/** What the provider asks for when nothing is said; it takes TLS 1.0. */
const DEFAULT = "ELBSecurityPolicy-2016-08";

export const albTlsPolicyModern = defineControl({
  id: "alb-tls-policy-modern",
  title: "Listeners take TLS 1.2 or later only",
  severity: "high",
  frameworks: {
    fsbp: ["ELB.17"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause: "A client can be made to use a version of TLS that can be broken.",
  remedy: "Set sslPolicy to ELBSecurityPolicy-TLS13-1-2-Res-2021-06 or stricter",
  types: [LISTENER],
  scope: "resource",
  check({ resource }) {
    if (!["HTTPS", "TLS"].includes(protocolOf(resource) ?? "")) return notApplicable;
    const policy = resource.at("sslPolicy");
    const name = policy.text ?? DEFAULT;
    return expect(isModern(name), `Policy ${name} takes older versions than TLS 1.2`, policy);
  },
});

/** The names tell the lowest version: `TLS13-1-2` is TLS 1.3 down to 1.2. */
function isModern(policy: string): boolean {
  return /^ELBSecurityPolicy-(?:TLS\d{0,2}|FS)-1-[2-9]-/.test(policy);
}
