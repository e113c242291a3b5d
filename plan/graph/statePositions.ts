import type { SourcePosition } from "./resource.ts";

/** What a state says of the lines that made a resource, the innermost first. */
export interface StatedPositions {
  readonly sourcePosition?: string | undefined;
  readonly stackTrace?:
    readonly { readonly sourcePosition?: string | undefined }[] | null | undefined;
}

/** A line as the machine saw it that ran the program. */
interface Frame {
  /** From the project's folder; absolute if the file is an ES module. */
  readonly path: string;
  readonly line: number;
}

/**
 * For each entry of a state, the line of the program that made it, told from the folder of the
 * program as the offline plan tells it.
 *
 * The engine writes positions from the project's folder, `project:///components/a.ts#12,5`. Of ES
 * modules the Node.js SDK hands it a URL inside a path, and what is written is the absolute path on
 * the machine that ran the program: `project:///file:/home/me/rampart/components/a.ts#12,5`. There
 * the outermost line is one of the program's main file, whose folder is the one to tell from. Several
 * machines may have written one state; a line below none of their folders is left out.
 */
export function positionsIn(resources: readonly StatedPositions[]): (SourcePosition | undefined)[] {
  const traces = resources.map(framesOf);
  const roots = new Set(
    traces.flatMap((frames) => {
      const { path = "" } = frames.at(-1) ?? {};
      return path.startsWith("/") ? [path.slice(0, path.lastIndexOf("/") + 1)] : [];
    }),
  );
  // What is registered late has lost the outer lines of its trace: its folder lies below the others.
  const byLength = [...roots].sort((one, other) => one.length - other.length);
  return traces.map(([frame]) => {
    if (frame === undefined) return undefined;
    const { path, line } = frame;
    if (!path.startsWith("/")) return { file: path, line };
    const root = byLength.find((folder) => path.startsWith(folder));
    return root === undefined ? undefined : { file: path.slice(root.length), line };
  });
}

/** The lines of the program itself, without those of packages. */
function framesOf({ sourcePosition, stackTrace }: StatedPositions): Frame[] {
  const trace = stackTrace?.map((frame) => frame.sourcePosition) ?? [];
  return [...trace, ...(trace.length === 0 ? [sourcePosition] : [])].flatMap((position) => {
    const frame = position === undefined ? undefined : frameOf(position);
    return frame === undefined || frame.path.includes("node_modules/") ? [] : [frame];
  });
}

function frameOf(position: string): Frame | undefined {
  const [, encoded = "", line = ""] = /^project:\/\/\/(.+)#(\d+)(?:,\d+)?$/.exec(position) ?? [];
  if (encoded === "" || Number(line) === 0) return undefined;
  const path = decoded(encoded);
  const module = /(?:^|\/)file:(\/.+)$/.exec(path)?.[1];
  if (module !== undefined) return { path: module, line: Number(line) };
  return path.startsWith("..") ? undefined : { path, line: Number(line) };
}

/** Text that is no URL is taken as it is. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
