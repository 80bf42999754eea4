import type { SimulatedTrigger } from "../../simulate/simulate.ts";
import type { Row } from "./trigger-text.ts";

/** Triggers in display order, and those that are only counted. */
export interface Choice {
  readonly shown: readonly Row[];
  /** The number of further triggers that listen to the event and skip it. */
  readonly more: number;
  /** Triggers that do not listen to the event. */
  readonly deaf: readonly Row[];
  /** Triggers of another repository or provider. */
  readonly elsewhere: readonly Row[];
}

/** The maximum number of skipping triggers that are shown. */
const nearMisses = 20;

type Group = "fires" | "unknown" | "skips" | "deaf" | "elsewhere";

function groupOf({ verdict, conditions }: SimulatedTrigger): Group {
  if (verdict !== "skips") return verdict;
  const failed = (wanted: string) =>
    conditions.find(({ id, outcome }) => id === wanted && outcome === "fail");
  const repository = failed("repository");
  if (repository && repository.rule !== "provider-cannot-send") return "elsewhere";
  return failed("event") ? "deaf" : "skips";
}

/**
 * Divides triggers into shown and only counted ones: those that listen to the event are shown, the
 * nearest to firing first. With `all` every trigger is shown, in the same order.
 */
export function choose(rows: readonly Row[], all: boolean): Choice {
  const groups: Record<Group, Row[]> = { fires: [], unknown: [], skips: [], deaf: [], elsewhere: [] };
  for (const row of rows) groups[groupOf(row.trigger)].push(row);
  const { fires, unknown, deaf, elsewhere } = groups;
  const skips = nearestFirst(groups.skips);
  if (all) {
    const others = [...nearestFirst(deaf), ...nearestFirst(elsewhere)];
    return { shown: [...fires, ...unknown, ...skips, ...others], more: 0, deaf: [], elsewhere: [] };
  }
  const shown = [...fires, ...unknown, ...skips.slice(0, nearMisses)];
  return { shown, more: Math.max(0, skips.length - nearMisses), deaf: nearestFirst(deaf), elsewhere };
}

function nearestFirst(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => failures(one) - failures(other));
}

function failures({ trigger }: Row): number {
  return trigger.conditions.filter(({ outcome }) => outcome === "fail").length;
}
