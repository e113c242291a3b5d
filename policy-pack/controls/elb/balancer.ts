import type { StackView } from "../../engine/associations.ts";
import type { Settings } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import type { Reading } from "../../engine/reading.ts";
import type { View } from "../../engine/view.ts";

export const LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer";
export const LISTENER = "aws:lb/listener:Listener";
export const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";

/** `application`, unless it says otherwise. */
export function kindOf(balancer: View): string {
  return balancer.at("loadBalancerType").text ?? "application";
}

/** A listener's protocol in upper case, as the provider reads it. */
export function protocolOf(listener: View): string | undefined {
  return listener.at("protocol").text?.toUpperCase();
}

/** As `loadBalancerType` has it, by what stands in a balancer's ARN. */
const KINDS: Readonly<Record<string, string>> = {
  app: "application",
  net: "network",
  gwy: "gateway",
};

/** What kind of balancer a listener belongs to, whose ARN nobody knows before it is there. */
export function kindOfListener(stack: StackView, listener: View): string {
  const [balancer] = stack.references(listener, "loadBalancerArn", LOAD_BALANCER);
  if (balancer !== undefined) return kindOf(balancer);
  const [, kind = ""] = (listener.at("loadBalancerArn").text ?? "").split("/");
  return KINDS[kind] ?? "application";
}

const SAME_HOST = "#{host}";
/** Where HTTPS is, as long as nobody says otherwise. */
const USUAL_PORT = "443";

/** Parameter of `alb-http-redirects-to-https`, by which whoever else asks where HTTPS is goes too. */
export const httpsPorts = textsOf([USUAL_PORT], "Ports on which balancers have HTTPS.");

export function httpsPortsIn({ parameters = {} }: Settings): readonly string[] {
  const set = parameters["alb-http-redirects-to-https"]?.["httpsPorts"];
  return Array.isArray(set) ? set : httpsPorts.default;
}

/**
 * Whether an action sends the client on by HTTPS, to a port that has it: on the same host one that
 * the balancers have it on, on another also the usual one. Without a port it would be that of the
 * request, where the balancer speaks plain HTTP.
 */
export function redirectsToHttps(action: Reading, ports: readonly string[]): boolean {
  if (action.at("type").text !== "redirect") return false;
  const code = action.at("redirect.statusCode").text ?? "";
  const port = action.at("redirect.port").text ?? "";
  const isElsewhere = () => (action.at("redirect.host").text ?? SAME_HOST) !== SAME_HOST;
  return (
    action.at("redirect.protocol").text === "HTTPS" &&
    ["HTTP_301", "HTTP_302"].includes(code) &&
    (ports.includes(port) || (port === USUAL_PORT && isElsewhere()))
  );
}
