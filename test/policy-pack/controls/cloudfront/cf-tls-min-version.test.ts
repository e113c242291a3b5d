import assert from "node:assert/strict";

import { cfTlsMinVersion } from "../../../../policy-pack/controls/cloudfront/cf-tls-min-version.ts";
import { itBehaves, judged, said } from "../../support/cases.ts";
import { changed } from "../../support/resources.ts";
import {
  compliantDistribution,
  COMPLIANT,
  distribution,
  multitenant,
} from "./compliantDistribution.ts";

const ARN = "arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab";
const OLD = "minimumProtocolVersion is older than TLSv1.2_2021";
const STANDARD = "The certificate is CloudFront's, which lets old TLS in";
const NONE = "The distribution names no certificate of its own";
const FLOOR = "viewerCertificate.minimumProtocolVersion";

describe("cf-tls-min-version", () => {
  itBehaves({
    control: cfTlsMinVersion,
    compliant: compliantDistribution(),
    subject: "site",
    fails: [
      ...["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016", "TLSv1.2_2018", "TLSv1.2_2019"].map(
        (value) => ({ title: `the floor is ${value}`, path: FLOOR, value, messages: [OLD] }),
      ),
      { title: "the floor is left out", path: FLOOR, messages: [OLD] },
      {
        title: "the floor only looks like one",
        path: FLOOR,
        value: "TLSv1.2_2021 or TLSv1",
        messages: [OLD],
      },
      {
        title: "the certificate is CloudFront's",
        path: "viewerCertificate",
        value: { cloudfrontDefaultCertificate: true },
        messages: [STANDARD],
      },
      {
        title: "the certificate is CloudFront's, in text, beside a floor that it does not take",
        path: "viewerCertificate",
        value: { cloudfrontDefaultCertificate: "true", minimumProtocolVersion: "TLSv1.2_2021" },
        messages: [STANDARD],
      },
      { title: "nothing is said", path: "viewerCertificate", messages: [STANDARD] },
      {
        title: "no certificate is named",
        path: "viewerCertificate.acmCertificateArn",
        messages: [NONE],
      },
      {
        title: "the certificate's ARN is empty",
        path: "viewerCertificate.acmCertificateArn",
        value: "",
        messages: [NONE],
      },
      {
        title: "the distribution has an address of its own",
        path: "viewerCertificate.sslSupportMethod",
        value: "vip",
        messages: ["sslSupportMethod is not sni-only"],
      },
      {
        title: "two things are wrong",
        path: "viewerCertificate",
        value: { acmCertificateArn: ARN, minimumProtocolVersion: "TLSv1" },
        messages: ["sslSupportMethod is not sni-only", OLD],
      },
    ],
    accepts: [
      ...["TLSv1.2_2025", "TLSv1.3_2025"].map((value) => ({
        title: `the floor ${value}`,
        path: FLOOR,
        value,
      })),
      {
        title: "a certificate by its ARN",
        path: "viewerCertificate.acmCertificateArn",
        value: ARN,
      },
      {
        title: "a certificate of IAM's",
        path: "viewerCertificate",
        value: {
          iamCertificateId: "ASCAEXAMPLE",
          cloudfrontDefaultCertificate: false,
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "TLSv1.2_2021",
        },
      },
      {
        title: "settings in a list of one",
        path: "viewerCertificate",
        value: [COMPLIANT.viewerCertificate],
      },
    ],
  });

  it("tells an old floor although the certificate's origin is unknown", () => {
    const site = changed([distribution(COMPLIANT, {})], "site", FLOOR, "TLSv1");
    const judgement = judged(cfTlsMinVersion, site, "site");
    assert.deepEqual(said(judgement), [OLD]);
    assert.deepEqual(
      judgement.undecided.map(({ property }) => property),
      ["viewerCertificate.acmCertificateArn"],
    );
  });

  it("judges distributions for many tenants alike", () => {
    assert.equal(said(judged(cfTlsMinVersion, [multitenant()], "site")), "pass");
    const old = changed([multitenant()], "site", FLOOR, "TLSv1");
    assert.deepEqual(said(judged(cfTlsMinVersion, old, "site")), [OLD]);
  });
});
