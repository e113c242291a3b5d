import { z } from "zod";

import { repositorySchema, serviceSchema } from "./compute.ts";
import { cacheSchema, databaseSchema } from "./data.ts";
import { edgeSchema } from "./edge.ts";
import { networkSchema } from "./network.ts";
import { withRules } from "./rules.ts";

const fields = {
  network: networkSchema,
  edge: edgeSchema,
  repository: repositorySchema,
  service: serviceSchema,
  database: databaseSchema,
  cache: cacheSchema,
  externalApiKeys: z.enum(["placeholder", "config"]).default("placeholder").meta({
    description:
      "config: the value is the secret setting rampart:externalApiKeys; placeholder: a random value stands in until someone sets one.",
  }),
};

/** The items API and all that it stands on (S-PLATFORM). */
export const platformSchema = withRules(z.strictObject(fields), []);
