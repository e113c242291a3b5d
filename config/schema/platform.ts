import { z } from "zod";

import { shiftsTraffic } from "../../components/shared/deployment.ts";
import { applicationSchema, repositorySchema } from "./compute.ts";
import { cacheSchema, databaseSchema } from "./data.ts";
import { edgeSchema } from "./edge.ts";
import { networkSchema } from "./network.ts";
import { withRules } from "./rules.ts";

const fields = {
  network: networkSchema.meta({ description: "The VPC." }),
  edge: edgeSchema.meta({ description: "Names, certificate, load balancer, firewall." }),
  repository: repositorySchema.meta({ description: "Where images come from." }),
  service: applicationSchema.meta({ description: "The application's containers." }),
  database: databaseSchema.meta({ description: "RDS for PostgreSQL." }),
  cache: cacheSchema.meta({ description: "ElastiCache or MemoryDB." }),
  externalApiKeysFrom: z.enum(["placeholder", "config"]).default("placeholder").meta({
    description:
      "config: the value is the secret setting rampart:externalApiKeys; placeholder: a random value stands in until someone sets one.",
  }),
};

/** The items API and all that it stands on (S-PLATFORM). */
export const platformSchema = withRules(z.strictObject(fields), [
  {
    needs: ["edge", "service"],
    check: ({ edge, service }, problem) => {
      if (edge.certificate.mode === "pending" && service.scaling.requestsPerTarget !== undefined) {
        problem(
          ["service", "scaling", "requestsPerTarget"],
          "nothing while edge.certificate is pending: no request arrives yet",
        );
      }
      if (edge.certificate.mode === "pending" && shiftsTraffic(service.deployment)) {
        problem(
          ["service", "deployment", "strategy"],
          "rolling while edge.certificate is pending: there is no listener to shift traffic at",
        );
      }
    },
  },
  {
    needs: ["repository", "service"],
    check: ({ repository, service }, problem) => {
      const builds = repository.mode === "own" && repository.buildFrom !== undefined;
      if (builds && service.imageDigest !== undefined) {
        problem(["service", "imageDigest"], "nothing beside repository.buildFrom, which makes one");
      }
    },
  },
  {
    needs: ["network", "service"],
    check: ({ network, service }, problem) => {
      const cutOff =
        network.natGateways === "none" && !network.interfaceEndpoints.includes("ssmmessages");
      if (service.debugShell && cutOff) {
        problem(
          ["service", "debugShell"],
          "false, unless network.interfaceEndpoints has ssmmessages",
        );
      }
    },
  },
]);
