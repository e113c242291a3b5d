import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";

import pMap from "p-map";

import { judgeDocument, MOST_DOCUMENT_BYTES, oversize } from "../../functions/ingest/document.ts";
import { type Problem, type Problems, problemText } from "../../functions/ingest/problems.ts";
import { count } from "./text.ts";

/** A file that is to be an object. */
export interface FileToSend {
  /** As the caller names it. */
  readonly file: string;
  readonly path: string;
  readonly key: string;
}

/** What is wrong with a file. */
export interface FileProblem extends Partial<Problem> {
  /** A sentence. */
  readonly text: string;
}

/** A file that is not sent. */
export interface Refused {
  readonly file: string;
  readonly problems: readonly FileProblem[];
}

/** How a file is looked at: that it is one, that it is JSON, or that it is a valid item. */
export type Check = "file" | "json" | "item";

/** Files that are read at once. */
const READ_AT_ONCE = 8;

/** The files with their keys: a prefix and the file's own name, without its folders. */
export function filesToSend(
  names: readonly string[],
  prefix: string,
  folder: string,
): FileToSend[] {
  return names.map((file) => {
    const path = resolve(folder, file);
    return { file, path, key: prefix + basename(path) };
  });
}

/** Files that can't be sent, with all that is wrong with each. */
export async function refusedFiles(
  files: readonly FileToSend[],
  check: Check,
): Promise<readonly Refused[]> {
  const firsts = new Map<string, FileToSend>();
  const looked = await pMap(
    files,
    async (file) => ({ file: file.file, problems: await problemsOf(file, check) }),
    { concurrency: READ_AT_ONCE },
  );
  return files.flatMap((file, index) => {
    const first = firsts.get(file.key);
    if (first === undefined) firsts.set(file.key, file);
    const clash =
      first === undefined
        ? []
        : [{ text: `Its key would be ${file.key}, as that of ${first.file}.` }];
    const problems = [...(looked[index]?.problems ?? []), ...clash];
    return problems.length === 0 ? [] : [{ file: file.file, problems }];
  });
}

async function problemsOf(file: FileToSend, check: Check): Promise<readonly FileProblem[]> {
  let bytes: Uint8Array;
  try {
    const found = await stat(file.path);
    if (found.isDirectory()) return [{ text: "It is a folder." }];
    if (!found.isFile()) return [{ text: "It is no file." }];
    if (check === "file") return [];
    // What is too large to be ingested is not even read.
    if (found.size > MOST_DOCUMENT_BYTES) return told(oversize(found.size));
    bytes = await readFile(file.path);
  } catch (error) {
    return [{ text: unreadable(error) }];
  }
  const judged = judgeDocument(bytes);
  if ("item" in judged || (check === "json" && isJson(bytes))) return [];
  return told(judged);
}

/** Each problem that is known, and how many there are beside. */
function told({ problems, problemCount }: Problems): FileProblem[] {
  const rest = problemCount - problems.length;
  return [
    ...problems.map((problem) => ({ text: problemText(problem), ...problem })),
    ...(rest === 0 ? [] : [{ text: `And ${count(rest, "more problem")}.` }]),
  ];
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

/** Why a file can't be read. */
export function unreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return "There is no such file.";
  if (code === "EACCES" || code === "EPERM") return "You may not read it.";
  return `It can't be read (${code ?? String(error)}).`;
}
