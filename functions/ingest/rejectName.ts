import { createHash } from "node:crypto";

/** Bytes of UTF-8 that S3 takes of a key. */
const MOST_KEY_BYTES = 1024;

/** A mark: a dot, and a SHA-256 in hexadecimal digits. */
const MARK = /\.[\da-f]{64}$/;
const MARK_BYTES = 65;

/**
 * What a rejected object is called in quarantine: its key, a dot, and the SHA-256 of its content, or
 * of its arrival where nobody knows its content. So no reject takes another's place, and of one
 * content there is one copy under a key, whoever copies it, and however often.
 */
export function rejectName(
  key: string,
  { digest, id }: { readonly digest?: string | undefined; readonly id: string },
): string {
  const mark = digest === undefined ? hexDigest(id) : Buffer.from(digest, "base64").toString("hex");
  return `${shortKey(key)}.${mark}`;
}

/**
 * The key that a name in quarantine was made of, shortened where it was too long; undefined for what
 * another hand has put there.
 */
export function keyOfReject(name: string): string | undefined {
  return MARK.test(name) ? name.slice(0, -MARK_BYTES) : undefined;
}

/** A key, or what stands for it where no mark would find room behind it: its start and a mark. */
export function shortKey(key: string): string {
  const room = MOST_KEY_BYTES - MARK_BYTES;
  if (Buffer.byteLength(key) <= room) return key;
  // A character that is cut in two is left out.
  const { read } = new TextEncoder().encodeInto(key, new Uint8Array(room - MARK_BYTES));
  return `${key.slice(0, read)}.${hexDigest(key)}`;
}

/**
 * Names in quarantine that somebody may mean by a key: that very name, or those of all rejects of the
 * key.
 */
export function namesMeant(key: string): {
  /** What all of them begin with. */
  readonly prefix: string;
  readonly means: (name: string) => boolean;
} {
  const short = shortKey(key);
  return {
    prefix: short === key ? key : short.slice(0, -MARK_BYTES),
    means: (name) => name === key || keyOfReject(name) === short,
  };
}

function hexDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
