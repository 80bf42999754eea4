import type { ReplayedEvent } from "../../simulate/replay/replayed-event.ts";
import { printableJson } from "../../util/json.ts";
import type { FormatVersion } from "../format-version.ts";
import type { ReplaySummary, ReplayWriter } from "./replay-report.ts";

/** The JSON that `dryfire replay --format json` prints. */
export interface ReplayReportJson {
  readonly version: FormatVersion;
  /** The events; with `--compare`, those with a changed verdict. */
  readonly events: readonly ReplayedEvent[];
  readonly summary: ReplaySummary;
}

/**
 * The JSON of a replay, version 1, in pieces of one valid document, one event on a line: fields may
 * be added, never changed.
 */
export function replayJson(): ReplayWriter {
  let events = 0;
  const version: ReplayReportJson["version"] = 1;
  return {
    head: () => `{\n  "version": ${version},\n  "events": [`,
    event: (event) => `${events++ === 0 ? "" : ","}\n    ${printableJson(event)}`,
    end: (summary) =>
      `${events === 0 ? "" : "\n  "}],\n  "summary": ${printableJson(summary, 2).replaceAll("\n", "\n  ")}\n}\n`,
  };
}
