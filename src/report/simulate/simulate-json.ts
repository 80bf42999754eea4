import type { Simulation } from "../../simulate/simulate.ts";
import { printableJson } from "../../util/json.ts";
import type { SimulateReportJson } from "../schemas/printed-reports.ts";

/** Answers for more triggers than this are printed without indentation, which would be half of them. */
const INDENTED = 200;

/** The JSON of a simulation, version 1: fields may be added, never changed. */
export function simulateJson(result: Simulation): string {
  const { event, pipelines, overlaps, summary, assume } = result;
  const report: SimulateReportJson = { version: 1, event, assume, pipelines, overlaps, summary };
  return jsonText(report, triggersIn(result));
}

/** Data about so many triggers as JSON that ends with a line break. */
export function jsonText(data: object, triggers: number): string {
  return `${printableJson(data, triggers > INDENTED ? undefined : 2)}\n`;
}

/** How many triggers the event was put to. */
export function triggersIn({ summary }: Simulation): number {
  return summary.fires + summary.skips + summary.unknown;
}
