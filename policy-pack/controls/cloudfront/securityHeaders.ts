import type { Reading } from "../../engine/reading.ts";

/** A header that a page must be sent with, and whether a headers policy sends it so. */
export interface SecurityHeader {
  readonly name: string;
  readonly sent: (settings: Reading, minimumHstsSeconds: number) => boolean;
}

const FRAMING = ["DENY", "SAMEORIGIN"];
/** All but `unsafe-url`, with which whole addresses go to everyone, and in plain text. */
const REFERRERS = [
  "no-referrer",
  "no-referrer-when-downgrade",
  "origin",
  "origin-when-cross-origin",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
];

/** Below `securityHeadersConfig`; the values are the only ones that CloudFront takes. */
export const SECURITY_HEADERS: readonly SecurityHeader[] = [
  {
    name: "lasting Strict-Transport-Security",
    sent: (settings, minimum) =>
      (settings.at("strictTransportSecurity.accessControlMaxAgeSec").number ?? 0) >= minimum,
  },
  {
    name: "X-Content-Type-Options",
    sent: (settings) => settings.at("contentTypeOptions").items().length > 0,
  },
  {
    name: "X-Frame-Options",
    sent: (settings) => FRAMING.includes(settings.at("frameOptions.frameOption").text ?? ""),
  },
  {
    name: "safe Referrer-Policy",
    sent: (settings) => REFERRERS.includes(settings.at("referrerPolicy.referrerPolicy").text ?? ""),
  },
  {
    name: "Content-Security-Policy",
    sent: (settings) => {
      const policy = settings.at("contentSecurityPolicy.contentSecurityPolicy").text ?? "";
      return policy.trim() !== "";
    },
  },
];
