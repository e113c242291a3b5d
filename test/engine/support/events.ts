import { z } from "zod";

/** One step that the engine planned or took. */
export interface Step {
  /** `create`, `update`, `delete`, `same`, `replace`, `refresh` … */
  readonly op: string;
  readonly urn: string;
  /** Inputs that differ; empty unless it is an update or a replacement. */
  readonly diffs: readonly string[];
}

const metadata = z.object({
  metadata: z.object({
    op: z.string(),
    urn: z.string(),
    diffs: z.array(z.string()).nullish(),
  }),
});

/** What a policy pack said of a resource. */
const policyEvent = z.object({
  resourceUrn: z.string().optional(),
  message: z.string(),
  policyName: z.string(),
  enforcementLevel: z.string(),
});

/** A line of the engine's event log; the events that nobody here reads are dropped. */
const event = z.object({
  resOutputsEvent: metadata.optional(),
  resOpFailedEvent: metadata.optional(),
  diagnosticEvent: z
    .object({ urn: z.string().optional(), severity: z.string(), message: z.string() })
    .optional(),
  policyEvent: policyEvent.optional(),
});

/** What the engine reported of one command. */
export interface Report {
  /** Steps that were planned (preview) or done (everything else). */
  readonly steps: readonly Step[];
  /** Steps that were tried in vain. */
  readonly failed: readonly Step[];
  /** Errors and warnings as `severity: message`, in their order. */
  readonly complaints: readonly string[];
  readonly violations: readonly Violation[];
}

/** A finding of a policy pack as the engine tells it. */
export interface Violation {
  readonly policy: string;
  readonly urn: string;
  readonly level: string;
  readonly message: string;
}

/** Reads the file that `--event-log` writes: one JSON document a line. */
export function reportOf(eventLog: string): Report {
  const events = eventLog
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => event.parse(JSON.parse(line)));
  return {
    steps: events.flatMap(({ resOutputsEvent }) => stepsOf(resOutputsEvent)),
    failed: events.flatMap(({ resOpFailedEvent }) => stepsOf(resOpFailedEvent)),
    complaints: events.flatMap(({ diagnosticEvent: found }) =>
      found !== undefined && /^(error|warning)$/.test(found.severity)
        ? [`${found.severity}: ${found.message.replace(/<\{%.*?%\}>/g, "").trim()}`]
        : [],
    ),
    violations: events.flatMap(({ policyEvent: found }) => (found ? [violationOf(found)] : [])),
  };
}

/** The engine's messages begin with the policy's description on a line of its own. */
function violationOf(found: z.output<typeof policyEvent>): Violation {
  const { policyName, resourceUrn, enforcementLevel } = found;
  const message = found.message.replace(/<\{%.*?%\}>/g, "").trim();
  return {
    policy: policyName,
    urn: resourceUrn ?? "",
    level: enforcementLevel,
    message: message.split("\n").at(-1) ?? "",
  };
}

function stepsOf(found: z.output<typeof metadata> | undefined): Step[] {
  if (found === undefined) return [];
  const { op, urn, diffs } = found.metadata;
  return [{ op, urn, diffs: diffs ?? [] }];
}

/** Steps that change something, each once: the engine reports a component's outputs as well. */
export function changesOf({ steps }: Report): Step[] {
  const changes = steps.filter(({ op }) => op !== "same" && op !== "read" && op !== "refresh");
  return [...new Map(changes.map((step) => [`${step.op} ${step.urn}`, step])).values()];
}
