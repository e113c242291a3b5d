import type { View } from "../../engine/view.ts";

const KEY_TYPES = [
  "aws:kms/key:Key",
  "aws:kms/alias:Alias",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
];

/**
 * Whether a property names a key that the customer owns, and not one that AWS manages. A key of
 * this stack has no id yet at a first preview; that the value comes from a key is known.
 *
 * @throws Undecidable when the value is unknown and comes from something else.
 */
export function hasCustomerKey(resource: View, path: string): boolean {
  const reading = resource.at(path);
  if (reading.kind === "unknown" && resource.comesFrom(path, ...KEY_TYPES)) return true;
  const key = reading.text ?? "";
  return key !== "" && !/(^|:)alias\/aws\//.test(key);
}
