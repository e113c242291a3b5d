import { z } from "zod";

import { arn, domainName, logRetention, text, whole } from "./primitives.ts";
import { withRules } from "./rules.ts";

/** Where a certificate comes from. */
export const certificateSchema = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("managed").meta({
      description: "Requested from ACM and validated by DNS in a zone of this account.",
    }),
  }),
  z.strictObject({
    mode: z.literal("pending").meta({
      description:
        "Requested from ACM; the validation records come out as a stack output for a foreign DNS, and no listener uses it yet.",
    }),
  }),
  z.strictObject({
    mode: z.literal("external"),
    arn: arn("acm").meta({ description: "An issued certificate of this account and region." }),
  }),
]);

const zone = z.discriminatedUnion("mode", [
  z.strictObject({ mode: z.literal("create") }),
  z.strictObject({
    mode: z.literal("adopt"),
    id: text(/^Z[A-Z0-9]{8,31}$/, "a hosted zone id such as Z0123456789ABCDEFGHIJ"),
  }),
  z.strictObject({ mode: z.literal("foreign") }),
]);

/** AWS WAF before what faces the internet. */
export const firewallSchema = z.strictObject({
  requestsPerFiveMinutes: whole(10, 2_000_000_000, "requests of one address in 5 minutes").default(
    2000,
  ),
  blockedCountries: z
    .array(text(/^[A-Z]{2}$/, "an ISO 3166 country code in capitals"))
    .max(50)
    .default([])
    .meta({ description: "Countries whose requests are blocked. Default: none." }),
  uploadPaths: z
    .array(text(/^\/[\w/.-]{0,127}$/, "a path that starts with /"))
    .max(5)
    .default([])
    .meta({
      description: "Path prefixes that may receive bodies over 8 KB (T34). Default: none.",
    }),
  logRetentionDays: logRetention.default(365).meta({ description: "Days; default 365." }),
});

/** Of every distribution. */
export const priceClass = z
  .enum(["PriceClass_100", "PriceClass_200", "PriceClass_All"])
  .default("PriceClass_100")
  .meta({
    description:
      "How many of CloudFront's locations serve; 100 is North America and Europe, and cheapest. Default PriceClass_100.",
  });

const distribution = z.strictObject({
  priceClass,
  certificateArn: arn("acm").optional().meta({
    description:
      "Certificate in us-east-1 for the public host (T21). Default: one is requested and validated in the zone.",
  }),
  originHost: domainName.meta({
    description: "Name of the load balancer's own certificate, which CloudFront checks (T29).",
  }),
});

const fields = {
  domain: domainName.meta({ description: "The domain that the hosted zone holds." }),
  host: domainName.meta({ description: "Public name of the service, in or under the domain." }),
  zone: zone.meta({
    description:
      "create: this stack owns the hosted zone; adopt: by id; foreign: DNS is elsewhere.",
  }),
  queryLogging: z.boolean().default(false).meta({ description: "Log DNS queries; default off." }),
  certificate: certificateSchema.meta({
    description: "Where the load balancer's certificate comes from.",
  }),
  accessLogDays: whole(1, 3650, "days").default(90).meta({ description: "Days; default 90." }),
  idleTimeoutSeconds: whole(1, 4000, "seconds").default(60).meta({
    description: "Seconds; the application's keep-alive must be longer (T36). Default 60.",
  }),
  firewall: firewallSchema.prefault({}).meta({
    description: "AWS WAF before what faces the internet.",
  }),
  shieldAdvanced: z.boolean().default(false).meta({
    description:
      "AWS Shield Advanced for what faces the internet; the account must be subscribed (3,000 USD a month). Default off.",
  }),
  distribution: distribution
    .optional()
    .meta({ description: "CloudFront in front of the load balancer. Default: none." }),
};

/** What stands between the internet and a system's containers. */
export const edgeSchema = withRules(z.strictObject(fields), [
  {
    needs: ["domain", "host"],
    check: ({ domain, host }, problem) => {
      if (host !== domain && !host.endsWith(`.${domain}`)) {
        problem(["host"], `${domain} or a name under it`);
      }
    },
  },
  {
    needs: ["zone", "certificate"],
    check: ({ zone: place, certificate: wanted }, problem) => {
      if (place.mode === "foreign" && wanted.mode === "managed") {
        // Validation would block the deployment for up to 75 minutes (T43).
        problem(["certificate", "mode"], "pending or external, since the zone is foreign");
      }
    },
  },
  {
    needs: ["zone", "queryLogging"],
    check: ({ zone: place, queryLogging }, problem) => {
      if (queryLogging && place.mode !== "create") {
        problem(["queryLogging"], "false, unless the zone is created here");
      }
    },
  },
  {
    needs: ["zone", "certificate", "distribution"],
    check: ({ zone: place, certificate: wanted, distribution: front }, problem) => {
      if (front === undefined) return;
      if (wanted.mode === "pending") {
        problem(
          ["certificate", "mode"],
          "managed or external, since a distribution asks the origin over TLS",
        );
      }
      if (place.mode === "foreign" && front.certificateArn === undefined) {
        problem(
          ["distribution", "certificateArn"],
          "a certificate in us-east-1, since the zone is foreign",
        );
      }
    },
  },
  {
    needs: ["domain", "host", "distribution"],
    check: ({ domain, host, distribution: front }, problem) => {
      if (front === undefined) return;
      if (front.originHost === host || !front.originHost.endsWith(`.${domain}`)) {
        problem(["distribution", "originHost"], `a name under ${domain} other than ${host}`);
      }
    },
  },
]);
