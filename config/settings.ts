import { z } from "zod";

import {
  ENVIRONMENT_NAME_LIMIT,
  PROJECT_NAME_LIMIT,
  SCOPE_NAME_LIMIT,
} from "../components/shared/names.ts";
import { accountSchema } from "./schema/account.ts";
import { documentsSchema } from "./schema/documents.ts";
import { environmentSchema } from "./schema/environment.ts";
import { identitySchema } from "./schema/identity.ts";
import { ingestSchema } from "./schema/ingest.ts";
import { musicSchema } from "./schema/music.ts";
import { operationsSchema } from "./schema/operations.ts";
import { platformSchema } from "./schema/platform.ts";
import { withRules } from "./schema/rules.ts";
import { systemRules } from "./schema/systems.ts";
import { trackerSchema } from "./schema/tracker.ts";

/** Every block of a stack file, by its key behind `rampart:`. */
const blocks = {
  environment: environmentSchema.meta({
    description: "Where the stack is and how it treats data.",
  }),
  account: accountSchema.meta({
    description: "Who looks after what exists once in the account: trail, detectors, defaults.",
  }),
  identity: identitySchema.meta({
    description: "Who works with the environment from outside: pipelines, people, break-glass.",
  }),
  operations: operationsSchema.meta({ description: "How the environment is run." }),
  platform: platformSchema.meta({ description: "The items API and all that it stands on." }),
  documents: documentsSchema.prefault({ mode: "off" }).meta({
    description: "Metadata of uploaded documents, by hosts of their own. Default off.",
  }),
  music: musicSchema.prefault({ mode: "off" }).meta({
    description: "Music streaming: page, tracks, users and an API. Default off.",
  }),
  tracker: trackerSchema.prefault({ mode: "off" }).meta({
    description:
      "The tracker's API, pages, workers and stores, in a region of its own. Default off.",
  }),
  ingest: ingestSchema.prefault({ mode: "off" }).meta({
    description: "Event ingest: JSON objects in, items or rejects out. Default off.",
  }),
};

/** The whole of a stack's settings. */
export const settingsSchema = withRules(z.strictObject(blocks), [
  {
    needs: ["environment", "platform"],
    check: ({ environment: { region }, platform: { edge } }, problem) => {
      // CloudFront's certificates, web ACLs and logs, and Route 53's query logs, live there (T1, T21, T26).
      if (region === "us-east-1") return;
      const only = "only in an environment of us-east-1";
      if (edge.distribution) problem(["platform", "edge", "distribution"], only);
      if (edge.queryLogging) problem(["platform", "edge", "queryLogging"], only);
    },
  },
  {
    needs: ["environment", "platform"],
    check: ({ environment: { region, accountId }, platform: { edge, repository } }, problem) => {
      const { certificate, distribution } = edge;
      const placed = (arn: string) => arn.split(":").slice(3, 5).join(" ");
      if (certificate.mode === "external" && placed(certificate.arn) !== `${region} ${accountId}`) {
        const allowed = `a certificate of ${accountId} in ${region}`;
        problem(["platform", "edge", "certificate", "arn"], allowed);
      }
      const front = distribution?.certificateArn;
      if (front !== undefined && placed(front) !== `us-east-1 ${accountId}`) {
        const allowed = `a certificate of ${accountId} in us-east-1`;
        problem(["platform", "edge", "distribution", "certificateArn"], allowed);
      }
      // The permissions boundary keeps roles in their region, pulling included.
      if (repository.mode === "adopt" && repository.arn.split(":")[3] !== region) {
        problem(["platform", "repository", "arn"], `a repository in ${region}`);
      }
    },
  },
  {
    needs: ["environment", "account"],
    check: ({ environment: { accountId, region }, account }, problem) => {
      const check = (path: readonly string[], value: string | undefined, elsewhere?: string) => {
        if (!value?.startsWith("arn:")) return;
        const [place = "", owner] = value.split(":").slice(3, 5);
        if (owner !== accountId) {
          problem(["account", ...path], `an ARN of ${accountId} (environment.accountId)`);
        } else if (place !== "" && place !== (elsewhere ?? region)) {
          problem(
            ["account", ...path],
            `an ARN of ${elsewhere ?? `${region} (environment.region)`}`,
          );
        }
      };
      if (account.mode === "adopts") check(["githubProviderArn"], account.githubProviderArn);
      if (account.mode !== "owns") return;
      const { otherRegions, ...own } = account.adopted;
      for (const [key, arn] of Object.entries(own)) check(["adopted", key], arn);
      for (const [other, guards] of Object.entries(otherRegions)) {
        const path = ["adopted", "otherRegions", other];
        if (other === region) {
          problem(["account", ...path], `another region than ${region} (environment.region)`);
        } else check([...path, "analyzerArn"], guards?.analyzerArn, other);
      }
    },
  },
  {
    needs: ["operations", "platform"],
    check: ({ operations: { alerts }, platform: { service } }, problem) => {
      const { taskCpuPercent, taskMemoryPercent } = alerts.thresholds;
      const { cpuPercent, memoryPercent } = service.scaling;
      const path = ["operations", "alerts", "thresholds"];
      // Scaling keeps tasks near its aim: an alarm below it would go off on a good day.
      if (taskCpuPercent <= cpuPercent) {
        problem([...path, "taskCpuPercent"], `more than ${cpuPercent}, which scaling aims at`);
      }
      if (taskMemoryPercent <= memoryPercent) {
        problem(
          [...path, "taskMemoryPercent"],
          `more than ${memoryPercent}, which scaling aims at`,
        );
      }
    },
  },
  {
    needs: ["account", "identity"],
    check: ({ account, identity: { github } }, problem) => {
      if (github && account.mode === "none") {
        problem(
          ["identity", "github"],
          "nothing while account.mode is none: nobody vouches for jobs",
        );
      }
    },
  },
  {
    needs: ["environment", "operations"],
    check: ({ environment: { dataProtection }, operations: { backup } }, problem) => {
      if (backup.lock?.mode === "compliance" && dataProtection === "disposable") {
        problem(
          ["operations", "backup", "lock", "mode"],
          "governance while environment.dataProtection is disposable",
        );
      }
    },
  },
  {
    needs: ["environment", "ingest"],
    check: ({ environment, ingest }, problem) => {
      if (ingest.mode === "off") return;
      if (ingest.forceDestroy === true && environment.dataProtection === "protected") {
        problem(["ingest", "forceDestroy"], "false while environment.dataProtection is protected");
      }
      for (const [index, { region, keyArn }] of ingest.replicas.entries()) {
        const path = ["ingest", "replicas", index];
        if (region === environment.region) {
          problem([...path, "region"], `another region than ${region} (environment.region)`);
        }
        if (keyArn.split(":").slice(3, 5).join(" ") !== `${region} ${environment.accountId}`) {
          problem([...path, "keyArn"], `a key of ${environment.accountId} in ${region}`);
        }
      }
    },
  },
  ...systemRules,
  {
    needs: ["environment", "platform"],
    check: ({ environment, platform }, problem) => {
      const zones = environment.zoneIds.length;
      const subnets = platform.network.publicSubnets.length;
      if (zones !== subnets) {
        problem(
          ["platform", "network", "publicSubnets"],
          `${zones} blocks, one for each of environment.zoneIds`,
        );
      }
    },
  },
]);

