import { gunzipSync } from "node:zlib";

import { Reading } from "../../engine/reading.ts";

/** Decompressed texts are read this far: more than user data may be. */
const LONGEST = 262_144;

export function isList(reading: Reading): boolean {
  return reading.items().some((item) => item !== reading);
}

/** Keys that name what stands beside them as `value`. */
const NAMES = ["name", "key", "parameterName", "parameterKey", "optionName", "variable"];

/**
 * What a value is called: by its key, or by the name beside it, as in `{ name, value }`; of a path,
 * as parameters have for a name, by its end.
 *
 * @throws Undecidable when the name beside it is unknown.
 */
export function valueName(key: string, siblings: readonly [string, Reading][]): string {
  if (!/value$/i.test(key)) return key;
  const wanted = NAMES.map((name) => name.toLowerCase());
  const beside = siblings.find(([sibling]) => wanted.includes(sibling.toLowerCase()))?.[1];
  const [name = key] = (beside?.text ?? key).split("/").slice(-1);
  return name;
}

/** Shorter texts of base64 hold no credential. */
const SHORTEST = 20;

/** The same place with the text that its base64 stands for, packed or not; itself if it is none. */
export function plainText(reading: Reading): Reading {
  const text = reading.text ?? "";
  if (text.length < SHORTEST) return reading;
  const joined = text.replaceAll(/\s/g, "");
  if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)) return reading;
  const plain = unpacked(Buffer.from(joined, "base64")).toString("utf8");
  // Text has no control characters but tabs and line ends, and no byte that UTF-8 does not know.
  if (!/^[\t\n\r\u0020-\u007e\u00a0-\ufffc]+$/.test(plain)) return reading;
  return new Reading({ urn: reading.urn }, reading.path, plain);
}

/** What every member of gzip begins with: RFC 1952, 2.3.1. */
const GZIP = Buffer.from([0x1f, 0x8b]);

function unpacked(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, GZIP.length).equals(GZIP)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: LONGEST });
  } catch {
    return bytes;
  }
}
