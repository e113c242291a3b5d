import { defineControl } from "../../engine/control.ts";
import { statementOf, statementsOf } from "../../engine/policyDocument.ts";
import { every, expect, some } from "../../engine/verdict.ts";
import { BUCKET, BUCKET_POLICY, policiesOf, strays } from "./siblings.ts";
import { ANY_OBJECT, deniesPlainHttp, ITSELF } from "./tlsStatement.ts";

export const s3BucketTlsOnly = defineControl({
  id: "s3-bucket-tls-only",
  title: "S3 buckets refuse requests without TLS",
  severity: "medium",
  frameworks: {
    fsbp: ["S3.5"],
    cis3: ["2.1.1"],
    cis7: ["3.1.1"],
    nist: ["AC-4", "AC-17(2)", "IA-5(1)", "SC-8", "SC-8(1)"],
  },
  cause: "Data and signatures can be read or changed on their way.",
  remedy: "Deny s3:* to * on the bucket and its objects where aws:SecureTransport is false",
  types: [BUCKET],
  related: [BUCKET_POLICY],
  scope: "stack",
  check({ resource, stack }) {
    // A bucket has one policy: of several the last one wins, whichever that is. Only an inline one
    // that nobody knows is left out beside others: it is what AWS has, which the others replace.
    const all = policiesOf(stack, resource);
    const policies =
      all.length > 1
        ? all.filter(({ urn, kind }) => urn !== resource.urn || kind !== "unknown")
        : all;
    const denies = (suffixes: readonly string[]) =>
      policies.length > 0 &&
      every(policies, (policy) =>
        some(statementsOf(policy), (reading) =>
          deniesPlainHttp(statementOf(reading), resource.at("bucket"), suffixes),
        ),
      );
    return [
      expect(denies(ITSELF), "No policy denies requests without TLS for the bucket"),
      expect(denies(ANY_OBJECT), "No policy denies requests without TLS for the objects"),
      ...strays(stack, resource, BUCKET_POLICY),
    ];
  },
});
