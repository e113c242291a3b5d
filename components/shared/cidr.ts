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

/** Whether every address of `inner` lies in `outer`. */
export function contains(outer: Ipv4Block, inner: Ipv4Block): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether the two blocks share an address. */
export function overlaps(a: Ipv4Block, b: Ipv4Block): boolean {
  return a.first <= b.last && b.first <= a.last;
}
