import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a plan by name, complete or not there at all. */
export type PlanFiles = Readonly<Record<string, string>>;

/**
 * Writes the files of a stack to `out/<stack>/`, replacing what was there in one step: whoever
 * looks, or stops the command half-way, finds the old files or the new ones, never a part.
 *
 * @returns the folder.
 */
export function writePlan(root: string, stack: string, files: PlanFiles): string {
  const out = join(root, "out");
  mkdirSync(out, { recursive: true });
  const fresh = mkdtempSync(join(out, `.${stack}-`));
  const remove = () => {
    rmSync(fresh, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(fresh, name), content);
    const target = join(out, stack);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return target;
  } finally {
    remove();
    process.off("exit", remove);
  }
}
