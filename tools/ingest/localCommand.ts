import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { problemText } from "../../functions/ingest/problems.ts";
import { type Console, progressOf, writeJson } from "./console.ts";
import { EXIT } from "./failure.ts";
import { filesToSend, refusedFiles } from "./files.ts";
import { startPipeline } from "./local/parts.ts";
import { type Handled, ingestLocally, type LocalResult } from "./local/run.ts";
import { writeSample } from "./local/sample.ts";
import { count, shown, tableText } from "./text.ts";
import { refusalText } from "./uploadCommand.ts";

/** Runs the pipeline on this machine over files, or over a sample; how the program ends. */
export async function local(
  names: readonly string[],
  { json }: { readonly json?: boolean },
  console: Console,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "ingest-"));
  const remove = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  // A signal ends the process at once.
  process.once("exit", remove);
  const isSample = names.length === 0;
  const files = filesToSend(
    isSample ? writeSample(join(folder, "sample")) : names,
    "",
    console.folder,
  );
  // The sample has one file twice, and knows why.
  const refused = isSample ? [] : await refusedFiles(files, "file");
  if (refused.length > 0) {
    console.stderr.write(refusalText(refused, names.length));
    return EXIT.refused;
  }
  console.stderr.write("Starting:\n");
  const pipeline = await startPipeline(join(folder, "s3"), (line) => {
    console.stderr.write(`${line}\n`);
  });
  const progress = progressOf(console, files.length);
  let result: LocalResult;
  try {
    result = await ingestLocally(pipeline, files, progress.step);
  } finally {
    progress.stop();
    await pipeline.stop();
  }
  if (json) writeJson(console, result);
  else console.stdout.write(resultText(result));
  const isFine = result.objects.every(
    ({ place, messages }) => (place === "table" || place === "quarantine") && messages.length > 0,
  );
  return isFine ? EXIT.done : EXIT.refused;
}

/** Where each object went, what was told of it, and what is left where. */
function resultText({ objects, left }: LocalResult): string {
  const rows = objects.map(({ key, place, messages }) => [
    shown(key),
    messages.map(({ notice }) => notice.outcome).join(", "),
    place,
  ]);
  const { processing, quarantine, table } = left;
  const totals = [
    `${count(processing.length, "object")} in processing`,
    `${count(quarantine.length, "object")} in quarantine`,
    `${count(table.length, "item")} in the table`,
  ];
  return `
${tableText([["object", "outcome", "is now in"], ...rows])}
Messages of the topic
${objects.map(messagesText).join("")}
Left: ${totals.join(", ")}.
`;
}

function messagesText({ key, messages }: Handled): string {
  return messages
    .map(({ subject, notice: { item, detail, problems = [] } }) => {
      const problemLines = problems.map((problem) => `    ${problemText(problem)}`);
      const itemLine = item === undefined ? [] : [`    item ${item.ArtistID}, ${item.ItemID}`];
      const detailLine = problems.length > 0 || detail === undefined ? [] : [`    ${detail}`];
      return [`  ${subject}: ${key}`, ...itemLine, ...detailLine, ...problemLines]
        .map((line) => `${shown(line)}\n`)
        .join("");
    })
    .join("");
}
