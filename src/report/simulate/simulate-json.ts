import type { Simulation } from "../../simulate/simulate.ts";
import { printableJson, printableJsonParts } from "../../util/json.ts";
import type { SimulateReportJson } from "../schemas/printed-reports.ts";

/** Above this number of triggers JSON is not indented, since half of it would be spaces. */
const INDENTED = 200;

/** The JSON of a simulation in parts, version 1: fields may be added, never changed. */
export function simulateJson(result: Simulation): Iterable<string> {
  const { event, pipelines, overlaps, summary, assume } = result;
  const report: SimulateReportJson = { version: 1, event, assume, pipelines, overlaps, summary };
  return jsonParts(report, triggersIn(result));
}

/** Data about this number of triggers as JSON with a final line break, in parts. */
export function* jsonParts(data: object, triggers: number): Generator<string> {
  if (triggers > INDENTED) yield* printableJsonParts(data);
  else yield printableJson(data, 2);
  yield "\n";
}

/** The number of triggers that were tested. */
export function triggersIn({ summary }: Simulation): number {
  return summary.fires + summary.skips + summary.unknown;
}
