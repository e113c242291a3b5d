import { isIPv4, isIPv6 } from "node:net";

/** A block larger than this is no company's own, but the internet: the policy pack says the same. */
const WIDEST = { v4: 16, v6: 32 };

/** Never on the internet: private, shared, loopback, link-local, multicast and reserved. */
const PRIVATE_V4 = [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const;

/** Whether a block, such as `0.0.0.0/0` or a half of it, stands for the internet. */
export function isInternet(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  const prefix = Number(length);
  if (isIPv4(address)) return prefix < WIDEST.v4 && !isPrivate(address, prefix);
  if (!isIPv6(address)) return false;
  // Only 2000::/3 is handed out; what begins with `f` is local or multicast.
  return prefix < WIDEST.v6 && !/^f/i.test(address);
}

function isPrivate(address: string, prefix: number): boolean {
  return PRIVATE_V4.some(
    ([start, length]) => prefix >= length && top(address, length) === top(start, length),
  );
}

/** The first bits of an address. */
function top(address: string, bits: number): number {
  const value = address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return Math.floor(value / 2 ** (32 - bits));
}
