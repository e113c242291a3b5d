import { z } from "zod";

import { SEVERITIES } from "../../policy-pack/engine/control.ts";
import { type Report, REPORT_VERSION } from "../../policy-pack/report/report.ts";

const count = z.int().nonnegative();
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
const texts = z.array(z.string());

const control = z.strictObject({
  id: z.string(),
  title: z.string().meta({ description: "What holds when it passes." }),
  severity: z.enum(SEVERITIES),
  level: z.enum(["mandatory", "advisory", "disabled"]).meta({
    description: "What the profile makes of a failure; disabled controls are not run.",
  }),
  frameworks: z.strictObject({
    fsbp: texts.meta({ description: "AWS Foundational Security Best Practices." }),
    securityHub: texts
      .exactOptional()
      .meta({ description: "Controls of Security Hub outside that standard." }),
    cis3: texts.meta({ description: "CIS AWS Foundations Benchmark v3.0." }),
    cis7: texts.meta({ description: "CIS AWS Foundations Benchmark v7.0." }),
    nist: texts.meta({ description: "NIST SP 800-53 revision 5." }),
  }),
  cause: z.string(),
  remedy: z.string(),
});

const result = z.strictObject({
  control: z.string(),
  urn: z.string(),
  type: z.string(),
  name: z.string(),
  outcome: z.enum(["pass", "fail", "undecided", "exempt"]),
  exempt: z.boolean().meta({ description: "Whether its findings are accepted." }),
  blocks: z.boolean().meta({ description: "Whether it stops an update." }),
  source: z
    .strictObject({ file: z.string(), line: z.int().positive() })
    .exactOptional()
    .meta({ description: "Line of the program that made the resource, where it is known." }),
  findings: z
    .array(
      z.strictObject({
        message: z.string(),
        property: z.string().exactOptional(),
        fingerprint: z
          .string()
          .regex(/^[0-9a-f]{64}$/)
          .meta({ description: "The same in every run." }),
      }),
    )
    .meta({ description: "What is wrong; empty unless it fails or is exempt." }),
  undecided: z
    .array(z.strictObject({ property: z.string(), reason: z.string(), defect: z.boolean() }))
    .meta({ description: "What could not be decided, also beside failures." }),
});

const counts = z.strictObject({ pass: count, fail: count, undecided: count, exempt: count });

/** `report.json`; its JSON Schema is `policy-pack/report/report.schema.json`. */
export const policyReportSchema = z
  .strictObject({
    version: z.literal(REPORT_VERSION),
    pack: z.strictObject({ name: z.string(), version: z.string() }),
    project: z.string(),
    stack: z.string(),
    profile: z.string(),
    door: z.enum(["plan", "preview", "state"]).meta({
      description: "Where a run looked: offline, by the engine, or at an exported state.",
    }),
    date: day.meta({ description: "Day of the run in UTC, against which expiries are judged." }),
    controls: z.array(control).meta({ description: "Every control of the pack." }),
    planned: z
      .array(z.strictObject({ id: z.string(), title: z.string(), needs: z.string() }))
      .meta({ description: "Controls that are not written yet, and what each waits for." }),
    results: z.array(result).meta({
      description: "One for each pair of a control and a resource that it concerns.",
    }),
    exemptions: z.array(
      z.strictObject({
        control: z.string(),
        urn: z.string().meta({ description: "The URN, or a pattern with *." }),
        reason: z.string(),
        owner: z.string(),
        expires: z.string().meta({ description: "Last day on which it holds." }),
        ticket: z.string().exactOptional(),
        state: z.enum(["used", "unused", "expired", "invalid"]),
        problem: z.string().exactOptional(),
      }),
    ),
    summary: z.strictObject({
      bySeverity: z.strictObject({ critical: counts, high: counts, medium: counts, low: counts }),
      decided: z
        .number()
        .min(0)
        .max(1)
        .meta({ description: "Results with an answer, as a share of all of them." }),
      blocking: count.meta({ description: "What stops an update." }),
      exemptions: count,
    }),
  })
  .meta({ title: "Rampart policy report", description: "What the policy pack says of a stack." });

/** Every field must be there, and says whether it may be absent: so no two fields can hide each other. */
type Told<T> = T extends readonly (infer Item)[]
  ? Told<Item>[]
  : T extends object
    ? { [K in keyof T]-?: object extends Pick<T, K> ? ["may be absent", Told<T[K]>] : Told<T[K]> }
    : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/** Does not compile unless the schema describes the pack's report, field by field. */
export const SCHEMA_IS_THE_REPORT: Same<
  Told<z.output<typeof policyReportSchema>>,
  Told<Report>
> = true;

/** JSON Schema of `report.json`. */
export function reportSchema(): object {
  return {
    ...z.toJSONSchema(policyReportSchema),
    $comment: "Generated from tools/generated/policyReport.ts by `npm run generate`; do not edit.",
  };
}
