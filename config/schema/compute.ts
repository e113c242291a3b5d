import { z } from "zod";

import {
  FARGATE_CPU_UNITS,
  fargateMemorySizes,
  fargateSizeProblem,
} from "../../components/shared/fargateSizes.ts";
import { arn, logRetention, text, whole } from "./primitives.ts";
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

const serviceFields = {
  imageDigest: text(/^sha256:[0-9a-f]{64}$/, "an image digest: sha256: and 64 hex digits")
    .optional()
    .meta({
      description:
        "Image to run, by digest. Default: none, and then no task is wanted, so that the first deployment works before the first image exists.",
    }),
  port: whole(1024, 65535, "TCP port").default(8000),
  cpu: whole(256, 16384, "CPU units").meta({
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
      const sizes = fargateMemorySizes(cpu);
      if (sizes.length === 0) problem(["cpu"], FARGATE_CPU_UNITS.join(", "));
      else problem(["memory"], `${sizes.join(", ")} with ${cpu} CPU units`);
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
    mode: z.literal("own"),
    keepImages: whole(1, 1000, "images").default(10),
    pullAccounts: z
      .array(text(/^\d{12}$/, "an AWS account id of 12 digits, in quotes"))
      .default([])
      .meta({ description: "Other accounts that may pull. Default: none." }),
    buildFrom: z.string().optional().meta({
      description:
        "Folder with a Dockerfile to build and push on each update, from this machine. Default: none; the pipeline pushes images.",
    }),
  }),
  z.strictObject({
    mode: z.literal("adopt"),
    arn: arn("ecr").meta({ description: "Repository that another stack or account owns." }),
  }),
]);
