import assert from "node:assert/strict";

import { cfS3OriginAccessControl } from "../../../../policy-pack/controls/cloudfront/cf-s3-origin-access-control.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";
import {
  accessControl,
  bucket,
  COMPLIANT,
  compliantDistribution,
  distribution,
  multitenant,
  ORIGINS,
} from "./compliantDistribution.ts";

const ID = "origins[0].originAccessControlId";
const NONE = "origins[0] reads its bucket without an origin access control";
const UNSIGNED = "origins[0] reads its bucket without signing each request";
const FOREIGN = "origins[0] has no origin access control for S3 that this stack shows";
const [PAGES, API] = COMPLIANT.origins;

/** The verdict on origins whose values come from some resources. */
function origins(value: Value, from: readonly string[], settings = {}) {
  const site = distribution({ ...COMPLIANT, origins: value }, { ...ORIGINS, origins: from });
  return said(judged(cfS3OriginAccessControl, [accessControl, site], "site", settings));
}

describe("cf-s3-origin-access-control", () => {
  itBehaves({
    control: cfS3OriginAccessControl,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      { title: "there is none", path: ID, messages: [NONE] },
      { title: "its id is empty", path: ID, value: "", messages: [NONE] },
      {
        title: "an origin access identity stands in its place",
        path: "origins[0]",
        value: {
          domainName: PAGES.domainName,
          s3OriginConfig: { originAccessIdentity: "origin-access-identity/cloudfront/E1EXAMPLE" },
        },
        messages: [NONE],
      },
      ...["never", "no-override"].map((value) => ({
        title: `it signs ${value}`,
        of: "access-control",
        path: "signingBehavior",
        value,
        messages: [UNSIGNED],
      })),
      {
        title: "it does not say when it signs",
        of: "access-control",
        path: "signingBehavior",
        messages: [UNSIGNED],
      },
      {
        title: "it is for functions",
        of: "access-control",
        path: "originAccessControlOriginType",
        value: "lambda",
        messages: [FOREIGN],
      },
    ],
    accepts: [
      {
        title: "an empty identity beside it",
        path: "origins[0].s3OriginConfig",
        value: { originAccessIdentity: "" },
      },
      {
        title: "a host that nobody knows yet",
        path: "origins[0].domainName",
        value: { $unknown: true },
      },
      { title: "an id that is known already", path: ID, value: "E2EXAMPLE" },
    ],
  });

  it("takes a bucket's host for a bucket, whatever way the origin is written", () => {
    for (const domainName of [
      "web.s3.amazonaws.com",
      "web.s3-website-us-east-1.amazonaws.com",
      "web.s3-website.eu-central-1.amazonaws.com",
      "s3.eu-west-1.amazonaws.com",
    ]) {
      const origin = { domainName, customOriginConfig: API.customOriginConfig };
      assert.deepEqual(origins([origin], []), [NONE], domainName);
    }
  });

  it("does not concern other hosts and origins in a VPC", () => {
    const other = { domainName: PAGES.domainName, vpcOriginConfig: { vpcOriginId: "vo_1" } };
    assert.equal(origins([API, other], []), "notApplicable");
  });

  it("knows an unknown host of a load balancer for no bucket's, and no other", () => {
    const unknown = [{ ...API, domainName: { $unknown: true } }];
    const balancer = resource("aws:alb/loadBalancer:LoadBalancer", "balancer", {});
    const password = resource("random:index/randomPassword:RandomPassword", "guard", {});
    assert.equal(origins(unknown, [balancer.urn]), "notApplicable");
    assert.equal(origins(unknown, [balancer.urn, password.urn]), "notApplicable");
    assert.equal(origins(unknown, [password.urn]), "undecided");
    assert.equal(origins(unknown, [balancer.urn, bucket.urn]), "undecided");
    assert.equal(origins(unknown, []), "undecided");
  });

  it("is undecided where an unknown id may come from elsewhere", () => {
    const reference = "urn:pulumi:dev::rampart::pulumi:pulumi:StackReference::other";
    assert.equal(origins([PAGES], [accessControl.urn, bucket.urn]), "pass");
    assert.equal(origins([PAGES], [accessControl.urn, reference]), "undecided");
    assert.equal(origins([PAGES], []), "undecided");
  });

  it("wants an id of another stack to be listed", () => {
    const foreign = [{ ...PAGES, originAccessControlId: "E1OTHER" }];
    const settings = {
      parameters: { "cf-s3-origin-access-control": { trustedAccessControls: ["E1OTHER"] } },
    };
    assert.deepEqual(origins(foreign, []), [FOREIGN]);
    assert.equal(origins(foreign, [], settings), "pass");
  });

  it("judges distributions for many tenants alike", () => {
    const stack = [accessControl, multitenant()];
    assert.equal(said(judged(cfS3OriginAccessControl, stack, "site")), "pass");
    const open = changed(stack, "site", ID);
    assert.deepEqual(said(judged(cfS3OriginAccessControl, open, "site")), [NONE]);
  });
});
