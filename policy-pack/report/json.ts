import type { Report } from "./report.ts";
import { visibleJson } from "./text.ts";

/** The whole report as JSON; its schema is `report.schema.json`. */
export function jsonReport(report: Report): string {
  return visibleJson(report);
}
