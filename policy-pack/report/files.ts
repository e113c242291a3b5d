import { csvReport } from "./csv.ts";
import { htmlReport } from "./html.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import type { Report } from "./report.ts";
import { sarifReport } from "./sarif.ts";

/** Every form of a report by the name of its file. */
export function reportFiles(report: Report): Readonly<Record<string, string>> {
  return {
    "report.html": htmlReport(report),
    "report.json": jsonReport(report),
    "report.md": markdownReport(report),
    "findings.csv": csvReport(report),
    "findings.sarif": sarifReport(report),
    "junit.xml": junitReport(report),
  };
}
