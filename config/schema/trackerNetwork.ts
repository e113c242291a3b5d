import { z } from "zod";

import {
  checkBlocks,
  checkEndpoints,
  checkPeer,
  interfaceEndpoints,
  peeringSchema,
} from "./network.ts";
import { ipv4Block, logRetention } from "./primitives.ts";
import { withRules } from "./rules.ts";

const blocks = (what: string, first: string, second: string) =>
  z
    .array(ipv4Block)
    .min(2)
    .max(6)
    .default([first, second])
    .meta({ description: `${what}; one block a zone, in order. Default ${first} and ${second}.` });

const fields = {
  cidr: ipv4Block
    .default("10.40.0.0/24")
    .meta({ description: "Addresses of the VPC. Default 10.40.0.0/24." }),
  publicSubnets: blocks("Load balancer and NAT gateway", "10.40.0.0/26", "10.40.0.64/26"),
  privateSubnets: blocks("Containers, database and cache", "10.40.0.128/26", "10.40.0.192/26"),
  interfaceEndpoints,
  flowLogRetentionDays: logRetention.default(365).meta({ description: "Days; default 365." }),
  peering: peeringSchema.optional().meta({
    description: "The existing VPC that holds database or cache. Default: none.",
  }),
};

/** The tracker's VPC: two tiers, one way out. */
export const trackerNetworkSchema = withRules(z.strictObject(fields), [
  {
    needs: ["cidr", "publicSubnets", "privateSubnets"],
    check: ({ cidr, publicSubnets, privateSubnets }, problem) => {
      checkBlocks(cidr, { publicSubnets, privateSubnets }, problem);
    },
  },
  { needs: ["cidr", "peering"], check: checkPeer },
  { needs: ["interfaceEndpoints"], check: checkEndpoints },
]);
