import assert from "node:assert/strict";

import { cfSecurityHeaders } from "../../../../policy-pack/controls/cloudfront/cf-security-headers.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";
import {
  COMPLIANT,
  compliantDistribution,
  distribution,
  headersPolicy,
  multitenant,
  ORIGINS,
} from "./compliantDistribution.ts";

const BEHAVIOURS = ["defaultCacheBehavior", "orderedCacheBehaviors[0]"];
const HSTS = "securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec";

/** What is said of both behaviours, which share a policy. */
function both(header: string): string[] {
  return BEHAVIOURS.map((behaviour) => `${behaviour} sends no ${header}`);
}

/** The verdict on a policy id of the default behaviour, the only one, and on what it comes from. */
function named(responseHeadersPolicyId: Value, from: readonly string[] = [], settings = {}) {
  const site = distribution(
    { ...COMPLIANT, defaultCacheBehavior: { responseHeadersPolicyId }, orderedCacheBehaviors: [] },
    { ...ORIGINS, defaultCacheBehavior: from },
  );
  return said(judged(cfSecurityHeaders, [headersPolicy, site], "site", settings));
}

describe("cf-security-headers", () => {
  itBehaves({
    control: cfSecurityHeaders,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      {
        title: "the default behaviour has no policy",
        path: "defaultCacheBehavior.responseHeadersPolicyId",
        messages: ["defaultCacheBehavior has no response headers policy"],
      },
      {
        title: "another behaviour has no policy",
        path: "orderedCacheBehaviors[0].responseHeadersPolicyId",
        messages: ["orderedCacheBehaviors[0] has no response headers policy"],
      },
      {
        title: "a behaviour's policy is empty",
        path: "defaultCacheBehavior.responseHeadersPolicyId",
        value: "",
        messages: ["defaultCacheBehavior has no response headers policy"],
      },
      {
        title: "HTTPS is not demanded",
        of: "headers",
        path: "securityHeadersConfig.strictTransportSecurity",
        messages: both("lasting Strict-Transport-Security"),
      },
      ...[0, 300, "86400"].map((value) => ({
        title: `HTTPS is demanded for ${value} seconds`,
        of: "headers",
        path: HSTS,
        value,
        messages: both("lasting Strict-Transport-Security"),
      })),
      {
        title: "browsers may guess types",
        of: "headers",
        path: "securityHeadersConfig.contentTypeOptions",
        messages: both("X-Content-Type-Options"),
      },
      {
        title: "pages may be framed",
        of: "headers",
        path: "securityHeadersConfig.frameOptions",
        messages: both("X-Frame-Options"),
      },
      {
        title: "frame options are none that browsers know",
        of: "headers",
        path: "securityHeadersConfig.frameOptions.frameOption",
        value: "ALLOW-FROM https://example.com",
        messages: both("X-Frame-Options"),
      },
      {
        title: "referrers are not limited",
        of: "headers",
        path: "securityHeadersConfig.referrerPolicy",
        messages: both("safe Referrer-Policy"),
      },
      {
        title: "whole addresses go to everyone",
        of: "headers",
        path: "securityHeadersConfig.referrerPolicy.referrerPolicy",
        value: "unsafe-url",
        messages: both("safe Referrer-Policy"),
      },
      {
        title: "scripts are not limited",
        of: "headers",
        path: "securityHeadersConfig.contentSecurityPolicy",
        messages: both("Content-Security-Policy"),
      },
      {
        title: "the content security policy is blank",
        of: "headers",
        path: "securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy",
        value: " ",
        messages: both("Content-Security-Policy"),
      },
      {
        title: "the policy only sets other headers",
        of: "headers",
        path: "securityHeadersConfig",
        messages: BEHAVIOURS.flatMap((behaviour) =>
          [
            "lasting Strict-Transport-Security",
            "X-Content-Type-Options",
            "X-Frame-Options",
            "safe Referrer-Policy",
            "Content-Security-Policy",
          ].map((header) => `${behaviour} sends no ${header}`),
        ),
      },
    ],
    accepts: [
      { title: "a year in text", of: "headers", path: HSTS, value: "31536000" },
      {
        title: "frames of its own",
        of: "headers",
        path: "securityHeadersConfig.frameOptions.frameOption",
        value: "SAMEORIGIN",
      },
      { title: "no other behaviours", path: "orderedCacheBehaviors" },
    ],
  });

  it("knows an unknown policy by where it comes from", () => {
    const reference = "urn:pulumi:dev::rampart::pulumi:pulumi:StackReference::other";
    const cache = resource("aws:cloudfront/cachePolicy:CachePolicy", "cache", {});
    const unknown = { $unknown: true } as const;
    assert.equal(named(unknown, [headersPolicy.urn, cache.urn]), "pass");
    assert.equal(named(unknown, [headersPolicy.urn, reference]), "undecided");
    assert.equal(named(unknown, [cache.urn]), "undecided");
    assert.equal(named(unknown), "undecided");
  });

  it("wants a policy from elsewhere to be listed; AWS's own have no content security policy", () => {
    const id = "67f7725c-6f97-4210-82d7-5512b31e9d03";
    const settings = { parameters: { "cf-security-headers": { trustedPolicies: [id] } } };
    assert.deepEqual(named(id), [
      "defaultCacheBehavior has a headers policy that this stack does not show",
    ]);
    assert.equal(named(id, [], settings), "pass");
  });

  it("takes another shortest time", () => {
    const settings = { parameters: { "cf-security-headers": { minimumHstsSeconds: 300 } } };
    const short = changed(compliantDistribution(), "headers", HSTS, 300);
    assert.equal(said(judged(cfSecurityHeaders, short, "site", settings)), "pass");
  });

  it("judges distributions for many tenants alike", () => {
    const stack = [headersPolicy, multitenant()];
    assert.equal(said(judged(cfSecurityHeaders, stack, "site")), "pass");
    const open = changed(stack, "site", "cacheBehaviors[0].responseHeadersPolicyId");
    assert.deepEqual(said(judged(cfSecurityHeaders, open, "site")), [
      "cacheBehaviors[0] has no response headers policy",
    ]);
  });
});
