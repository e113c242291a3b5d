import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { mutant, replaceIn } from "./breaking.ts";
import { BUCKET_POLICY, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const ENCRYPTION = "s3:x-amz-server-side-encryption";
const STORAGE_CLASS = "s3:x-amz-storage-class";

/** What who puts an object may state beside it, and what it must not. */
const LEFT_ALONE: readonly Readonly<Record<string, string>>[] = [
  {},
  { [STORAGE_CLASS]: "STANDARD" },
];
const REFUSED: readonly Readonly<Record<string, string>>[] = [
  { [`${ENCRYPTION}-customer-algorithm`]: "AES256" },
  { [ENCRYPTION]: "AES256" },
  // Without a key, this is AWS's own one.
  { [ENCRYPTION]: "aws:kms" },
  { [STORAGE_CLASS]: "DEEP_ARCHIVE" },
];

const leavesItToTheBucket = ({ inputs }: Resource): boolean =>
  textOf(inputs["policy"]).includes("NoOtherStorageClass");

/** Whether a bucket's policy denies one of those that it admits to put an object that way. */
function denies({ inputs }: Resource, stated: Readonly<Record<string, string>>): boolean {
  const bucket = textOf(inputs["bucket"]);
  const [, admitted = ""] =
    /"(arn:[^"]*:role\/[^"]*uploader)"/.exec(textOf(inputs["policy"])) ?? [];
  const told = Object.entries({
    "aws:principalarn": admitted,
    "aws:securetransport": "true",
    ...stated,
  });
  const { answer } = decide([readDocument(inputs["policy"], "policy")], {
    caller: { kind: "AWS", value: admitted },
    action: "s3:PutObject",
    resource: `arn:aws:s3:::${bucket}/x`,
    context: { told: Object.fromEntries(told.map(([key, value]) => [key, [value]])), unsure: [] },
  });
  return answer === "denied";
}

/** Traps of what callers state when they put objects. */
export const putTraps: readonly Trap[] = [
  {
    id: "put-headers",
    title:
      "whoever puts an object decides neither its encryption nor its storage class, and need not state them",
    check: (graph) => {
      for (const policy of some(graph, BUCKET_POLICY, leavesItToTheBucket)) {
        for (const stated of LEFT_ALONE) {
          assert.ok(!denies(policy, stated), `${policy.name}: ${JSON.stringify(stated)} is denied`);
        }
        for (const stated of REFUSED) {
          assert.ok(denies(policy, stated), `${policy.name}: ${JSON.stringify(stated)} is taken`);
        }
      }
    },
    mutants: [
      mutant(
        "a negation that holds where nothing is stated",
        BUCKET_POLICY,
        replaceIn(
          "policy",
          `"Null":{"${STORAGE_CLASS}":"false"},"StringNotEquals"`,
          '"StringNotEquals"',
        ),
        leavesItToTheBucket,
      ),
      mutant(
        "IfExists, which holds there too",
        BUCKET_POLICY,
        replaceIn(
          "policy",
          `"Null":{"${STORAGE_CLASS}":"false"},"StringNotEquals"`,
          '"StringNotEqualsIfExists"',
        ),
        leavesItToTheBucket,
      ),
      mutant(
        "an encryption of AWS's own key",
        BUCKET_POLICY,
        replaceIn(
          "policy",
          `{"Null":{"${ENCRYPTION}":"false"}}`,
          `{"Null":{"${ENCRYPTION}":"false"},"StringNotEquals":{"${ENCRYPTION}":"aws:kms"}}`,
        ),
        leavesItToTheBucket,
      ),
      mutant(
        "a key of the caller's",
        BUCKET_POLICY,
        replaceIn("policy", `${ENCRYPTION}-customer-algorithm`, `${ENCRYPTION}-context`),
        leavesItToTheBucket,
      ),
    ],
  },
];
