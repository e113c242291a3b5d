import program from "../../index.ts";
import { readStackFile } from "../../config/stackFile.ts";
import { diagramSvg } from "../../plan/readers/diagram/diagram.ts";
import { record } from "../../plan/recorder.ts";

/** The architecture of prod, for the README. */
export async function prodDiagram(root: string): Promise<string> {
  return diagramSvg(await record(program, readStackFile(root, "prod")));
}
