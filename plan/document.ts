import { z } from "zod";

import type { Graph, Resource } from "./graph/resource.ts";
import type { Properties, Value } from "./graph/value.ts";

/**
 * Version of `plan.json`. It grows by one when a field changes its meaning or goes; new fields
 * leave it as it is.
 */
const PLAN_VERSION = 1;

const value: z.ZodType<Value> = z
  .lazy(() =>
    z.union([
      z.null(),
      z.boolean(),
      z.number(),
      z.string(),
      z.array(value),
      z.record(z.string(), value),
    ]),
  )
  .meta({
    id: "value",
    description:
      'JSON; {"$unknown": true} is what only AWS will know, {"$secret": true} what is never written.',
  });

const properties = z.record(z.string(), value);
const urn = z.string().regex(/^urn:pulumi:/);
const verdict = z.enum(["passes", "stops", "unknown"]);

const resource = z
  .strictObject({
    urn,
    type: z.string().meta({ description: "Type token, such as aws:s3/bucket:Bucket." }),
    name: z.string().meta({ description: "Logical name." }),
    parent: urn.optional(),
    provider: z
      .string()
      .optional()
      .meta({ description: "URN of the provider, if one was inherited or given." }),
    custom: z.boolean().meta({ description: "Managed by a provider; false for components." }),
    inputs: properties,
    dependencies: z.array(urn),
    propertyDependencies: z.record(z.string(), z.array(urn)),
    protect: z.boolean(),
    retainOnDelete: z.boolean(),
    deleteBeforeReplace: z.boolean(),
    aliases: z.array(z.string()),
    ignoreChanges: z.array(z.string()),
    source: z
      .strictObject({ file: z.string(), line: z.int().positive() })
      .optional()
      .meta({ description: "Line of the program that made the resource." }),
  })
  .meta({ id: "resource" });

/** `plan.json` and the output of `plan --json`; its JSON Schema is `plan/plan.schema.json`. */
export const planDocumentSchema = z
  .strictObject({
    version: z.literal(PLAN_VERSION),
    project: z.string(),
    stack: z.string(),
    resources: z.array(resource).meta({ description: "In the order of registration." }),
    outputs: properties,
    figures: z
      .array(z.strictObject({ system: z.string().optional(), name: z.string(), value: z.string() }))
      .meta({
        description:
          "What the environment is, in a few lines, read from the resources; without a system those of its settings.",
      }),
    systems: z
      .array(
        z.strictObject({
          name: z.string(),
          resources: z.int().nonnegative(),
          protected: z.int().nonnegative(),
          public: z.int().nonnegative().meta({ description: "Resources that anyone can reach." }),
          alertPaths: z.int().nonnegative().meta({ description: "Alert paths that start in it." }),
          logPaths: z.int().nonnegative().meta({ description: "Log paths that start in it." }),
          verdicts: z.int().nonnegative().meta({
            description: "Pairs of a control and a resource of it that the policy pack judged.",
          }),
          findings: z.int().nonnegative(),
          undecided: z.int().nonnegative(),
          uses: z
            .array(z.strictObject({ system: z.string(), urn }))
            .meta({ description: "Resources of other systems that its own are made with." }),
          quotas: z
            .record(z.string(), z.number())
            .meta({ description: "What it needs of each quota that it touches, by itself." }),
        }),
      )
      .meta({ description: "Each system by itself, in the order of registration." }),
    notices: z.array(z.string()).meta({ description: "What a person should know before `up`." }),
    unknownPolicies: z.array(z.strictObject({ urn, property: z.string() })).meta({
      description: "Policy documents that can't be judged before AWS has made what they name.",
    }),
    quotas: z.array(
      z.strictObject({
        quota: z.string(),
        needed: z.number(),
        default: z.number(),
        source: z.string(),
        checked: z
          .string()
          .regex(/^\d{4}-\d\d-\d\d$/)
          .meta({ description: "When the default was looked up." }),
      }),
    ),
    policy: z
      .strictObject({
        blocking: z.int().nonnegative().meta({
          description: "How many results stop an update; the command then ends with 1.",
        }),
        decided: z
          .number()
          .min(0)
          .max(1)
          .meta({ description: "Share of controls on resources with an answer." }),
        findings: z.array(
          z.strictObject({
            control: z.string(),
            severity: z.enum(["critical", "high", "medium", "low"]),
            level: z.enum(["mandatory", "advisory", "disabled"]),
            urn,
            property: z.string().optional(),
            message: z.string(),
            remedy: z.string(),
          }),
        ),
        undecided: z.array(
          z.strictObject({ control: z.string(), urn, property: z.string(), reason: z.string() }),
        ),
        exempted: z.array(
          z.strictObject({
            control: z.string(),
            urn: z.string(),
            reason: z.string(),
            owner: z.string(),
            expires: z.string(),
            ticket: z.string().optional(),
            state: z.enum(["used", "unused", "expired", "invalid"]),
            problem: z.string().optional(),
          }),
        ),
      })
      .meta({ description: "What the policy pack says; the whole report is report.json." }),
    paths: z
      .array(
        z.strictObject({
          kind: z.enum(["alert", "log"]),
          group: z.string().meta({ description: "What kind of thing it starts at." }),
          source: urn.meta({ description: "What it starts at." }),
          verdict: verdict.meta({ description: "That of the worst hop." }),
          hops: z.array(
            z.strictObject({
              from: z.string(),
              to: z.string(),
              verdict,
              why: z.string(),
              remedy: z.string().optional().meta({ description: "Only where it does not pass." }),
            }),
          ),
        }),
      )
      .meta({
        description:
          "What is told and what is logged, from where it starts to who reads it; one that does not pass ends the command with 1.",
      }),
  })
  .meta({ title: "Rampart plan", description: "What a stack would create, offline." });

/** The plan of a stack as one JSON document. */
export type PlanDocument = z.output<typeof planDocumentSchema>;

/** What the readers found in a graph. */
export type Findings = Pick<
  PlanDocument,
  "figures" | "systems" | "notices" | "unknownPolicies" | "quotas" | "policy" | "paths"
>;

/** The document of a graph and what was read from it. */
export function planDocument(graph: Graph, findings: Findings): PlanDocument {
  return {
    version: PLAN_VERSION,
    project: graph.project,
    stack: graph.stack,
    resources: graph.resources.map(toDocument),
    outputs: mutable(graph.outputs),
    ...findings,
  };
}

function toDocument(entry: Resource): PlanDocument["resources"][number] {
  return {
    ...entry,
    inputs: mutable(entry.inputs),
    dependencies: [...entry.dependencies],
    propertyDependencies: Object.fromEntries(
      Object.entries(entry.propertyDependencies).map(([key, urns]) => [key, [...urns]]),
    ),
    aliases: [...entry.aliases],
    ignoreChanges: [...entry.ignoreChanges],
  };
}

function mutable(values: Properties): Record<string, Value> {
  return { ...values };
}
