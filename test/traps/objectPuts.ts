import assert from "node:assert/strict";

import type { Resource } from "../../plan/graph/resource.ts";
import { decide, readDocument } from "../../plan/iam/evaluate.ts";
import { mutant, replaceIn } from "./breaking.ts";
import { BUCKET_POLICY, some, textOf } from "./reading.ts";
import type { Trap } from "./trap.ts";

const ENCRYPTION = "s3:x-amz-server-side-encryption";
const STORAGE_CLASS = "s3:x-amz-storage-class";

type Stated = Readonly<Record<string, string>>;

/** Buckets that decide what may be stated when an object is put. */
interface Kind {
  readonly fits: (policy: Resource) => boolean;
  /** What may be stated, nothing at all among it, and what must not. */
  readonly taken: readonly Stated[];
  readonly refused: readonly Stated[];
}

const CUSTOMER_KEY = { [`${ENCRYPTION}-customer-algorithm`]: "AES256" };

const has =
  (sid: string) =>
  ({ inputs }: Resource): boolean =>
    textOf(inputs["policy"]).includes(`"${sid}"`);

const EVENTS: Kind = {
  fits: has("NoOtherStorageClass"),
  taken: [{}, { [STORAGE_CLASS]: "STANDARD" }],
  refused: [
    CUSTOMER_KEY,
    { [ENCRYPTION]: "AES256" },
    // Without a key, this is AWS's own one.
    { [ENCRYPTION]: "aws:kms" },
    { [STORAGE_CLASS]: "DEEP_ARCHIVE" },
  ],
};

const TRACKS: Kind = {
  fits: has("EncryptedByS3Alone"),
  taken: [{}, { [ENCRYPTION]: "AES256" }],
  refused: [CUSTOMER_KEY, { [ENCRYPTION]: "aws:kms" }, { [ENCRYPTION]: "aws:kms:dsse" }],
};

/** Whether a bucket's policy denies one of those that it admits to put an object that way. */
function denies({ inputs }: Resource, stated: Stated): boolean {
  const bucket = textOf(inputs["bucket"]);
  const [, admitted = "arn:aws:iam::111122223333:role/anybody"] =
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

/** A mutant that asks whether something is another one, without asking whether it is stated. */
const unasked = (title: string, key: string, operator: string, { fits }: Kind) =>
  mutant(
    title,
    BUCKET_POLICY,
    replaceIn("policy", `"Null":{"${key}":"false"},"StringNotEquals"`, `"${operator}"`),
    fits,
  );

/** Traps of what callers state when they put objects. */
export const putTraps: readonly Trap[] = [
  {
    id: "put-headers",
    title:
      "whoever puts an object decides neither its encryption nor its storage class, and need not state them",
    check: (graph) => {
      for (const { fits, taken, refused } of [EVENTS, TRACKS]) {
        for (const policy of some(graph, BUCKET_POLICY, fits)) {
          for (const stated of taken) {
            const what = `${policy.name}: ${JSON.stringify(stated)} is denied`;
            assert.ok(!denies(policy, stated), what);
          }
          for (const stated of refused) {
            assert.ok(denies(policy, stated), `${policy.name}: ${JSON.stringify(stated)} is taken`);
          }
        }
      }
    },
    mutants: [
      unasked(
        "a negation that holds where nothing is stated",
        STORAGE_CLASS,
        "StringNotEquals",
        EVENTS,
      ),
      unasked("IfExists, which holds there too", STORAGE_CLASS, "StringNotEqualsIfExists", EVENTS),
      unasked(
        "the same of the encryption of tracks",
        ENCRYPTION,
        "StringNotEqualsIfExists",
        TRACKS,
      ),
      mutant(
        "an encryption of AWS's own key",
        BUCKET_POLICY,
        replaceIn(
          "policy",
          `{"Null":{"${ENCRYPTION}":"false"}}`,
          `{"Null":{"${ENCRYPTION}":"false"},"StringNotEquals":{"${ENCRYPTION}":"aws:kms"}}`,
        ),
        EVENTS.fits,
      ),
      mutant(
        "a key of the caller's",
        BUCKET_POLICY,
        replaceIn("policy", `${ENCRYPTION}-customer-algorithm`, `${ENCRYPTION}-context`),
        EVENTS.fits,
      ),
    ],
  },
];
