import type { Diff } from "../../diff/difference.ts";
import type { DiffReportJson } from "../schemas/printed-reports.ts";
import { jsonParts } from "../simulate/simulate-json.ts";

/** The JSON of a comparison, version 1: fields may be added, never changed. */
export function diffJson(diff: Diff): string {
  const report: DiffReportJson = { version: 1, ...diff };
  return [...jsonParts(report, diff.changes.length)].join("");
}
