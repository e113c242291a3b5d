import { defineControl } from "../../engine/control.ts";
import type { Reading } from "../../engine/reading.ts";
import { each, expect, fail, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { certificatesOf, DISTRIBUTIONS } from "./distribution.ts";

const CERTIFICATE_TYPES = [
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:iam/serverCertificate:ServerCertificate",
];
/** The first policy without CBC ciphers. Source: CloudFront guide, "Supported protocols and ciphers". */
const FLOOR = { version: 1.2, year: 2021 };

export const cfTlsMinVersion = defineControl({
  id: "cf-tls-min-version",
  title: "Distributions demand TLS 1.2 with modern ciphers",
  severity: "medium",
  frameworks: {
    fsbp: ["CloudFront.7", "CloudFront.8", "CloudFront.15"],
    cis3: [],
    cis7: [],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause: "Old protocols and ciphers can be broken, and a reader be talked down to them.",
  remedy:
    "Give the distribution its own certificate, sslSupportMethod sni-only and minimumProtocolVersion TLSv1.2_2021",
  types: DISTRIBUTIONS,
  scope: "resource",
  check({ resource }) {
    const certificate = resource.at("viewerCertificate");
    if (isCloudFronts(certificate)) {
      return fail("The certificate is CloudFront's, which lets old TLS in", certificate);
    }
    const parts = [
      () =>
        expect(hasOwn(resource), "The distribution names no certificate of its own", certificate),
      () => {
        const support = certificate.at("sslSupportMethod");
        return expect(support.text === "sni-only", "sslSupportMethod is not sni-only", support);
      },
      () => {
        const floor = certificate.at("minimumProtocolVersion");
        const holds = isModern(floor.text ?? "");
        return expect(holds, "minimumProtocolVersion is older than TLSv1.2_2021", floor);
      },
    ];
    return each(parts, (part) => part());
  },
});

/** Whether that is clear at once; AWS allows no other setting beside it. */
function isCloudFronts(certificate: Reading): boolean {
  const standard = certificate.at("cloudfrontDefaultCertificate");
  if (standard.kind === "known") return standard.flag === true;
  return certificate.kind === "absent";
}

function hasOwn(distribution: View): boolean {
  if (distribution.at("viewerCertificate.cloudfrontDefaultCertificate").flag === true) return false;
  return some(certificatesOf(distribution), (path) => {
    const named = distribution.at(path);
    const given = distribution.comesFrom("viewerCertificate", ...CERTIFICATE_TYPES);
    return (named.kind === "unknown" && given) || (named.text ?? "") !== "";
  });
}

/** Names are a version and the year of its ciphers: `TLSv1.2_2021`. */
function isModern(policy: string): boolean {
  const [, version = "", year = ""] = /^TLSv(\d+\.\d+)_(\d{4})$/.exec(policy) ?? [];
  return Number(version) >= FLOOR.version && Number(year) >= FLOOR.year;
}
