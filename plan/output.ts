import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Files of a plan by name. */
export type PlanFiles = Readonly<Record<string, string>>;

/** The folder can't be written: the person's to mend. */
export class OutputError extends Error {
  override readonly name = "OutputError";
}

/**
 * Writes the files of a stack to `out/<stack>/`. They are complete before they take the place of
 * what was there, so whoever stops the command finds a whole plan or none.
 *
 * @returns the folder.
 * @throws OutputError when the folder can't be written.
 */
export function writePlan(root: string, stack: string, files: PlanFiles): string {
  const out = join(root, "out");
  const target = join(out, stack);
  let fresh: string | undefined;
  try {
    mkdirSync(out, { recursive: true });
    fresh = mkdtempSync(join(out, `.${stack}-`));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(fresh, name), content);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
    return target;
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    throw new OutputError(`${path ?? target} can't be written: ${code ?? String(error)}`);
  } finally {
    if (fresh !== undefined) rmSync(fresh, { recursive: true, force: true });
  }
}
