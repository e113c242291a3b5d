import type { StackView } from "../../engine/associations.ts";
import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { every, expect, fail, notApplicable, pass, type Verdict } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import {
  httpsPorts,
  kindOfListener,
  LISTENER,
  LISTENER_RULE,
  LOAD_BALANCER,
  protocolOf,
  redirectsToHttps,
} from "./balancer.ts";
import { judgeListener } from "./listenerRules.ts";

/** Protocols of listeners that are encrypted up to the balancer. */
const ENCRYPTED = ["HTTPS", "TLS", "QUIC"];
/** What a rule may do to a plain request without showing it to a target. */
const ANSWERS = ["fixed-response"];

export const albHttpRedirectsToHttps = defineControl({
  id: "alb-http-redirects-to-https",
  title: "Listeners without TLS only redirect to HTTPS",
  severity: "medium",
  frameworks: {
    fsbp: ["ELB.1", "ELB.18"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause:
    "Whoever is on the way can read what clients send, passwords and cookies too, and change it.",
  remedy:
    "Let the HTTP listener have one action, a redirect to HTTPS; use TLS on a network balancer",
  types: [LISTENER],
  related: [LOAD_BALANCER, LISTENER_RULE],
  parameters: { httpsPorts },
  scope: "stack",
  check({ resource, stack, parameters }) {
    const redirects = (action: Reading) => redirectsToHttps(action, parameters.httpsPorts);
    const protocol = protocolOf(resource);
    if (ENCRYPTED.includes(protocol ?? "")) return pass;
    // Without a protocol, the provider takes HTTP for an application balancer.
    if (protocol === "HTTP") return judgeHttp(resource, stack, redirects);
    if (protocol === "GENEVE") return notApplicable;
    const kind = kindOfListener(stack, resource);
    if (kind === "gateway") return notApplicable;
    if (kind === "application") return judgeHttp(resource, stack, redirects);
    return fail("The network balancer's listener takes connections without TLS", "protocol");
  },
});

type Question = (action: Reading) => boolean;

function judgeHttp(listener: View, stack: StackView, redirects: Question): Verdict[] {
  const byDefault = () => {
    const actions = listener.at("defaultActions").items();
    const holds = actions.length === 1 && every(actions, redirects);
    return expect(holds, "The HTTP listener does not just redirect to HTTPS", "defaultActions");
  };
  return judgeListener(listener, stack, byDefault, (rule) => judgeRule(rule, redirects));
}

function judgeRule(rule: View, redirects: Question): Verdict {
  const harmless = every(
    rule.at("actions").items(),
    (action) => ANSWERS.includes(action.at("type").text ?? "") || redirects(action),
  );
  return expect(harmless, `Rule ${rule.name} serves requests that came by HTTP`);
}
