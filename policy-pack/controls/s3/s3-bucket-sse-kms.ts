import { defineControl } from "../../engine/control.ts";
import { each, fail, notApplicable } from "../../engine/verdict.ts";
import { roleOf, s3KeyRoles, WRITER_TYPES } from "./bucketRole.ts";
import { judgeRule } from "./encryptionRule.ts";
import { BUCKET, siblingsOf } from "./siblings.ts";

const ENCRYPTION =
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
/** Where a rule stands: on a configuration, on a bucket, on a bucket of the deprecated type. */
const RULES = [
  "rules",
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
    const places = [...siblingsOf(stack, resource, ENCRYPTION), resource].flatMap((view) =>
      RULES.filter((path) => view.at(path).kind !== "absent").map((path) => ({ view, path })),
    );
    if (places.length === 0) return fail("The bucket has no default encryption with a key");
    return each(places, ({ view, path }) =>
      each(view.at(path).items(), (rule) => judgeRule(view, rule)),
    );
  },
});
