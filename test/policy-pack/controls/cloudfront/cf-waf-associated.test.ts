import assert from "node:assert/strict";

import { cfWafAssociated } from "../../../../policy-pack/controls/cloudfront/cf-waf-associated.ts";
import type { Properties, Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, PROVIDER, resource } from "../../support/resources.ts";
import {
  COMPLIANT,
  compliantDistribution,
  distribution,
  multitenant,
  webAcl,
} from "./compliantDistribution.ts";

const NONE = "The distribution has no web ACL";
const OTHER = "webAclId is no ARN of a web ACL for CloudFront";
const SCOPE = "The web ACL is not of scope CLOUDFRONT";
const REGION = "The web ACL is not in us-east-1";
const PATH = "webacl/site/1234abcd-12ab-34cd-56ef-1234567890ab";

/** The verdict on an id, and on what it comes from. */
function attached(webAclId: Value, from: readonly string[] = []) {
  const site = distribution({ ...COMPLIANT, webAclId }, { webAclId: from });
  return said(judged(cfWafAssociated, [webAcl, site], "site"));
}

/** The verdict where the web ACL is as said, of a provider in some region. */
function inRegion(inputs: Properties, region?: Value) {
  const provider = {
    ...PROVIDER,
    urn: `${PROVIDER.urn}-2`,
    name: "aws-2",
    inputs: region === undefined ? {} : { region },
  };
  const acl = { ...webAcl, inputs: { scope: "CLOUDFRONT", ...inputs }, provider: provider.urn };
  return said(judged(cfWafAssociated, [provider, acl, distribution()], "site"));
}

describe("cf-waf-associated", () => {
  itBehaves({
    control: cfWafAssociated,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      {
        title: "it guards something regional",
        of: "firewall",
        path: "scope",
        value: "REGIONAL",
        messages: [SCOPE],
      },
      {
        title: "it is elsewhere",
        of: "firewall",
        path: "region",
        value: "eu-west-1",
        messages: [REGION],
      },
    ],
    accepts: [{ title: "the region of its provider", of: "firewall", path: "region" }],
  });

  it("fails without a web ACL", () => {
    const stack = changed([webAcl, distribution(COMPLIANT, {})], "site", "webAclId");
    assert.deepEqual(said(judged(cfWafAssociated, stack, "site")), [NONE]);
    assert.deepEqual(attached(""), [NONE]);
  });

  it("S-MUSIC-4: accepts hosts that are listed, all of a distribution's, and no other", () => {
    const settings = {
      parameters: { "cf-waf-associated": { withoutFirewall: ["music.example.com"] } },
    };
    const bare = (aliases: Value) =>
      said(
        judged(
          cfWafAssociated,
          changed([distribution({ ...COMPLIANT, aliases }, {})], "site", "webAclId"),
          "site",
          settings,
        ),
      );
    assert.equal(bare(["music.example.com"]), "pass");
    assert.deepEqual(bare(["music.example.com", "api.example.com"]), [NONE]);
    assert.deepEqual(bare([]), [NONE]);
    // A firewall of the wrong kind is none that anyone accepted.
    const wrong = distribution({ ...COMPLIANT, aliases: ["music.example.com"], webAclId: "x" });
    assert.deepEqual(said(judged(cfWafAssociated, [wrong], "site", settings)), [OTHER]);
  });

  it("takes the region from the provider, and does not guess", () => {
    assert.equal(inRegion({}, "us-east-1"), "pass");
    assert.equal(inRegion({ region: "us-east-1" }, "eu-west-1"), "pass");
    assert.deepEqual(inRegion({}, "eu-west-1"), [REGION]);
    assert.deepEqual(inRegion({ region: "eu-west-1" }, "us-east-1"), [REGION]);
    assert.equal(inRegion({}), "undecided");
    assert.equal(inRegion({}, { $unknown: true }), "undecided");
    assert.deepEqual(inRegion({ scope: "REGIONAL" }), [SCOPE]);
  });

  it("reads what an ARN says", () => {
    assert.equal(attached(`arn:aws:wafv2:us-east-1:111122223333:global/${PATH}`), "pass");
    for (const id of [
      `arn:aws:wafv2:us-east-1:111122223333:regional/${PATH}`,
      `arn:aws:wafv2:eu-west-1:111122223333:global/${PATH}`,
      "arn:aws:wafv2:us-east-1:111122223333:global/rulegroup/site/1234",
      "arn:aws:waf::111122223333:webacl/1234abcd-12ab-34cd-56ef-1234567890ab",
      "1234abcd-12ab-34cd-56ef-1234567890ab",
    ]) {
      assert.deepEqual(attached(id), [OTHER], id);
    }
  });

  it("knows AWS WAF Classic by where the id comes from", () => {
    const classic = resource("aws:waf/webAcl:WebAcl", "classic", {});
    assert.deepEqual(attached({ $unknown: true }, [classic.urn]), ["The web ACL is none of WAFv2"]);
  });

  it("is undecided where the id comes from outside the stack", () => {
    assert.equal(attached({ $unknown: true }), "undecided");
  });

  it("takes no association for an attachment", () => {
    const association = resource(
      "aws:wafv2/webAclAssociation:WebAclAssociation",
      "association",
      { resourceArn: { $unknown: true }, webAclArn: { $unknown: true } },
      { propertyDependencies: { resourceArn: [distribution().urn], webAclArn: [webAcl.urn] } },
    );
    const site = distribution(COMPLIANT, {});
    const stack = changed([webAcl, association, site], "site", "webAclId");
    assert.deepEqual(said(judged(cfWafAssociated, stack, "site")), [NONE]);
  });

  it("judges distributions for many tenants alike", () => {
    const stack = [webAcl, multitenant()];
    assert.equal(said(judged(cfWafAssociated, stack, "site")), "pass");
    const regional = changed(stack, "firewall", "scope", "REGIONAL");
    assert.deepEqual(said(judged(cfWafAssociated, regional, "site")), [SCOPE]);
  });
});
