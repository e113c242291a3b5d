import { contains, type Ipv4Block, overlaps, parseIpv4Block } from "../shared/cidr.ts";

/** The three tiers of a VPC (P-NET-2), from the internet inwards. */
export const TIERS = ["public", "application", "data"] as const;

/** `public`: a way in and out; `application`: out through NAT; `data`: neither. */
export type TierName = (typeof TIERS)[number];

/** The addresses of a VPC and its tiers; each tier has one block a zone, in the zones' order. */
export interface AddressPlan {
  /** Addresses of the VPC, such as `10.0.0.0/16`. */
  readonly cidr: string;
  /** Load balancers and NAT gateways; each block /27 or larger. */
  readonly publicSubnets: readonly string[];
  /** Containers and hosts. */
  readonly applicationSubnets: readonly string[];
  /** Databases and caches; empty where these stand among the hosts, as a VPC of two tiers has them. */
  readonly dataSubnets: readonly string[];
}

/** Which addresses lie in which zone. */
export interface PlannedSubnet {
  /** Zone **id**, such as `use1-az1`: zone names differ between accounts (T27). */
  readonly zoneId: string;
  /** Block of the subnet, such as `10.0.1.0/24`. */
  readonly cidr: string;
}

/** A load balancer and a database's subnet group both want two zones (T39, T74). */
const LEAST_ZONES = 2;

/** Longest prefix of a subnet: EC2's own limit, and a load balancer's in the public tier (T39). */
const LONGEST_PREFIX: Readonly<Record<TierName, number>> = {
  public: 27,
  application: 28,
  data: 28,
};

/**
 * Lays the tiers out over the zones, one subnet a tier and zone.
 *
 * @throws Error when a tier has not one block a zone, but for a data tier that has none at all, or a
 *   block is malformed, too small, outside the VPC or overlaps another.
 */
export function planSubnets(
  zoneIds: readonly string[],
  addresses: AddressPlan,
): Readonly<Record<TierName, readonly PlannedSubnet[]>> {
  if (zoneIds.length < LEAST_ZONES) {
    throw new Error(`zoneIds has ${zoneIds.length} zones; allowed: ${LEAST_ZONES} or more.`);
  }
  const taken: { readonly cidr: string; readonly block: Ipv4Block }[] = [];
  const vpc = blockOf("cidr", addresses.cidr);

  const layOut = (tier: TierName): PlannedSubnet[] => {
    const key = `${tier}Subnets` as const;
    const blocks = addresses[key];
    if (tier === "data" && blocks.length === 0) return [];
    if (blocks.length !== zoneIds.length) {
      throw new Error(
        `${key} has ${blocks.length} blocks; allowed: ${zoneIds.length}, one for each of ${zoneIds.join(", ")}.`,
      );
    }
    for (const cidr of blocks) {
      const block = blockOf(key, cidr);
      if (!contains(vpc, block) || block.prefix > LONGEST_PREFIX[tier]) {
        throw new Error(
          `${key} has ${cidr}; allowed: blocks of ${addresses.cidr}, /${LONGEST_PREFIX[tier]} or larger.`,
        );
      }
      const other = taken.find((earlier) => overlaps(earlier.block, block));
      if (other) {
        throw new Error(
          `${key} has ${cidr}; allowed: blocks that do not overlap another, here ${other.cidr}.`,
        );
      }
      taken.push({ cidr, block });
    }
    return zoneIds.flatMap((zoneId, index) =>
      blocks.slice(index, index + 1).map((cidr) => ({ zoneId, cidr })),
    );
  };
  return { public: layOut("public"), application: layOut("application"), data: layOut("data") };
}

function blockOf(key: string, cidr: string): Ipv4Block {
  const block = parseIpv4Block(cidr);
  if (block) return block;
  throw new Error(
    `${key} has ${cidr}; allowed: IPv4 blocks without host bits, such as 10.0.0.0/16.`,
  );
}
