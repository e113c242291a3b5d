import { numberOf, textsOf } from "../../engine/parameters.ts";
import { type AddressRange, publicIn, sizeOf } from "./addresses.ts";

/** From where on addresses are taken for the internet. */
export interface Limits {
  readonly widestIpv4Prefix: number;
  readonly widestIpv6Prefix: number;
  /** Ids of prefix lists outside the stack that are known not to be open. */
  readonly closedPrefixLists: readonly string[];
}

/** The parameters of every control that asks whether something is open to the internet. */
export const limits = {
  widestIpv4Prefix: numberOf(
    16,
    "Public IPv4 addresses that one may still call chosen, as the prefix of a block of that size.",
    { minimum: 1, maximum: 32 },
  ),
  widestIpv6Prefix: numberOf(
    32,
    "Public IPv6 addresses that one may still call chosen, as the prefix of a block of that size.",
    { minimum: 4, maximum: 128 },
  ),
  closedPrefixLists: textsOf(
    [],
    "Prefix lists of other stacks, by their ids, that name no more than chosen addresses.",
  ),
};

/**
 * Whether addresses are the internet: whether more of them are public than one block of the widest
 * prefix has, /16 of IPv4 or /32 of IPv6 unless it is set, which is about the largest that one
 * company calls its own. All ranges count together and each address once, so that halves, or a
 * thousand small blocks, are what they add up to. Addresses that are never on the internet (private,
 * shared, documentation, multicast, unique local) do not count. Groups of the VPC are no addresses.
 */
export function isInternet(ranges: readonly AddressRange[], limits: Limits): boolean {
  const { v4, v6 } = publicIn(ranges);
  return v4 > sizeOf("v4", limits.widestIpv4Prefix) || v6 > sizeOf("v6", limits.widestIpv6Prefix);
}
