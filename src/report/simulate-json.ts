import type { Simulation } from "../simulate/simulate.ts";

/** The JSON of a simulation, version 1: fields may be added, never changed. */
export function simulateJson({ event, pipelines, overlaps, summary, assume }: Simulation): string {
  return `${JSON.stringify({ version: 1, event, assume, pipelines, overlaps, summary }, null, 2)}\n`;
}
