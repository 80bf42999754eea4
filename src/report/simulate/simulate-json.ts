import type { Simulation } from "../../simulate/simulate.ts";
import { printableJson } from "../../util/json.ts";
import type { SimulateReportJson } from "../schemas/printed-reports.ts";

/** Above this number of triggers JSON is not indented, since half of it would be spaces. */
const INDENTED = 200;

/** The JSON of a simulation, version 1: fields may be added, never changed. */
export function simulateJson(result: Simulation): string {
  const { event, pipelines, overlaps, summary, assume } = result;
  const report: SimulateReportJson = { version: 1, event, assume, pipelines, overlaps, summary };
  return jsonText(report, triggersIn(result));
}

/** Data about this number of triggers as JSON with a final line break. */
export function jsonText(data: object, triggers: number): string {
  return `${printableJson(data, triggers > INDENTED ? undefined : 2)}\n`;
}

/** The number of triggers that were tested. */
export function triggersIn({ summary }: Simulation): number {
  return summary.fires + summary.skips + summary.unknown;
}
