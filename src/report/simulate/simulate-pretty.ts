import type { SimulatedTrigger, Simulation } from "../../simulate/simulate.ts";
import { joinList, plural } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import { painter } from "../text/style.ts";
import { specBlocks } from "./rejection-text.ts";
import { briefTrigger, detailedTrigger, hanging, type Painter, type Row } from "./trigger-text.ts";
import { describeEvent, ordinaryCaseOf } from "./words.ts";

/** How the result is formatted. */
export interface SimulatePrettyOptions {
  readonly color: boolean;
  readonly columns: number;
  /**
   * Shows every condition of every trigger and the builds, not only what prevents each from firing;
   * a single trigger is always shown so.
   */
  readonly explain?: boolean;
}

/** The result for people: firing triggers, unknown ones, near misses, the rest. */
export function simulatePretty(result: Simulation, options: SimulatePrettyOptions): string {
  const paint = painter(options.color);
  const { columns, explain = isLone(result) } = options;
  const { blocks, shown } = answerBlocks(result, { ...options, explain });
  const hint = explain || shown.length === 0 ? "" : ` ${explainHint(result.summary.fires)}`;
  const [first = "", ...more] = hanging(`${summaryText(result)}.${hint}`, "", columns);
  const taken = explain ? [] : assumptionLines(shown, paint, columns);
  const about = [...blocks, ...taken, [paint.bold(first), ...more]];
  return `${[...specBlocks(result.pipelines, paint, columns), stack(about)].join("\n\n")}\n`;
}

function isLone({ pipelines }: Simulation): boolean {
  return pipelines.reduce((sum, { triggers }) => sum + triggers.length, 0) === 1;
}

/** A result without its last lines, as blocks of lines, and the triggers in them. */
export function answerBlocks(
  result: Simulation,
  options: SimulatePrettyOptions,
): { blocks: string[][]; shown: readonly Row[] } {
  const paint = painter(options.color);
  const { columns, explain = false } = options;
  const { shown, hidden } = choose(rowsOf(result), explain);
  const draw = explain ? detailedTrigger : briefTrigger;
  const blocks = [
    hanging(describeEvent(result.event), "", columns).map(paint.bold),
    ...shown.map((row) => draw(row, paint, columns)),
    ...hiddenText(hidden, paint, columns),
    ...result.overlaps.map((overlap) => overlapText(overlap, paint, columns)),
  ];
  return { blocks, shown };
}

/**
 * The triggers of a result with every condition and what would change it, for reports that compare
 * it with expectations.
 */
export function prettyTriggers(
  result: Pick<Simulation, "pipelines">,
  options: SimulatePrettyOptions,
): string[][] {
  const paint = painter(options.color);
  return rowsOf(result).map((row) => detailedTrigger(row, paint, options.columns));
}

function rowsOf({ pipelines }: Pick<Simulation, "pipelines">): Row[] {
  return pipelines.flatMap(({ pipeline, path, triggers }) =>
    triggers.map((trigger) => ({ trigger, pipeline, path })),
  );
}

/** Joins blocks with an empty line between them, except between triggers of one line each. */
export function stack(blocks: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const tight =
      index > 1 && index < blocks.length - 1 && block.length === 1 && blocks[index - 1]!.length === 1;
    if (index > 0 && !tight) lines.push("");
    lines.push(...block);
  }
  return lines.join("\n");
}

function hiddenText({ near, far }: Choice["hidden"], paint: Painter, columns: number): string[][] {
  const total = near + far;
  if (total === 0) return [];
  const both = `one reason (${near}) or several (${far})`;
  const reasons = near === 0 ? "several reasons each" : far === 0 ? "one reason each" : both;
  const more = `${plural(total, "more trigger")} ${total === 1 ? "skips" : "skip"}`;
  const text = `${more} for ${reasons}; use --explain or --trigger NAME to see them`;
  return [hanging(`– ${text}`, "", columns).map(paint.dim)];
}

/** The maximum number of triggers of an overlap that are named. */
const namedTriggers = 10;

function overlapText(
  { reason, triggers }: Simulation["overlaps"][number],
  paint: Painter,
  columns: number,
): string[] {
  const named = triggers.slice(0, namedTriggers);
  const names = named.map(({ pipeline, trigger }) => `    ${printable(`${pipeline} ${trigger}`)}`);
  const more = triggers.length - named.length;
  return [
    ...hanging(`! ${reason}:`, "", columns).map(paint.yellow),
    ...names,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** The assumptions of all shown results, listed once. */
export function assumptionLines(rows: readonly Row[], paint: Painter, columns: number): string[][] {
  const ids = new Set(rows.flatMap(({ trigger }) => trigger.conditions.flatMap(({ assumed }) => assumed)));
  const cases = [...ids].flatMap((id) => ordinaryCaseOf(id) ?? []);
  if (cases.length === 0) return [];
  return [hanging(`Assumptions: ${joinList(cases)}.`, "", columns).map(paint.dim)];
}

/** How to see more. */
export function explainHint(builds: number): string {
  const build = builds > 0 ? ` and the build${builds > 1 ? "s" : ""}` : "";
  return `Use --explain to see every condition${build}.`;
}

function summaryText({ summary, pipelines, event }: Simulation): string {
  const total = summary.fires + summary.skips + summary.unknown;
  const kind = event.kind === "git" ? "Git trigger" : "cron trigger";
  const where = `in ${plural(pipelines.length, "pipeline")}`;
  if (total === 0) return `No ${kind} ${where}`;
  return total === 1 ? formatOne(summary, kind) : formatSeveral(summary, `${plural(total, kind)} ${where}`);
}

function formatOne({ fires, unknown }: Simulation["summary"], kind: string): string {
  if (unknown > 0) return `It is unknown whether the one ${kind} fires`;
  return `The one ${kind} ${fires > 0 ? "fires" : "does not fire"}`;
}

function formatSeveral({ fires, unknown }: Simulation["summary"], of: string): string {
  const verb = fires > 1 ? "fire" : "fires";
  const open = unknown === 0 ? "" : `; ${unknown} ${unknown === 1 ? "is" : "are"} unknown`;
  return `${fires === 0 ? "None" : fires} of ${of} ${verb}${open}`;
}

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
 * Returns the triggers with several failed conditions to show: all if they are few, else those that
 * list the event, the nearest first; some in any case if the list would be empty.
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
