import assert from "node:assert/strict";

import { cfViewerHttps } from "../../../../policy-pack/controls/cloudfront/cf-viewer-https.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed } from "../../support/resources.ts";
import {
  COMPLIANT,
  compliantDistribution,
  distribution,
  multitenant,
} from "./compliantDistribution.ts";

const DEFAULT = "defaultCacheBehavior answers plain HTTP";
const ORDERED = "orderedCacheBehaviors[0] answers plain HTTP";

describe("cf-viewer-https", () => {
  itBehaves({
    control: cfViewerHttps,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      {
        title: "the default behaviour allows all",
        path: "defaultCacheBehavior.viewerProtocolPolicy",
        value: "allow-all",
        messages: [DEFAULT],
      },
      {
        title: "another behaviour allows all",
        path: "orderedCacheBehaviors[0].viewerProtocolPolicy",
        value: "allow-all",
        messages: [ORDERED],
      },
      {
        title: "a behaviour does not say",
        path: "orderedCacheBehaviors[0].viewerProtocolPolicy",
        messages: [ORDERED],
      },
      {
        title: "there is no default behaviour",
        path: "defaultCacheBehavior",
        messages: [DEFAULT],
      },
      {
        title: "the policy is nothing that CloudFront knows",
        path: "defaultCacheBehavior.viewerProtocolPolicy",
        value: "HTTPS-only",
        messages: [DEFAULT],
      },
      {
        title: "a behaviour's policy stands in a list",
        path: "defaultCacheBehavior",
        value: [{ viewerProtocolPolicy: "allow-all" }],
        messages: [DEFAULT],
      },
    ],
    accepts: [
      {
        title: "behaviours that refuse HTTP",
        path: "defaultCacheBehavior.viewerProtocolPolicy",
        value: "https-only",
      },
      { title: "no other behaviours", path: "orderedCacheBehaviors" },
      { title: "an empty list of other behaviours", path: "orderedCacheBehaviors", value: [] },
      {
        title: "a lone behaviour outside a list",
        path: "orderedCacheBehaviors",
        value: { viewerProtocolPolicy: "https-only" },
      },
    ],
  });

  it("tells what fails although other behaviours are unknown", () => {
    const site = distribution({
      ...COMPLIANT,
      defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" },
      orderedCacheBehaviors: { $unknown: true },
    });
    assert.deepEqual(said(judged(cfViewerHttps, [site], "site")), [DEFAULT]);
  });

  it("judges distributions for many tenants alike", () => {
    assert.equal(said(judged(cfViewerHttps, [multitenant()], "site")), "pass");
    const path = "cacheBehaviors[0].viewerProtocolPolicy";
    const open = changed([multitenant()], "site", path, "allow-all");
    assert.deepEqual(said(judged(cfViewerHttps, open, "site")), [
      "cacheBehaviors[0] answers plain HTTP",
    ]);
  });
});
