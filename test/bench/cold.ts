// One cold run, for `main.ts`: loads the program and reads prod's plan once, as the command does,
// and prints the milliseconds of each part as JSON.
import { performance } from "node:perf_hooks";

const start = performance.now();
const { default: program } = await import("../../index.ts");
const load = performance.now() - start;

// Imported only now, for they share modules with the program.
const { readStackFile } = await import("../../config/stackFile.ts");
const { record } = await import("../../plan/recorder.ts");
const { ROOT } = await import("../support/fixtures.ts");
const { timeReaders } = await import("./readers.ts");

const graph = await record(program, readStackFile(ROOT, "prod"));
const readers = await timeReaders(graph);
process.stdout.write(JSON.stringify({ load, readers }));
