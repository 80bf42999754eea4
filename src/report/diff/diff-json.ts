import type { Diff } from "../../diff/difference.ts";
import type { FormatVersion } from "../format-version.ts";
import { jsonParts } from "../simulate/simulate-json.ts";

/** The JSON that `dryfire diff --format json` prints. */
export interface DiffReportJson extends Diff {
  readonly version: FormatVersion;
}

/** The JSON of a comparison, version 1: fields may be added, never changed. */
export function diffJson(diff: Diff): string {
  const report: DiffReportJson = { version: 1, ...diff };
  return [...jsonParts(report, diff.changes.length)].join("");
}
