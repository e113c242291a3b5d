import { readFileSync } from "node:fs";
import { join } from "node:path";

import {
  type Configuration,
  ConfigurationError,
  readConfiguration,
} from "../policy-pack/configuration.ts";
import { controls } from "../policy-pack/controls/index.ts";
import { ExemptionsError, readExemptions } from "../policy-pack/engine/exemptions.ts";
import { judgeStack } from "../policy-pack/judgeStack.ts";
import { profileOf } from "../policy-pack/profiles.ts";
import type { Report } from "../policy-pack/report/report.ts";
import type { PlanDocument } from "./document.ts";
import type { Graph } from "./graph/resource.ts";
import type { Value } from "./graph/value.ts";

/** A file of the policy pack can't be read or is wrong; the message says where and what. */
export class PolicyInputError extends Error {
  override readonly name = "PolicyInputError";
}

/** What is judged beside the graph. */
export interface PolicyInputs {
  readonly configuration: Configuration;
  readonly exemptions: ReturnType<typeof readExemptions>;
}

/**
 * Reads the exemptions, and the configuration if there is one.
 *
 * @param configuration File in the form of `pulumi preview --policy-pack-config`.
 * @throws PolicyInputError with all that is wrong in a file.
 */
export function readPolicyInputs(
  root: string,
  stack: string,
  configuration: string | undefined,
): PolicyInputs {
  const exemptions = join(root, "policy-pack/exemptions.json");
  return {
    configuration: inFile(configuration ?? "the profile", () =>
      readConfiguration(
        configuration === undefined ? {} : json(configuration),
        controls,
        profileOf(stack),
      ),
    ),
    exemptions: inFile(exemptions, () => readExemptions(json(exemptions))),
  };
}

function inFile<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigurationError || error instanceof ExemptionsError) {
      const lines = error.message.split("\n").map((line) => `  ${line}`);
      throw new PolicyInputError([`${path}:`, ...lines].join("\n"));
    }
    throw error;
  }
}

function json(path: string): Value {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Value;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new PolicyInputError(
      code === undefined ? `${path} is no JSON` : `${path} can't be read: ${code}`,
    );
  }
}

/** What the policy pack says of a graph. */
export function verdictOn(
  graph: Graph,
  door: "plan" | "state",
  { configuration, exemptions }: PolicyInputs,
  now: Date,
): Report {
  const { project, stack, resources } = graph;
  const date = now.toISOString().slice(0, "2026-11-22".length);
  return judgeStack({ project, stack, resources, door, configuration, exemptions, date });
}

/** The part of `plan.json` that a verdict fills. */
export function policyDocument(report: Report): PlanDocument["policy"] {
  const byId = new Map(report.controls.map((control) => [control.id, control]));
  const open = report.results.filter(({ exempt }) => !exempt);
  return {
    blocking: report.summary.blocking,
    decided: report.summary.decided,
    findings: open.flatMap(({ control: id, urn, findings }) => {
      const control = byId.get(id);
      if (control === undefined) return [];
      const { severity, level, remedy } = control;
      return findings.map(({ message, property }) => ({
        control: id,
        severity,
        level,
        urn,
        ...(property === undefined ? {} : { property }),
        message,
        remedy,
      }));
    }),
    undecided: report.results.flatMap(({ control, urn, undecided }) =>
      undecided.map(({ property, reason }) => ({ control, urn, property, reason })),
    ),
    exempted: report.exemptions.map((exemption) => ({ ...exemption })),
  };
}
