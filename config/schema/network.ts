import { z } from "zod";

import { contains, overlaps, parseIpv4Block } from "../../components/shared/cidr.ts";
import { REGIONS } from "../../components/shared/regions.ts";
import { accountId, ipv4Block, logRetention, text, whole } from "./primitives.ts";
import { type Problem, withRules } from "./rules.ts";

/** Services that AWS offers as interface endpoints and the program knows a use for (P-NET-5). */
const INTERFACE_ENDPOINTS = [
  "ecr.api",
  "ecr.dkr",
  "logs",
  "secretsmanager",
  "ssm",
  "ssmmessages",
  "ec2messages",
  "kms",
  "sts",
] as const;

/** Services that a VPC reaches privately. */
export const interfaceEndpoints = z.array(z.enum(INTERFACE_ENDPOINTS)).default([]).meta({
  description:
    "Services reached privately instead of through NAT; about 7.30 USD a month each and zone. Default: none.",
});

const tier = (what: string) =>
  z
    .array(ipv4Block)
    .min(2)
    .max(6)
    .meta({ description: `${what}; one block a zone, in order.` });

/** An existing VPC, and what is wanted of it. */
export const peeringSchema = z.strictObject({
  vpcId: text(/^vpc-[0-9a-f]{8,17}$/, "a VPC id such as vpc-0a1b2c3d4e5f67890"),
  accountId: accountId.optional().meta({ description: "Its account. Default: this one." }),
  region: z
    .enum(Object.keys(REGIONS))
    .optional()
    .meta({ description: "Its region. Default: this one." }),
  cidr: ipv4Block.meta({ description: "Its addresses; must not overlap the VPC." }),
  ports: z
    .array(whole(1, 65535, "TCP port"))
    .min(1)
    .max(10)
    .refine((ports) => new Set(ports).size === ports.length, "each port once")
    .meta({ description: "TCP ports that the application may reach over there." }),
  routeTableIds: z
    .array(text(/^rtb-[0-9a-f]{8,17}$/, "a route table id such as rtb-0a1b2c3d4e5f67890"))
    .max(20)
    .default([])
    .meta({
      description:
        "Its route tables that get a route back, where it is in this account. Default: none; its owner makes the routes.",
    }),
});

const fields = {
  cidr: ipv4Block.meta({ description: "Addresses of the VPC." }),
  publicSubnets: tier("Load balancers and NAT gateways"),
  applicationSubnets: tier("Containers and hosts; out through NAT only"),
  dataSubnets: tier("Databases and caches; no way out"),
  natGateways: z.enum(["none", "single", "per-zone"]).meta({
    description:
      "none: application subnets reach AWS through endpoints only; single: cheapest way out, one zone's failure cuts all; per-zone: one each. About 33 USD a month each.",
  }),
  interfaceEndpoints,
  interfaceEndpointZones: z.enum(["each", "first"]).default("each").meta({
    description:
      "Where interface endpoints have addresses. each: in each zone; first: in the first alone, for a fraction of the price, and its failure cuts all off. Default each.",
  }),
  flowLogRetentionDays: logRetention.default(365).meta({ description: "Days; default 365." }),
  peering: peeringSchema
    .optional()
    .meta({ description: "An existing VPC to reach on some ports. Default: none." }),
};

const TIERS = ["publicSubnets", "applicationSubnets", "dataSubnets"] as const;

/** Refuses subnets outside their VPC, on top of each other, or too small for a load balancer. */
export function checkBlocks(
  cidr: string,
  tiers: Readonly<Record<string, readonly string[]>>,
  problem: Problem,
): void {
  const vpc = parseIpv4Block(cidr);
  const taken: { readonly key: string; readonly cidr: string }[] = [];
  for (const [key, blocks] of Object.entries(tiers)) {
    blocks.forEach((text, index) => {
      const block = parseIpv4Block(text);
      if (vpc === undefined || block === undefined) return;
      if (!contains(vpc, block)) problem([key, index], `a block inside ${cidr}`);
      const other = taken.find((entry) => {
        const earlier = parseIpv4Block(entry.cidr);
        return earlier !== undefined && overlaps(earlier, block);
      });
      if (other !== undefined) {
        problem([key, index], `a block that does not overlap ${other.key} ${other.cidr}`);
      }
      // A load balancer wants /27 and eight free addresses (T39).
      if (key === "publicSubnets" && block.prefix > 27) {
        problem([key, index], "/27 or larger, which a load balancer needs");
      }
      taken.push({ key: `${key}[${index}]`, cidr: text });
    });
  }
}

/** Refuses a peer with addresses of the VPC, which EC2 can't route. */
export function checkPeer(
  { cidr, peering }: { readonly cidr: string; readonly peering?: { cidr: string } | undefined },
  problem: Problem,
): void {
  const own = parseIpv4Block(cidr);
  const other = peering && parseIpv4Block(peering.cidr);
  if (own && other && overlaps(own, other)) {
    problem(["peering", "cidr"], `a block that does not overlap ${cidr}`);
  }
}

/** Refuses a service twice: a VPC takes one endpoint with private DNS for each (T83). */
export function checkEndpoints(
  { interfaceEndpoints: services }: { readonly interfaceEndpoints: readonly string[] },
  problem: Problem,
): void {
  services.forEach((service, index) => {
    if (services.indexOf(service) !== index) {
      problem(["interfaceEndpoints", index], "each service once");
    }
  });
}

/** The VPC of a system. */
export const networkSchema = withRules(z.strictObject(fields), [
  {
    needs: ["cidr", ...TIERS],
    check: (network, problem) => {
      const { publicSubnets, applicationSubnets, dataSubnets } = network;
      checkBlocks(network.cidr, { publicSubnets, applicationSubnets, dataSubnets }, problem);
    },
  },
  {
    needs: [...TIERS],
    check: (network, problem) => {
      for (const key of TIERS.slice(1)) {
        if (network[key].length !== network.publicSubnets.length) {
          problem([key], `${network.publicSubnets.length} blocks, as many as publicSubnets`);
        }
      }
    },
  },
  {
    needs: ["cidr", "peering"],
    check: checkPeer,
  },
  {
    needs: ["interfaceEndpoints"],
    check: checkEndpoints,
  },
  {
    needs: ["natGateways", "interfaceEndpoints"],
    check: ({ natGateways, interfaceEndpoints }, problem) => {
      // Without NAT a task can't start unless image, log and secret come through endpoints (T58).
      const wanted = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "kms"] as const;
      const missing = wanted.filter((service) => !interfaceEndpoints.includes(service));
      if (natGateways === "none" && missing.length > 0) {
        problem(
          ["interfaceEndpoints"],
          `a list with ${missing.join(", ")}, since natGateways is none`,
        );
      }
    },
  },
]);
