import { printableJson } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";
import type { CasesReport } from "./cases-report.ts";

/** The JSON that `dryfire test --format json` prints. */
export interface TestReportJson extends CasesReport {
  readonly version: FormatVersion;
}

/** The JSON of a run of cases, version 1: fields may be added, never changed. */
export function casesJson({ files, coverage, summary }: CasesReport): string {
  const report: TestReportJson = { version: 1, files, coverage, summary };
  return `${printableJson(report, 2)}\n`;
}
