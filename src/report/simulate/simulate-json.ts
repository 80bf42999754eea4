import type { StartedBuild } from "../../simulate/overlap/started-builds.ts";
import type { Simulation } from "../../simulate/simulate.ts";
import { printableJson, printableJsonParts } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";

/** The JSON that `dryfire simulate --format json` prints. */
export interface SimulateReportJson extends Simulation {
  readonly version: FormatVersion;
  /**
   * Every event with its result, where there are several, as with `--merge`; the fields above are
   * then those of the first one.
   */
  readonly events?: readonly EventResult[];
  /** The builds that several events start together. */
  readonly builds?: readonly StartedBuild[];
}

/** One of several events that belong together, with its result. */
export interface EventResult extends Omit<Simulation, "assume"> {
  /** The event in words, if one user action sends several. */
  readonly what: string | null;
}

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
