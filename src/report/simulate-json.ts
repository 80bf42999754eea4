import type { Simulation } from "../simulate/simulate.ts";

/** Answers with more triggers than this are printed without indentation, which would be a third of them. */
const INDENTED = 200;

/** The JSON of a simulation, version 1: fields may be added, never changed. */
export function simulateJson(result: Simulation): string {
  const { event, pipelines, overlaps, summary, assume } = result;
  const indentation = triggersIn(result) > INDENTED ? undefined : 2;
  return `${JSON.stringify({ version: 1, event, assume, pipelines, overlaps, summary }, null, indentation)}\n`;
}

/** How many triggers the event was put to. */
export function triggersIn({ summary }: Simulation): number {
  return summary.fires + summary.skips + summary.unknown;
}
