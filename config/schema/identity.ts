import { z } from "zod";

import { text } from "./primitives.ts";

const github = z.strictObject({
  repository: text(
    /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/,
    "a repository of GitHub such as example/rampart",
  ),
  environment: text(
    /^[A-Za-z0-9._-]{1,100}$/,
    "a deployment environment of GitHub such as production",
  ).meta({
    description:
      "GitHub's environment whose jobs deploy and release; its own rules say who lets them start.",
  }),
});

/** Who may do what in the environment's account, from outside of it (P-IAM-1, 2, 4). */
export const identitySchema = z.strictObject({
  github: github.optional().meta({
    description: "Jobs of GitHub Actions that preview, deploy and release. Default: none.",
  }),
  people: z.enum(["owns", "none"]).meta({
    description:
      "Whether this stack makes the account's five groups of people and its break-glass role; one stack of an account may. An administrator deploys them, and all of the first update, since no role of the program can.",
  }),
  guardrails: z.boolean().meta({
    description:
      "Whether deleting databases, opening groups or buckets and ending detection are denied to the program's people and roles, but break-glass.",
  }),
});
