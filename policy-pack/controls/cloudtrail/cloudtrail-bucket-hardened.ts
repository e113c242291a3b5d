import { accountInArn, resourceInArn } from "../../engine/arn.ts";
import { defineControl } from "../../engine/control.ts";
import { textsOf } from "../../engine/parameters.ts";
import {
  coversAction,
  demanded,
  type Statement,
  statementOf,
  statementsOf,
  titleOf,
} from "../../engine/policyDocument.ts";
import { each, expect, some } from "../../engine/verdict.ts";
import type { View } from "../../engine/view.ts";
import { s3AuditBucketObjectLock } from "../s3/s3-audit-bucket-object-lock.ts";
import { s3BucketAccessLogging } from "../s3/s3-bucket-access-logging.ts";
import { s3BucketPublicAccessBlock } from "../s3/s3-bucket-public-access-block.ts";
import { s3BucketVersioning } from "../s3/s3-bucket-versioning.ts";
import { BUCKET, BUCKET_POLICY, policiesOf, strays } from "../s3/siblings.ts";
import { asJudgedBy } from "../shared/delegate.ts";
import { TRAIL } from "./trail.ts";

const CLOUDTRAIL = "cloudtrail.amazonaws.com";
/** What makes a bucket private, logged, versioned and locked. */
const HARDENING = [
  s3BucketPublicAccessBlock,
  s3BucketAccessLogging,
  s3BucketVersioning,
  s3AuditBucketObjectLock,
];
/** Calls that put a log there, change it, take it away, or open the way to that. */
const WRITES = [
  "s3:PutObject",
  "s3:DeleteObject",
  "s3:DeleteObjectVersion",
  "s3:ReplicateObject",
  "s3:ReplicateDelete",
  "s3:BypassGovernanceRetention",
  "s3:PutLifecycleConfiguration",
  "s3:PutBucketPolicy",
  "s3:DeleteBucketPolicy",
];

export const cloudtrailBucketHardened = defineControl({
  id: "cloudtrail-bucket-hardened",
  title: "A trail's bucket is private, logged, versioned, locked and the trail's alone",
  severity: "critical",
  frameworks: {
    fsbp: [],
    securityHub: ["CloudTrail.6", "CloudTrail.7"],
    cis3: ["3.4"],
    cis7: ["4.4"],
    nist: ["AU-2", "AU-3", "AU-6(3)", "AU-10", "AU-12"],
  },
  cause: "Traces of an attack can be read, forged or deleted.",
  remedy: "Harden the bucket, and let nobody write but CloudTrail with the trail's aws:SourceArn",
  types: [TRAIL],
  related: [BUCKET, BUCKET_POLICY, ...HARDENING.flatMap(({ related = [] }) => related)],
  parameters: {
    outsideBuckets: textsOf(
      [],
      "Names of buckets outside the stack that are known to be hardened.",
    ),
  },
  scope: "stack",
  check(context) {
    const { resource: trail, stack, parameters, ownAccounts } = context;
    const buckets = stack.references(trail, "s3BucketName", BUCKET);
    if (buckets.length === 0) {
      const name = trail.at("s3BucketName");
      const known = parameters.outsideBuckets.includes(name.text ?? "");
      return expect(known, "The trail's bucket is neither in the stack nor known", name);
    }
    return each(buckets, (bucket) => {
      const trails = stack.related(bucket, TRAIL, "s3BucketName");
      const isForTrails = (statement: Statement) =>
        isForSources(statement, (arn) => isTrail(arn, trails, ownAccounts()));
      const statements = policiesOf(stack, bucket).flatMap(statementsOf);
      const grants = () =>
        expect(
          some(statements, (reading) => {
            const statement = statementOf(reading);
            return coversAction(statement, "s3:PutObject") && isForTrails(statement);
          }),
          "No policy lets the trail write to its bucket",
        );
      const closed = () =>
        each(statements, (reading) => {
          const statement = statementOf(reading);
          const harmless = !mayWrite(statement) || isForTrails(statement);
          return expect(harmless, `${titleOf(statement)} lets others write to the trail's bucket`);
        });
      const hardened = () => each(HARDENING, (control) => asJudgedBy(control, bucket, context));
      const open = () => strays(stack, bucket, BUCKET_POLICY);
      return each([hardened, grants, closed, open], (part) => part());
    });
  },
});

function mayWrite(statement: Statement): boolean {
  return statement.effect === "Allow" && WRITES.some((action) => coversAction(statement, action));
}

/** Whether a statement lets CloudTrail in, and nobody else, for the sources that are meant. */
function isForSources(statement: Statement, isMeant: (arn: string) => boolean): boolean {
  const { effect, principals, notPrincipals, conditions } = statement;
  const byArn = demanded(conditions, "aws:SourceArn");
  return (
    effect === "Allow" &&
    principals.every(({ kind, value }) => kind === "Service" && value === CLOUDTRAIL) &&
    notPrincipals.length === 0 &&
    byArn.length > 0 &&
    byArn.every(isMeant)
  );
}

/** Whether an ARN is that of one of the trails that write to the bucket. */
function isTrail(arn: string, trails: readonly View[], accounts: readonly string[]): boolean {
  if (!accounts.includes(accountInArn(arn) ?? "")) return false;
  return some(trails, (trail) => {
    const name = trail.at("name");
    // The provider makes one up where none is stated.
    if (name.text === undefined) throw name.undecidable();
    return resourceInArn(arn) === `trail/${name.text}`;
  });
}
