/** An IPv4 block as numbers, so that containment and overlap are comparisons. */
export interface Ipv4Block {
  /** First address as an unsigned 32-bit integer. */
  readonly first: number;
  /** Last address as an unsigned 32-bit integer. */
  readonly last: number;
  /** Prefix length, 0–32. */
  readonly prefix: number;
}

/** No leading zeros: some readers take `010` for eight. */
const NUMBER = "(0|[1-9]\\d{0,2})";
const BLOCK = new RegExp(`^${NUMBER}\\.${NUMBER}\\.${NUMBER}\\.${NUMBER}/${NUMBER}$`);

/**
 * Reads a block such as `10.0.1.0/24`.
 *
 * @returns undefined when the text is no IPv4 block, or has host bits set (`10.0.1.7/24`), which
 *   EC2 would silently round down.
 */
export function parseIpv4Block(text: string): Ipv4Block | undefined {
  const match = BLOCK.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1).map(Number);
  const [a = 256, b = 256, c = 256, d = 256, prefix = 33] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return undefined;
  const first = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/**
 * An address of a block by its place, such as `10.40.0.138` for `10.40.0.128/26` and 10.
 *
 * @throws Error when the text is no block, or the place is one that EC2 keeps in every subnet: the
 *   first four, the last, and all that lie outside.
 */
export function addressIn(text: string, place: number): string {
  const block = parseIpv4Block(text);
  const last = block === undefined ? 0 : block.last - block.first - 1;
  if (block === undefined || !Number.isInteger(place) || place < 4 || place > last) {
    throw new Error(`Address ${place} of ${text} is not allowed; allowed: 4–${last}.`);
  }
  return dotted(block.first + place);
}

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the two blocks share an address. */
export function overlaps(a: Ipv4Block, b: Ipv4Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/**
 * One of the equal parts of a block: the second /24 of `10.0.0.0/16` is `10.0.1.0/24`.
 *
 * @param index From 0.
 * @throws Error when the block has no such part.
 */
export function partOf(text: string, prefix: number, index: number): string {
  const block = parseIpv4Block(text);
  const size = 2 ** (32 - prefix);
  const first = (block?.first ?? 0) + index * size;
  if (block === undefined || prefix < block.prefix || first + size - 1 > block.last || index < 0) {
    throw new Error(`${text} has no part ${index} of /${prefix}.`);
  }
  return `${dotted(first)}/${prefix}`;
}

/** An address as people write it. */
function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
