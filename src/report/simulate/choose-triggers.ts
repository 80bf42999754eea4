import type { SimulatedTrigger } from "../../simulate/simulate.ts";
import type { Row } from "./trigger-text.ts";

/** Triggers in display order, and those that are only counted. */
export interface Choice {
  readonly shown: readonly Row[];
  /** The number of further triggers that are not shown, although all were asked for. */
  readonly unexplained: number;
  /** The number of further triggers that listen to the event and skip it. */
  readonly more: number;
  /** Triggers that do not listen to the event. */
  readonly notListening: readonly Row[];
  /** Triggers of another repository or provider. */
  readonly elsewhere: readonly Row[];
}

/** The maximum number of skipping triggers that are shown. */
const nearMisses = 20;

/** The triggers that a report explains: each takes kilobytes of text and up to a millisecond. */
export const MAX_EXPLAINED = 1_000;

type Group = "fires" | "unknown" | "skips" | "notListening" | "elsewhere";

function groupOf({ verdict, conditions }: SimulatedTrigger): Group {
  if (verdict !== "skips") return verdict;
  const failed = (wanted: string) =>
    conditions.find(({ id, outcome }) => id === wanted && outcome === "fail");
  const repository = failed("repository");
  if (repository && repository.rule !== "provider-cannot-send") return "elsewhere";
  return failed("event") ? "notListening" : "skips";
}

/**
 * Divides triggers into shown and only counted ones: those that listen to the event are shown, the
 * nearest to firing first. With `all` every trigger is shown, in the same order, up to
 * `MAX_EXPLAINED`.
 */
export function choose(rows: readonly Row[], all: boolean): Choice {
  const groups: Record<Group, Row[]> = { fires: [], unknown: [], skips: [], notListening: [], elsewhere: [] };
  for (const row of rows) groups[groupOf(row.trigger)].push(row);
  const { fires, unknown, notListening, elsewhere } = groups;
  const skips = nearestFirst(groups.skips);
  if (all) {
    const others = [...nearestFirst(notListening), ...nearestFirst(elsewhere)];
    const ordered = [...fires, ...unknown, ...skips, ...others];
    const shown = ordered.slice(0, MAX_EXPLAINED);
    return { shown, unexplained: ordered.length - shown.length, more: 0, notListening: [], elsewhere: [] };
  }
  const shown = [...fires, ...unknown, ...skips.slice(0, nearMisses)];
  return {
    shown,
    unexplained: 0,
    more: Math.max(0, skips.length - nearMisses),
    notListening: nearestFirst(notListening),
    elsewhere,
  };
}

function nearestFirst(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => failures(one) - failures(other));
}

function failures({ trigger }: Row): number {
  return trigger.conditions.filter(({ outcome }) => outcome === "fail").length;
}
