import { awsSentence, isOfAws } from "./awsFailure.ts";
import { clientFor } from "./client.ts";
import { type Console, progressOf, writeJson } from "./console.ts";
import { EXIT } from "./failure.ts";
import { filesToSend, type Refused, refusedFiles } from "./files.ts";
import { type Target, targetOf, type TargetOptions } from "./target.ts";
import { count, shown } from "./text.ts";
import { UnreadableError, type Uploaded, uploadFiles } from "./upload.ts";

/** What the command line says of an upload. */
export interface UploadCommandOptions extends TargetOptions {
  readonly prefix: string;
  readonly parallel: number;
  readonly validate: boolean;
  readonly json?: boolean;
}

/** Puts files, once all of them have been found fit; how the program ends. */
export async function upload(
  names: readonly string[],
  options: UploadCommandOptions,
  console: Console,
): Promise<number> {
  const target = await targetOf(options, "upload", console.environment);
  const files = filesToSend(names, options.prefix, console.folder);
  const refused = await refusedFiles(files, options.validate ? "item" : "json");
  if (refused.length > 0) {
    const none = { sent: [], failed: [], untried: names };
    if (options.json) writeJson(console, documentOf(target, none, refused));
    console.stderr.write(refusalText(refused, names.length));
    return EXIT.refused;
  }
  const s3 = clientFor(target);
  const progress = progressOf(console, files.length);
  const { bucket, account } = target;
  const uploaded = await uploadFiles(files, {
    s3,
    bucket,
    account,
    parallel: options.parallel,
    onSent: progress.step,
  }).finally(progress.stop);
  s3.destroy();
  if (options.json) writeJson(console, documentOf(target, uploaded, []));
  else console.stdout.write(sentText(target, uploaded));
  console.stderr.write(failureText(target, uploaded));
  // What was sent is told before the fault is.
  for (const { error } of uploaded.failed) if (!isForeseen(error)) throw error;
  return uploaded.failed.length > 0 ? EXIT.failed : EXIT.done;
}

/** Each problem with its file, and what that means for all. */
export function refusalText(refused: readonly Refused[], asked: number): string {
  const lines = refused.flatMap(({ file, problems }) =>
    problems.map(({ text }) => `${shown(file)}: ${shown(text)}\n`),
  );
  return `${lines.join("")}Nothing was sent: ${refused.length} of ${count(asked, "file")} refused.\n`;
}

function sentText({ bucket }: Target, { sent }: Uploaded): string {
  const lines = sent.map(({ file, key }) => `${shown(file)} → s3://${bucket}/${shown(key)}\n`);
  return `${lines.join("")}${count(sent.length, "file")} sent.\n`;
}

function failureText(target: Target, { failed, untried }: Uploaded): string {
  const lines = failed.map(
    ({ file, error }) => `${shown(file)}: ${shown(sentenceOf(error, target))}\n`,
  );
  const rest = untried.length === 0 ? "" : `Not tried any more: ${untried.map(shown).join(", ")}\n`;
  return lines.join("") + rest;
}

/** Whether a failure is no fault of this program. */
function isForeseen(error: unknown): boolean {
  return error instanceof UnreadableError || isOfAws(error);
}

function sentenceOf(error: unknown, target: Target): string {
  if (isOfAws(error)) return awsSentence(error, target);
  return error instanceof Error ? error.message : String(error);
}

/** The answer as JSON: each file is in one of its lists. */
function documentOf(
  target: Target,
  { sent, failed, untried }: Uploaded,
  refused: readonly Refused[],
): object {
  const isRefused = new Set(refused.map(({ file }) => file));
  return {
    bucket: target.bucket,
    sent,
    refused,
    failed: failed.map(({ file, error }) => ({ file, failure: sentenceOf(error, target) })),
    untried: untried.filter((file) => !isRefused.has(file)),
  };
}
