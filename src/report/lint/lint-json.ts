import { printableJson } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";
import type { LintedFile, LintReport, LintSummary, ShardField } from "./lint-report.ts";

/** The JSON that `dryfire lint --format json` prints. */
export interface LintReportJson {
  readonly version: FormatVersion;
  /** The files, in the order in which they were read; those without findings too. */
  readonly files: readonly PrintedFile[];
  readonly summary: LintSummary;
  readonly shard?: ShardField;
}

/** One file that was read. */
export type PrintedFile = Pick<LintedFile, "path" | "diagnostics">;

/** The JSON report, version 1: fields may be added, never changed. */
export function jsonReport({ files, summary, shard }: LintReport): string {
  const shown = files.map(({ path, diagnostics }) => ({ path, diagnostics }));
  const report: LintReportJson = { version: 1, files: shown, summary, ...(shard && { shard }) };
  return `${printableJson(report, 2)}\n`;
}
