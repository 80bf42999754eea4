import { printableJson } from "../../util/json.ts";
import type { CasesReport } from "./cases-report.ts";

/** The JSON of a run of cases, version 1: fields may be added, never changed. */
export function casesJson({ files, coverage, summary }: CasesReport): string {
  return `${printableJson({ version: 1, files, coverage, summary }, 2)}\n`;
}
