import type { Reading } from "../../engine/reading.ts";
import { every } from "../../engine/verdict.ts";
import { partOf } from "../shared/part.ts";

/** From whom a request comes, which nobody can write into it. */
const STEADY = ["ip"];

/** Where CloudFront and load balancers write the address of who called them. */
const FORWARDED = "x-forwarded-for";

/** Keys that have a name of their own. */
const NAMED = ["header", "cookie", "queryargument"];

/**
 * Whether a rate rule counts by nothing that senders choose: whoever changes it with each request is
 * never counted twice. A forwarded address is such a thing, whatever its fallback: AWS takes the
 * first one of the header, which is the sender's own, as CloudFront and load balancers add theirs
 * behind it, and without the header the rule looks at nothing. So it counts only where somebody
 * vouches for a proxy that overwrites the header, and what is no address must match: else it passes
 * uncounted.
 *
 * @param accepted Further keys, `asn` or `header:cf-connecting-ip`.
 */
export function isSteady(rate: Reading, accepted: readonly string[]): boolean {
  const known = [...STEADY, ...accepted.map((key) => key.toLowerCase())];
  const keys = keysOf(rate);
  return keys.length > 0 && every(keys, (ask) => known.includes(ask()));
}

/** Whether a rate rule counts by the address in the header that AWS forwards it in, and by nothing else. */
export function isForwarded(rate: Reading): boolean {
  if (typeOf(rate) !== "FORWARDED_IP") return false;
  return partOf(rate, "forwardedIpConfig.headerName").text?.toLowerCase() === FORWARDED;
}

/** What a rate rule counts by, each key to be asked for by itself. */
function keysOf(rate: Reading): (() => string)[] {
  const type = typeOf(rate);
  if (type === "FORWARDED_IP") return [() => forwarded(rate)];
  if (type !== "CUSTOM_KEYS") return [() => type.toLowerCase()];
  return partOf(rate, "customKeys")
    .items()
    .flatMap((key) => key.entries())
    .filter(([, value]) => value.kind !== "absent")
    .map(
      ([name, value]) =>
        () =>
          keyNamed(name.toLowerCase(), value, rate),
    );
}

function typeOf(rate: Reading): string {
  return partOf(rate, "aggregateKeyType").text?.toUpperCase() ?? "IP";
}

function keyNamed(kind: string, value: Reading, rate: Reading): string {
  if (kind === "forwardedip") return forwarded(rate);
  if (!NAMED.includes(kind)) return kind;
  return `${kind}:${partOf(value, "name").text?.toLowerCase() ?? ""}`;
}

function forwarded(rate: Reading): string {
  const config = partOf(rate, "forwardedIpConfig");
  const matches = partOf(config, "fallbackBehavior").text === "MATCH";
  return matches ? `header:${partOf(config, "headerName").text?.toLowerCase() ?? ""}` : "";
}
