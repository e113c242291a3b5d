import { z } from "zod";

import { certificateSchema, firewallSchema } from "./edge.ts";
import type { environmentSchema } from "./environment.ts";
import type { platformSchema } from "./platform.ts";
import { domainName, text, whole } from "./primitives.ts";
import { type Problem, withRules } from "./rules.ts";

/** Of one file that is uploaded, in MiB; its content is counted and not kept. */
const MOST_MEBIBYTES = 1_000_000;

/** Burstable ones, and those of recent generations for computing or for anything; Graviton too. */
const hostType = text(
  /^(?:(?:t3a?|t4g)\.(?:nano|micro|small|medium|large|2?xlarge)|[cm](?:[6-8]g\.medium|(?:[6-8]g|[67][ai])\.(?:large|[248]?xlarge)))$/,
  "an instance type such as t3.micro, t4g.small, m7i.large or c8g.large",
);

const keepsTable = z.boolean().default(true).meta({
  description:
    "Whether the table, with the key that opens it, stays at AWS when documents are switched off or the stack is destroyed; it has to be imported, or deleted by hand, before the next deployment. Switched off it goes on telling what becomes of the key. Where environment.dataProtection is protected both always stay. Default true.",
});

const off = z.strictObject({
  mode: z.literal("off").meta({ description: "The environment takes no documents." }),
  keepsTable,
});

const on = withRules(
  z.strictObject({
    mode: z.literal("on").meta({ description: "Hosts of its own take uploads and keep metadata." }),
    host: domainName.meta({
      description: "Public name of the service, under platform.edge.domain.",
    }),
    certificate: certificateSchema.meta({
      description: "Where the load balancer's certificate comes from.",
    }),
    access: z.enum(["token", "open"]).default("token").meta({
      description:
        "token: whoever has a session token of the environment; open: everyone in the world. Default token.",
    }),
    instanceType: hostType.default("t3.micro").meta({
      description: "Size of a host; t3.micro 7.59 USD a month, t4g.micro 6.13. Default t3.micro.",
    }),
    instances: z
      .strictObject({
        minimum: whole(1, 20, "hosts").default(1),
        maximum: whole(1, 20, "hosts").default(1),
      })
      .prefault({})
      .meta({
        description:
          "Hosts that run, and that run at most; between the two the CPU decides, upwards alone: a host is never ended for being one too many. Default 1 and 1.",
      }),
    uploadMebibytes: whole(1, MOST_MEBIBYTES, "MiB").default(10_000).meta({
      description: "Largest file that is taken. Default 10000.",
    }),
    keepsTable,
    monthlyUsd: whole(1, 1_000_000, "USD a month").default(80).meta({
      description:
        "What the documents may cost a month; the environment's budget is so much higher. Default 80, which two small hosts keep.",
    }),
    accessLogDays: whole(1, 3650, "days").default(90).meta({ description: "Days; default 90." }),
    idleTimeoutSeconds: whole(1, 3990, "seconds").default(60).meta({
      description: "Seconds without a byte after which the load balancer gives up. Default 60.",
    }),
    firewall: firewallSchema.prefault({}).meta({
      description: "AWS WAF before the load balancer; uploads are let through by themselves.",
    }),
  }),
  [
    {
      needs: ["instances"],
      check: ({ instances: { minimum, maximum } }, problem) => {
        if (maximum < minimum)
          problem(["instances", "maximum"], `${minimum} (the minimum) or more`);
      },
    },
    {
      needs: ["firewall"],
      check: ({ firewall }, problem) => {
        // Each costs capacity, and /upload is there already.
        if (firewall.uploadPaths.length > 0) {
          problem(["firewall", "uploadPaths"], "none: /upload is let through by itself");
        }
      },
    },
  ],
);

/** Whether the environment keeps metadata of documents (S-DOCS), and how. */
export const documentsSchema = z.discriminatedUnion("mode", [off, on]);

type Documents = z.output<typeof documentsSchema>;
type Environment = z.output<typeof environmentSchema>;
type Platform = z.output<typeof platformSchema>;

/** Services that hosts reach by endpoints, so that no session and no document crosses NAT. */
const DOCUMENTS_ENDPOINTS = ["ssm", "ssmmessages", "ec2messages"] as const;

/** Refuses what the documents can't be beside the platform, whose network and zone they share. */
export function checkDocuments(
  documents: Documents,
  { network, edge }: Platform,
  { region, accountId, dataProtection }: Environment,
  problem: Problem,
): void {
  if (documents.mode === "off") return;
  const missing = DOCUMENTS_ENDPOINTS.filter(
    (service) => !network.interfaceEndpoints.includes(service),
  );
  if (missing.length > 0) {
    problem(
      ["platform", "network", "interfaceEndpoints"],
      `a list with ${missing.join(", ")}, since documents.mode is on`,
    );
  }
  if (network.natGateways === "none") {
    problem(
      ["platform", "network", "natGateways"],
      "single or per-zone, since documents.mode is on: its hosts fetch their runtime",
    );
  }
  const { host, certificate, keepsTable } = documents;
  if (!keepsTable && dataProtection === "protected") {
    problem(["documents", "keepsTable"], "true while environment.dataProtection is protected");
  }
  if (!host.endsWith(`.${edge.domain}`)) {
    problem(["documents", "host"], `a name under ${edge.domain}`);
  }
  if (certificate.mode === "managed" && edge.zone.mode === "foreign") {
    problem(
      ["documents", "certificate", "mode"],
      "pending or external, since platform.edge.zone is foreign",
    );
  }
  if (
    certificate.mode === "external" &&
    certificate.arn.split(":").slice(3, 5).join(" ") !== `${region} ${accountId}`
  ) {
    problem(["documents", "certificate", "arn"], `a certificate of ${accountId} in ${region}`);
  }
}
