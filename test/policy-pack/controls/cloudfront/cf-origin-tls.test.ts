import assert from "node:assert/strict";

import { cfOriginTls } from "../../../../policy-pack/controls/cloudfront/cf-origin-tls.ts";
import type { Value } from "../../../../policy-pack/engine/resource.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed, resource } from "../../support/resources.ts";
import {
  compliantDistribution,
  COMPLIANT,
  distribution,
  multitenant,
} from "./compliantDistribution.ts";

const CONFIG = "origins[1].customOriginConfig";
const PLAIN = `${CONFIG} may speak plain HTTP`;
const OLD = `${CONFIG} allows TLS below 1.2`;

describe("cf-origin-tls", () => {
  itBehaves({
    control: cfOriginTls,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      ...["http-only", "match-viewer"].map((value) => ({
        title: `the policy is ${value}`,
        path: `${CONFIG}.originProtocolPolicy`,
        value,
        messages: [PLAIN],
      })),
      {
        title: "the policy is left out",
        path: `${CONFIG}.originProtocolPolicy`,
        messages: [PLAIN],
      },
      ...["SSLv3", "TLSv1", "TLSv1.1"].map((value) => ({
        title: `${value} is allowed too`,
        path: `${CONFIG}.originSslProtocols`,
        value: ["TLSv1.2", value],
        messages: [OLD],
      })),
      {
        title: "old TLS is allowed beside something unknown",
        path: `${CONFIG}.originSslProtocols`,
        value: [{ $unknown: true }, "TLSv1.1"],
        messages: [OLD],
      },
      {
        title: "no protocol is named",
        path: `${CONFIG}.originSslProtocols`,
        value: [],
        messages: [OLD],
      },
      {
        title: "both are wrong, and the settings stand in a list",
        path: CONFIG,
        value: [{ originProtocolPolicy: "http-only", originSslProtocols: ["TLSv1"] }],
        messages: [`${CONFIG}[0] may speak plain HTTP`, `${CONFIG}[0] allows TLS below 1.2`],
      },
    ],
    accepts: [
      {
        title: "newer TLS",
        path: `${CONFIG}.originSslProtocols`,
        value: ["TLSv1.2", "TLSv1.3"],
      },
      { title: "a protocol alone", path: `${CONFIG}.originSslProtocols`, value: "TLSv1.2" },
    ],
  });

  it("does not concern buckets", () => {
    const [pages] = COMPLIANT.origins;
    const site = distribution({ ...COMPLIANT, origins: [pages] });
    assert.equal(said(judged(cfOriginTls, [site], "site")), "notApplicable");
  });

  it("judges each origin by itself", () => {
    const [, api] = COMPLIANT.origins;
    const open = {
      ...api,
      customOriginConfig: { ...api.customOriginConfig, originProtocolPolicy: "http-only" },
    };
    const site = distribution({ ...COMPLIANT, origins: [{ $unknown: true }, open] });
    assert.deepEqual(said(judged(cfOriginTls, [site], "site")), [PLAIN]);
  });

  it("judges origins in a VPC where they are described", () => {
    const origin = (originProtocolPolicy: string, items: Value) =>
      said(
        judged(
          cfOriginTls,
          [
            resource("aws:cloudfront/vpcOrigin:VpcOrigin", "origin", {
              vpcOriginEndpointConfig: { originProtocolPolicy, originSslProtocols: { items } },
            }),
          ],
          "origin",
        ),
      );
    assert.equal(origin("https-only", ["TLSv1.2"]), "pass");
    assert.equal(origin("https-only", { $unknown: true }), "undecided");
    assert.deepEqual(origin("match-viewer", ["TLSv1.2"]), [
      "vpcOriginEndpointConfig may speak plain HTTP",
    ]);
    assert.deepEqual(origin("https-only", ["TLSv1.2", "TLSv1"]), [
      "vpcOriginEndpointConfig allows TLS below 1.2",
    ]);
  });

  it("judges distributions for many tenants alike", () => {
    assert.equal(said(judged(cfOriginTls, [multitenant()], "site")), "pass");
    const path = "origins[1].customOriginConfigs[0].originProtocolPolicy";
    const open = changed([multitenant()], "site", path, "http-only");
    assert.deepEqual(said(judged(cfOriginTls, open, "site")), [
      "origins[1].customOriginConfigs[0] may speak plain HTTP",
    ]);
  });
});
