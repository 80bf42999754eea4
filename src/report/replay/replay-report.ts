import type { BuildComparison } from "../../simulate/replay/compare-builds.ts";
import type { ReplayedEvent, TriggerTotal } from "../../simulate/replay/replayed-event.ts";

/** A record that is not an event, and why. */
export interface BadRecord {
  /** Where it is. */
  readonly place: string;
  /** Why it is not an event, in a clause. */
  readonly error: string;
}

/** The counts after the last event. */
export interface ReplaySummary {
  /** Records that were read. */
  readonly records: number;
  /** Events in them. */
  readonly events: number;
  /** Events of repositories or providers that no trigger has. */
  readonly elsewhere: number;
  /** Records that are not events. */
  readonly bad: number;
  /** The first bad records. */
  readonly badRecords: readonly BadRecord[];
  /** Events with a changed verdict; null without other specs to compare. */
  readonly changed: number | null;
  /** How often each trigger fired, in the order of the specs. */
  readonly triggers: readonly TriggerTotal[];
  /** The comparison with builds; null without a list of builds. */
  readonly builds: BuildComparison | null;
}

/** A report of a replay, written event by event, so that it needs no memory. */
export interface ReplayWriter {
  head(): string;
  event(event: ReplayedEvent): string;
  end(summary: ReplaySummary): string;
}
