import type { Configuration } from "./configuration.ts";
import { controls } from "./controls/index.ts";
import { planned } from "./controls/planned.ts";
import type { Exemption } from "./engine/exemptions.ts";
import { run } from "./engine/run.ts";
import { profileOf } from "./profiles.ts";
import { reportOf, type SourcedResource } from "./report/build.ts";
import type { Door, Report } from "./report/report.ts";

/** Name and version as in `package.json`, which the SDK reads by itself. */
export const PACK = { name: "rampart", version: "0.1.0" } as const;

/** A stack, and how it is to be judged. */
export interface StackToJudge {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly SourcedResource[];
  readonly door: Exclude<Door, "preview">;
  readonly configuration: Configuration;
  /** Those of all stacks. */
  readonly exemptions: readonly Exemption[];
  /** Today in UTC, `2026-11-22`. */
  readonly date: string;
}

/** What the pack says of a stack without the engine; `pulumi preview` says the same. */
export function judgeStack(args: StackToJudge): Report {
  const { project, stack, resources, door, configuration, exemptions, date } = args;
  const { levels, parameters, settings } = configuration;
  const { environment, ownsAccountBaseline, ownAccounts, undecided } = settings;
  const leveled = controls.map((control) => ({
    control,
    level: levels[control.id] ?? "mandatory",
  }));
  const result = run(
    leveled.flatMap(({ control, level }) => (level === "disabled" ? [] : [control])),
    resources,
    {
      environment: {
        ...(environment === undefined ? {} : { name: environment }),
        ...(ownsAccountBaseline === undefined ? {} : { ownsAccountBaseline }),
      },
      ownAccounts,
      parameters,
      exemptions: { all: exemptions, date, controls },
    },
  );
  return reportOf(result, {
    pack: PACK,
    project,
    stack,
    profile: profileOf(stack).name,
    door,
    date,
    controls: leveled,
    planned,
    resources,
    undecidedBlocks: undecided !== "show",
  });
}
