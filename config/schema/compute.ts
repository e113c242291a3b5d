import { existsSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

import {
  DEPLOYMENT_BOUNDS,
  deploymentProblems,
  shiftsTraffic,
} from "../../components/shared/deployment.ts";
import {
  FARGATE_CPU_UNITS,
  fargateMemorySizes,
  fargateSizeProblem,
} from "../../components/shared/fargateSizes.ts";
import { accountId, logRetention, text, whole } from "./primitives.ts";
import { type Rule, withRules } from "./rules.ts";

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

type Size = Pick<z.output<z.ZodObject<typeof serviceFields>>, "cpu" | "memory">;

const sizeRule: Rule<Size> = {
  needs: ["cpu", "memory"],
  check: ({ cpu, memory }, problem) => {
    if (fargateSizeProblem(cpu, memory) === undefined) return;
    problem(["memory"], `${fargateMemorySizes(cpu).join(", ")} with ${cpu} CPU units`);
  },
};

/** A service's containers, whose tasks are replaced step by step. */
export const serviceSchema = withRules(z.strictObject(serviceFields), [
  sizeRule,
  {
    needs: ["deployment"],
    check: ({ deployment }, problem) => {
      for (const { field, allowed } of deploymentProblems(deployment)) {
        problem(["deployment", field], allowed);
      }
    },
  },
]);

const bounded = (field: keyof typeof DEPLOYMENT_BOUNDS, unit: string) =>
  whole(DEPLOYMENT_BOUNDS[field].least, DEPLOYMENT_BOUNDS[field].most, unit).optional();

const shiftable = z.strictObject({
  strategy: z.enum(["rolling", "blueGreen", "canary"]).default("rolling").meta({
    description:
      "rolling: tasks are replaced step by step; blueGreen: all new tasks stand beside the former ones, then take all requests at once; canary: a share of the requests goes first. Default rolling.",
  }),
  minimumHealthyPercent: bounded("minimumHealthyPercent", "percent").meta({
    description: "rolling: share of the tasks that stays healthy. Default 50.",
  }),
  maximumPercent: bounded("maximumPercent", "percent").meta({
    description: "rolling: share of the tasks that may run. Default 200.",
  }),
  canaryPercent: bounded("canaryPercent", "percent").meta({
    description: "canary: share of the requests that new tasks get first. Default 10.",
  }),
  canaryMinutes: bounded("canaryMinutes", "minutes").meta({
    description: "canary: for how long they get that share only. Default 10.",
  }),
  bakeMinutes: bounded("bakeMinutes", "minutes").meta({
    description:
      "blueGreen, canary: for how long the former tasks stay while the new ones have all requests. Default 10.",
  }),
});

/** The same of the application, whose traffic may be shifted between two sets of tasks. */
export const applicationSchema = withRules(
  z.strictObject({
    ...serviceFields,
    deployment: shiftable
      .prefault({})
      .meta({ description: "How new tasks take over. Default: step by step, 50–200 %." }),
  }),
  [
    sizeRule,
    {
      needs: ["deployment"],
      check: ({ deployment }, problem) => {
        for (const { field, allowed } of deploymentProblems(deployment)) {
          problem(["deployment", field], allowed);
        }
      },
    },
    {
      needs: ["deployment", "scaling"],
      check: ({ deployment, scaling }, problem) => {
        if (!shiftsTraffic(deployment) || scaling.requestsPerTarget === undefined) return;
        problem(
          ["scaling", "requestsPerTarget"],
          `nothing with deployment.strategy ${deployment.strategy}: requests are counted of one target group, and not always of the one that serves`,
        );
      },
    },
  ],
);

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
