import type { SimulatedTrigger } from "../../simulate/simulate.ts";
import type { Row } from "./trigger-text.ts";

/** Of the triggers that are one condition away from firing, so many are shown. */
const nearMisses = 20;

/** What is further away is counted only where there are more of them, unless it listens to the event. */
const few = 3;

const ranks = { fires: 0, unknown: 1, near: 2, ofOther: 3, rest: 4 };

/** A trigger that would fire for another event or repository alone is less of a near miss than one that a filter holds back. */
function rank({ verdict, conditions }: SimulatedTrigger): number {
  if (verdict !== "skips") return ranks[verdict];
  const [failed, ...more] = conditions.filter(({ outcome }) => outcome === "fail");
  if (more.length > 0) return ranks.rest;
  return failed?.id === "event" || failed?.id === "repository" ? ranks.ofOther : ranks.near;
}

/** Triggers in the order in which they are shown, and how many are only counted. */
export interface Choice {
  readonly shown: readonly Row[];
  /** Of those that one condition keeps from firing, and of those that several do. */
  readonly hidden: { readonly near: number; readonly far: number };
}

/** Sorts triggers into those that are shown, and those that are only counted; `all` shows every one. */
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
 * Of the triggers that several conditions hold back: all where they are few, else those that listen to the event, the nearest first.
 * Where the answer would have nothing to show, some are shown in any case.
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
