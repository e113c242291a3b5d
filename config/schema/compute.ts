import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import {
  FARGATE_CPU_UNITS,
  fargateMemorySizes,
  fargateSizeProblem,
} from "../../components/shared/fargateSizes.ts";
import { accountId, logRetention, text, whole } from "./primitives.ts";
import { withRules } from "./rules.ts";

const scalingFields = {
  minimum: whole(1, 1000, "tasks"),
  maximum: whole(1, 1000, "tasks"),
  cpuPercent: whole(10, 95, "percent").default(70),
  memoryPercent: whole(10, 95, "percent").default(80),
  requestsPerTarget: whole(1, 1_000_000, "requests a minute and task")
    .optional()
    .meta({ description: "Also scale on requests. Default: no." }),
};

const scaling = withRules(z.strictObject(scalingFields), [
  {
    needs: ["minimum", "maximum"],
    check: ({ minimum, maximum }, problem) => {
      if (maximum < minimum) problem(["maximum"], `${minimum} (minimum) or more`);
    },
  },
]);

/** An image by what is in it. */
export const imageDigest = text(
  /^sha256:[0-9a-f]{64}$/,
  "an image digest: sha256: and 64 hex digits",
);

const serviceFields = {
  imageDigest: imageDigest.optional().meta({
    description:
      "Image to run, by digest. Default: none, and then no task is wanted, so that the first deployment works before the first image exists.",
  }),
  port: whole(1024, 65535, "TCP port").default(8000),
  cpu: z
    .number()
    .refine((cpu) => FARGATE_CPU_UNITS.includes(cpu), FARGATE_CPU_UNITS.join(", "))
    .meta({
      allowed: FARGATE_CPU_UNITS.join(", "),
      description: `CPU units, 1024 = 1 vCPU: ${FARGATE_CPU_UNITS.join(", ")}.`,
    }),
  memory: whole(512, 122880, "MiB"),
  scaling: scaling.meta({ description: "How many tasks run, and what adds some." }),
  spotPercent: whole(0, 99, "percent")
    .default(0)
    .meta({ description: "Share of tasks on Fargate Spot beyond the minimum. Default 0." }),
  deployment: z
    .strictObject({
      minimumHealthyPercent: whole(0, 100, "percent").default(50),
      maximumPercent: whole(100, 200, "percent").default(200),
    })
    .prefault({})
    .meta({ description: "How far a rolling deployment may go. Default 50–200 %." }),
  debugShell: z.boolean().default(false).meta({
    description:
      "ECS Exec: an audited shell in a task. Makes the root file system writable (T54). Default off.",
  }),
  logRetentionDays: logRetention,
};

/** The application's containers. */
export const serviceSchema = withRules(z.strictObject(serviceFields), [
  {
    needs: ["cpu", "memory"],
    check: ({ cpu, memory }, problem) => {
      if (fargateSizeProblem(cpu, memory) === undefined) return;
      problem(["memory"], `${fargateMemorySizes(cpu).join(", ")} with ${cpu} CPU units`);
    },
  },
  {
    needs: ["deployment"],
    check: ({ deployment }, problem) => {
      if (deployment.minimumHealthyPercent === 100 && deployment.maximumPercent === 100) {
        problem(
          ["deployment", "maximumPercent"],
          "more than 100 when minimumHealthyPercent is 100",
        );
      }
    },
  },
]);

/** Where images come from. */
export const repositorySchema = z.discriminatedUnion("mode", [
  z.strictObject({
    mode: z.literal("own").meta({ description: "This stack owns the repository." }),
    keepImages: whole(1, 1000, "images")
      .default(10)
      .meta({ description: "Images kept beside releases. Default 10." }),
    pullAccounts: z.array(accountId).default([]).meta({
      description:
        "Other accounts that may pull; the repository then outlives the stack. Default: none.",
    }),
    buildFrom: z
      .string()
      .refine((folder) => existsSync(join(folder, "Dockerfile")), "a folder with a Dockerfile")
      .optional()
      .meta({
        description:
          "Folder with a Dockerfile to build and push on each update, from this machine. Default: none; the pipeline pushes images.",
      }),
  }),
  z.strictObject({
    mode: z.literal("adopt").meta({ description: "Another stack or account owns it." }),
    arn: text(
      /^arn:aws(-cn|-us-gov)?:ecr:[a-z0-9-]+:\d{12}:repository\/[a-z0-9][a-z0-9._/-]+$/,
      "an ARN such as arn:aws:ecr:us-east-1:111122223333:repository/NAME",
    ).meta({ description: "Repository that another stack or account owns." }),
  }),
]);
