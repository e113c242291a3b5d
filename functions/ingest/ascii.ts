/**
 * Text in printable ASCII, as the values of S3's metadata must be: all other characters, and the
 * backslash, are written as in JSON. It is cut to a length where it is longer.
 */
export function asciiText(text: string, most: number): string {
  // What is left out need not be written.
  const ascii = text
    .slice(0, most)
    .replaceAll(/[^ -[\]-~]/g, escaped)
    .trim();
  return ascii.length > most ? `${ascii.slice(0, most - 3)}...` : ascii;
}

/** Text without the characters that some of SNS's receivers refuse, written as in JSON. */
export function withoutControls(json: string): string {
  return json.replaceAll(/[\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g, escaped);
}

/** Characters as JSON writes them where it must. */
export function escaped(characters: string): string {
  return Array.from({ length: characters.length }, (_, unit) => {
    const code = characters.charCodeAt(unit).toString(16);
    return `\\u${code.padStart(4, "0")}`;
  }).join("");
}
