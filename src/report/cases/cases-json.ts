import { printableJson } from "../../util/json.ts";
import type { TestReportJson } from "../schemas/printed-reports.ts";
import type { CasesReport } from "./cases-report.ts";

/** The JSON of a run of cases, version 1: fields may be added, never changed. */
export function casesJson({ files, coverage, summary }: CasesReport): string {
  const report: TestReportJson = { version: 1, files, coverage, summary };
  return `${printableJson(report, 2)}\n`;
}
