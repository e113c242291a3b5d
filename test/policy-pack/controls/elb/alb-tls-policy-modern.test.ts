import assert from "node:assert/strict";

import { albTlsPolicyModern } from "../../../../policy-pack/controls/elb/alb-tls-policy-modern.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { resource } from "../../support/resources.ts";

const listener = (type: string, protocol: string) =>
  resource(type, "https", { protocol, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" });
const takes = (policy: string) => [`Policy ${policy} takes older versions than TLS 1.2`];
const OLD = [
  "ELBSecurityPolicy-2016-08",
  "ELBSecurityPolicy-2015-05",
  "ELBSecurityPolicy-FS-2018-06",
  "ELBSecurityPolicy-FS-1-1-2019-08",
  "ELBSecurityPolicy-TLS-1-0-2015-04",
  "ELBSecurityPolicy-TLS-1-1-2017-01",
  "ELBSecurityPolicy-TLS13-1-0-2021-06",
  "ELBSecurityPolicy-TLS13-1-1-2021-06",
  "TLS13-1-2-2021-06",
];
const MODERN = [
  "ELBSecurityPolicy-TLS13-1-2-2021-06",
  "ELBSecurityPolicy-TLS13-1-3-2021-06",
  "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
  "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
  "ELBSecurityPolicy-TLS-1-2-2017-01",
  "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
  "ELBSecurityPolicy-FS-1-2-Res-2020-10",
];

describe("alb-tls-policy-modern", () => {
  for (const [type, protocol] of [
    ["aws:lb/listener:Listener", "HTTPS"],
    ["aws:alb/listener:Listener", "TLS"],
    ["aws:lb/listener:Listener", "https"],
  ] as const) {
    describe(`${type} of ${protocol}`, () => {
      itBehaves({
        control: albTlsPolicyModern,
        compliant: [listener(type, protocol)],
        subject: "https",
        fails: [
          ...OLD.map((policy) => ({
            title: `the policy is ${policy}`,
            path: "sslPolicy",
            value: policy,
            messages: takes(policy),
          })),
          {
            title: "no policy is named",
            path: "sslPolicy",
            messages: takes("ELBSecurityPolicy-2016-08"),
          },
        ],
        accepts: MODERN.map((policy) => ({ title: policy, path: "sslPolicy", value: policy })),
      });
    });
  }

  it("does not concern listeners without TLS", () => {
    const plain = [listener("aws:lb/listener:Listener", "HTTP")];
    assert.equal(said(judged(albTlsPolicyModern, plain, "https")), "notApplicable");
  });
});
