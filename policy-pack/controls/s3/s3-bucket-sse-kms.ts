import { defineControl } from "../../engine/control.ts";
import { each, fail, notApplicable } from "../../engine/verdict.ts";
import { roleOf, s3KeyRoles, WRITER_TYPES } from "./bucketRole.ts";
import { judgeRule } from "./encryptionRule.ts";
import { BUCKET, siblingsOf, strays } from "./siblings.ts";

const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
/** Where a bucket has its rules itself; the second is of the deprecated type. */
const INLINE = [
  "serverSideEncryptionConfiguration.rule",
  "serverSideEncryptionConfigurations.rules",
];

export const s3BucketSseKms = defineControl({
  id: "s3-bucket-sse-kms",
  title: "S3 buckets encrypt with a customer key",
  severity: "medium",
  frameworks: {
    fsbp: [],
    securityHub: ["S3.17"],
    cis3: [],
    cis7: [],
    nist: ["CP-9", "SC-13", "SC-28(1)"],
  },
  cause: "Whoever may read the bucket can read the data: there is no key to withhold.",
  remedy: "Encrypt by default with aws:kms, the environment's key, and a bucket key",
  types: [BUCKET],
  related: [ENCRYPTION, ...WRITER_TYPES],
  parameters: { s3KeyRoles },
  scope: "stack",
  check({ resource, stack, parameters }) {
    if (parameters.s3KeyRoles.includes(roleOf(stack, resource))) return notApplicable;
    const places = [
      ...siblingsOf(stack, resource, ENCRYPTION).map((view) => ({ view, path: "rules" })),
      ...INLINE.map((path) => ({ view: resource, path })),
    ];
    const verdicts = each(places, ({ view, path }) =>
      each(view.at(path).items(), (rule) => judgeRule(view, rule)),
    );
    // A configuration may also be there and have no rule.
    if (verdicts.length === 0) return fail("The bucket has no default encryption with a key");
    return [...verdicts, ...strays(stack, resource, ENCRYPTION)];
  },
});
