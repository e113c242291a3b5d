/** Shorter values are words too often. */
const SHORTEST = 20;

/**
 * Whether a text looks made by a generator and not by a person: long, in one piece, hardly
 * repeating itself, and changing between letters, capitals and digits as no name does.
 */
export function looksRandom(text: string): boolean {
  if (text.length < SHORTEST || /\s/.test(text) || isUuid(text)) return false;
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= 32 && entropyOf(text) >= 3;
  if (!/^[\w+/=.~!@#$%^&*-]+$/.test(text) || entropyOf(text) < 3.5) return false;
  // Changes are three of five between base64's characters, two of five without capitals.
  const capitals = /[A-Z]/.test(text) && /[a-z]/.test(text);
  return changesOf(text) >= (capitals ? 0.4 : 0.25);
}

/** Shannon's entropy of the characters, in bits each. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

/** Share of neighbours of different kind; what separates words counts for none. */
function changesOf(text: string): number {
  const kinds = (text.match(/[A-Za-z0-9]/g) ?? []).map(kindOf);
  const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1]).length;
  return changes / Math.max(1, kinds.length - 1);
}

function kindOf(sign: string): string {
  if (/\d/.test(sign)) return "digit";
  return /[a-z]/.test(sign) ? "small" : "capital";
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
