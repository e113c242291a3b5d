import { createHash } from "node:crypto";

/** An id that a thing of the seed always has (a UUID of version 8: made of what one likes). */
export function seedId(kind: string, name: string): string {
  const hex = createHash("sha256").update(`${kind} ${name}`).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join("-");
}
