import { printableJson } from "../../util/json.ts";
import type { LintReportJson } from "../schemas/printed-reports.ts";
import type { LintReport } from "./lint-report.ts";

/** The JSON report, version 1: fields may be added, never changed. */
export function jsonReport({ files, summary, shard }: LintReport): string {
  const shown = files.map(({ path, diagnostics }) => ({ path, diagnostics }));
  const report: LintReportJson = { version: 1, files: shown, summary, ...(shard && { shard }) };
  return `${printableJson(report, 2)}\n`;
}