/** A stack's settings as the program sees them: plain, complete and valid. */
export type Settings = z.output<typeof settingsSchema>;
/** Whether and how the stack looks after its account. */
export type AccountSettings = Settings["account"];
/** What a stack says of the account's baseline that it owns. */
export type OwnedAccountSettings = Extract<AccountSettings, { readonly mode: "owns" }>;
/** Who works with the environment from outside. */
export type IdentitySettings = Settings["identity"];
/** How the environment is run. */
export type OperationsSettings = Settings["operations"];
/** Whether and how the environment takes events in. */
export type IngestSettings = Extract<Settings["ingest"], { readonly mode: "on" }>;
/** Whether and how the environment keeps metadata of documents. */
export type DocumentsSettings = Extract<Settings["documents"], { readonly mode: "on" }>;
/** How the environment plays music. */
export type MusicSettings = Exclude<Settings["music"], { readonly mode: "off" }>;
/** The same on one instance. */
export type MusicHostSettings = Extract<Settings["music"], { readonly mode: "host" }>;
/** The same on Fargate. */
export type MusicFargateSettings = Extract<Settings["music"], { readonly mode: "fargate" }>;
/** How the environment's tracker runs. */
export type TrackerSettings = Extract<Settings["tracker"], { readonly mode: "on" }>;
/** Settings of the platform system. */
export type PlatformSettings = Settings["platform"];

/** Secret settings: `pulumi config set --secret rampart:NAME`. They are never part of {@link Settings}. */
export const SECRET_SETTINGS = ["externalApiKeys", "pagerDutyUrl", "trackerSignInSecret"] as const;
/** Name of a secret setting. */
export type SecretSetting = (typeof SECRET_SETTINGS)[number];

/** What is wrong with the names of project and stack; every physical name starts with them. */
export function nameProblems(project: string, stack: string): string[] {
  const check = (what: string, value: string, limit: number): string[] =>
    new RegExp(`^[a-z][a-z0-9]{0,${limit - 1}}$`).test(value)
      ? []
      : [
          `${what} name ${JSON.stringify(value)} is not allowed; allowed: up to ${limit} lower-case letters and digits, a letter first`,
        ];
  const problems = [
    ...check("project", project, PROJECT_NAME_LIMIT),
    ...check("stack", stack, ENVIRONMENT_NAME_LIMIT),
  ];
  const together = project.length + stack.length;
  if (problems.length > 0 || together <= SCOPE_NAME_LIMIT) return problems;
  return [
    `project and stack name ${JSON.stringify(project)} and ${JSON.stringify(stack)} have ${together} characters; allowed: ${SCOPE_NAME_LIMIT} together`,
  ];
}
