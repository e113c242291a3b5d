import { isIPv4, isIPv6 } from "node:net";

/** Addresses from the first to the last of them. */
export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** IPv6 addresses are the numbers that they are; those of IPv4 stand behind all of them. */
const IPV4 = 1n << 128n;
const FAMILIES = { v4: { start: IPV4, bits: 32 }, v6: { start: 0n, bits: 128 } } as const;

/** Every address of both families. */
export const EVERYTHING: readonly AddressRange[] = Object.values(FAMILIES).map(
  ({ start, bits }) => ({ first: start, last: start + (1n << BigInt(bits)) - 1n }),
);

/** Ranges of IPv6 that stand for all of IPv4: addresses in its notation, and NAT64's own prefix. */
const EMBEDDED = [blockOf("::ffff:0:0/96"), blockOf("64:ff9b::/96")];

/** Never on the internet. Source: IANA's special-purpose address registries, read in 2026. */
const PRIVATE = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  // Documentation; of IPv6, nothing outside 2000::/3 is on the internet.
  "2001:db8::/32",
  "3fff::/20",
].flatMap(surelyIn);
const PUBLIC = subtract(["0.0.0.0/0", "2000::/3"].flatMap(surelyIn), PRIVATE);

/** What a block such as `10.0.0.0/8` or `2001:db8::/32` covers for certain; nothing if unreadable. */
export function surelyIn(text: string): AddressRange[] {
  const block = blockOf(text);
  return block === undefined ? [] : [block];
}

/**
 * All that a block may cover. IPv4 in the notation of IPv6 is also the IPv4 block that it means;
 * what can't be read is everything.
 */
export function possiblyIn(text: string): readonly AddressRange[] {
  const block = blockOf(text);
  if (block === undefined) return EVERYTHING;
  const meant = EMBEDDED.flatMap((whole) =>
    whole !== undefined && whole.first <= block.first && block.last <= whole.last
      ? [{ first: block.first - whole.first + IPV4, last: block.last - whole.first + IPV4 }]
      : [],
  );
  return [block, ...meant];
}

/** The same addresses in order, each in one range only. */
export function union(ranges: readonly AddressRange[]): AddressRange[] {
  const merged: AddressRange[] = [];
  for (const range of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1n) merged.push(range);
    else if (range.last > before.last) merged.splice(-1, 1, { ...before, last: range.last });
  }
  return merged;
}

/** What is left of some addresses without others. */
export function subtract(
  ranges: readonly AddressRange[],
  others: readonly AddressRange[],
): AddressRange[] {
  return others.reduce<AddressRange[]>(
    (left, { first, last }) =>
      left.flatMap((range) =>
        [
          { first: range.first, last: range.last < first ? range.last : first - 1n },
          { first: range.first > last ? range.first : last + 1n, last: range.last },
        ].filter((piece) => piece.first <= piece.last),
      ),
    [...ranges],
  );
}

/** How many of the addresses are on the internet, by family. */
export function publicIn(ranges: readonly AddressRange[]): { v4: bigint; v6: bigint } {
  const count = { v4: 0n, v6: 0n };
  for (const range of union(ranges)) {
    for (const part of PUBLIC) {
      const first = range.first > part.first ? range.first : part.first;
      const last = range.last < part.last ? range.last : part.last;
      if (first <= last) count[first >= IPV4 ? "v4" : "v6"] += last - first + 1n;
    }
  }
  return count;
}

/** How many addresses a block of IPv4 or IPv6 has. */
export function sizeOf(family: "v4" | "v6", prefix: number): bigint {
  return 1n << BigInt(FAMILIES[family].bits - prefix);
}

/** Reads a block; bits behind the prefix do not count, as EC2 has it. */
function blockOf(text: string): AddressRange | undefined {
  const [address = "", prefix, ...more] = text.trim().split("/");
  const family = isIPv4(address) ? "v4" : isIPv6(address) && !address.includes("%") ? "v6" : "";
  if (family === "" || more.length > 0) return undefined;
  const { start, bits } = FAMILIES[family];
  if (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return undefined;
  const size = sizeOf(family, length);
  const value = family === "v4" ? ipv4(address) : ipv6(address);
  const first = start + (value / size) * size;
  return { first, last: first + size - 1n };
}

function ipv4(address: string): bigint {
  return address.split(".").reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

function ipv6(address: string): bigint {
  const dotted = address.slice(address.lastIndexOf(":") + 1);
  const [head = [], tail] = address.split("::").map((half) =>
    half.split(":").flatMap((group) => {
      if (group === "") return [];
      if (group !== dotted || !isIPv4(dotted)) return [BigInt(`0x${group}`)];
      return [ipv4(dotted) >> 16n, ipv4(dotted) & 0xffffn];
    }),
  );
  const left = head.length + (tail?.length ?? 0);
  const groups = [...head, ...Array.from({ length: 8 - left }, () => 0n), ...(tail ?? [])];
  return groups.reduce((sum, group) => sum * 65536n + group, 0n);
}
