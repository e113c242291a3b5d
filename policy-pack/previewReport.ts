import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { planned } from "./controls/planned.ts";
import { projectInUrn, stackInUrn } from "./engine/resource.ts";
import type { Conclusion, Enforced } from "./engine/session.ts";
import { PACK } from "./judgeStack.ts";
import type { Profile } from "./profiles.ts";
import { reportOf } from "./report/build.ts";
import { reportFiles } from "./report/files.ts";

/**
 * Writes the reports of a preview or update to a folder. The engine shows findings on the terminal
 * alone, and its JSON has none (pulumi/pulumi#18851).
 */
export function writeReports(
  folder: string,
  { result, stack, date, undecidedBlocks, running }: Conclusion,
  controls: readonly Enforced[],
  profile: Profile,
): void {
  const resources = stack.resources.all;
  const urn = resources[0]?.urn ?? "";
  const report = reportOf(result, {
    pack: PACK,
    project: projectInUrn(urn),
    stack: stackInUrn(urn),
    profile: profile.name,
    door: "preview",
    date,
    // What the engine's configuration disables is not asked at all.
    controls: controls.map(({ control, level }) => ({
      control,
      level: running.has(control.id) ? level : "disabled",
    })),
    planned,
    resources,
    undecidedBlocks,
  });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(reportFiles(report))) {
    writeFileSync(join(folder, name), text);
  }
}
