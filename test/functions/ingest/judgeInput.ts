import { readFileSync } from "node:fs";

import { judgeDocument } from "../../../functions/ingest/document.ts";

// Judges the document on standard input; prints how many problems it has, how many are kept, and the
// most memory (KB) that this process has had.
const judged = judgeDocument(readFileSync(0));
const counts = "problems" in judged ? [judged.problemCount, judged.problems.length] : [0, 0];
console.log(JSON.stringify([...counts, process.resourceUsage().maxRSS]));
