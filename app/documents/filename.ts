/** Most file systems take no longer name: bytes of UTF-8. */
export const LONGEST_NAME = 255;

/** What has no place in a name: control characters, ends of lines, and what turns text around. */
const HIDDEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\uFEFF]/gu;

/**
 * The name of a file as it can be shown and kept: without folders and hidden characters, in the
 * composed form of Unicode, and cut between two characters where it is too long.
 *
 * @returns undefined if nothing is left that names a file.
 */
export function cleanName(given: string): string | undefined {
  const composed = given.toWellFormed().replaceAll(HIDDEN, "").normalize("NFC");
  // Windows has folders behind a backslash, and some clients send them.
  const base = composed.split(/[/\\]/).at(-1) ?? "";
  const name = cut(base.trim(), LONGEST_NAME).trimEnd();
  return name === "" || name === "." || name === ".." ? undefined : name;
}

function cut(text: string, bytes: number): string {
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  // 10xxxxxx goes on with a character that began before.
  while (((encoded[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return encoded.toString("utf8", 0, end);
}
