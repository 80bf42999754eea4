import type { SimulatedTrigger } from "../../simulate/simulate.ts";
import type { Row } from "./trigger-text.ts";

/** The maximum number of triggers that are shown although one condition fails. */
const nearMisses = 20;

/** Above this number other triggers are only counted, unless they list the event. */
const few = 3;

const ranks = { fires: 0, unknown: 1, near: 2, ofOther: 3, rest: 4 };

/** A trigger for another event or repository is less of a near miss than a filtered one. */
function rank({ verdict, conditions }: SimulatedTrigger): number {
  if (verdict !== "skips") return ranks[verdict];
  const [failed, ...more] = conditions.filter(({ outcome }) => outcome === "fail");
  if (more.length > 0) return ranks.rest;
  return failed?.id === "event" || failed?.id === "repository" ? ranks.ofOther : ranks.near;
}

/** Triggers in display order, and the number of those that are only counted. */
export interface Choice {
  readonly shown: readonly Row[];
  /** Those with one failed condition, and those with several. */
  readonly hidden: { readonly near: number; readonly far: number };
}

/** Divides triggers into shown and only counted ones; `all` shows every one. */
export function choose(rows: readonly Row[], all: boolean): Choice {
  const groups = Object.values(ranks).map((): Row[] => []);
  for (const row of rows) groups[rank(row.trigger)]!.push(row);
  const [fires = [], unknown = [], near = [], ofOther = [], rest = []] = groups;
  if (all) return { shown: groups.flat(), hidden: { near: 0, far: 0 } };
  const missed = [...near, ...ofOther];
  const first = [...fires, ...unknown, ...missed.slice(0, nearMisses)];
  const further = worthShowing(rest, first.length === 0);
  return {
    shown: [...first, ...further],
    hidden: { near: Math.max(0, missed.length - nearMisses), far: rest.length - further.length },
  };
}

/**
 * The triggers with several failed conditions to show: all if they are few, else those that list
 * the event, the nearest first. Some are shown in any case if there would be nothing else.
 */
function worthShowing(rest: readonly Row[], alone: boolean): readonly Row[] {
  if (rest.length <= few) return rest;
  const inOrder = [...rest].sort((a, b) => failures(a) - failures(b));
  const listening = inOrder.filter(({ trigger }) =>
    trigger.conditions.some(({ id, outcome }) => id === "event" && outcome === "pass"),
  );
  if (listening.length > 0 || !alone) return listening.slice(0, nearMisses);
  return inOrder.slice(0, few);
}

function failures({ trigger }: Row): number {
  return trigger.conditions.filter(({ outcome }) => outcome === "fail").length;
}
