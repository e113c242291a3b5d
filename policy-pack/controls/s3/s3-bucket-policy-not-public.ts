import { defineControl } from "../../engine/control.ts";
import { eachStatement } from "../../engine/policyDocument.ts";
import { notApplicable } from "../../engine/verdict.ts";
import { admitsNotEveryone } from "../shared/everyone.ts";
import { BUCKET, BUCKET_POLICY } from "./siblings.ts";

export const s3BucketPolicyNotPublic = defineControl({
  id: "s3-bucket-policy-not-public",
  title: "No bucket policy admits everyone",
  severity: "critical",
  frameworks: {
    fsbp: ["S3.2", "S3.3"],
    cis3: [],
    cis7: ["2.21"],
    nist: ["AC-3", "AC-3(7)", "AC-4", "AC-4(21)", "AC-6"],
  },
  cause: "Anyone on the internet can do with the bucket what the statement allows.",
  remedy: "Name the principals, or fix the caller by an exact condition such as aws:PrincipalOrgID",
  types: [BUCKET_POLICY, BUCKET],
  scope: "resource",
  check({ resource }) {
    const policy = resource.at("policy");
    if (policy.kind === "absent") return notApplicable;
    return eachStatement(policy, (statement) => admitsNotEveryone(statement));
  },
});
