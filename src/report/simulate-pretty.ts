import picocolors from "picocolors";
import type { Outcome } from "../simulate/condition.ts";
import type { Verdict } from "../simulate/evaluate.ts";
import type { SimulatedCondition, SimulatedTrigger, Simulation } from "../simulate/simulate.ts";
import { displayWidth, printable, wrap } from "./printable.ts";
import { prettyBuild } from "./simulate-build.ts";
import { count, describeEvent, sayWouldFire } from "./simulate-words.ts";

/** How the answer is drawn. */
export interface SimulatePrettyOptions {
  readonly color: boolean;
  readonly columns: number;
  /** Every condition of every trigger and the builds; by default only where there are few triggers. */
  readonly explain?: boolean;
}

type Painter = ReturnType<typeof picocolors.createColors>;

/** A trigger with what is shown of its pipeline. */
interface Row {
  readonly trigger: SimulatedTrigger;
  readonly pipeline: string;
  readonly path: string;
}

/** Up to this many triggers are explained without being asked. */
const few = 3;

/** Of the triggers that are one condition away from firing, so many are shown. */
const nearMisses = 20;

/** The width of the column of conditions. */
const idWidth = 15;

/** The answer for people: triggers that fire first, then what is not certain, near misses, and the rest. */
export function simulatePretty(result: Simulation, options: SimulatePrettyOptions): string {
  const paint = picocolors.createColors(options.color);
  const rows = result.pipelines.flatMap(({ pipeline, path, triggers }) =>
    triggers.map((trigger) => ({ trigger, pipeline, path })),
  );
  const explain = options.explain ?? rows.length <= few;
  const shown = [...rows].sort((one, other) => rank(one.trigger) - rank(other.trigger));
  const near = shown.filter(({ trigger }) => rank(trigger) === ranks.near).slice(nearMisses);
  const hidden = explain ? [] : [...near, ...shown.filter(({ trigger }) => rank(trigger) === ranks.rest)];
  const left = new Set(hidden);
  const draw = explain ? detailed : brief;
  const blocks = shown.filter((row) => !left.has(row)).map((row) => draw(row, paint, options.columns));
  const restLine = restText(near.length, hidden.length, explain, paint);
  const overlaps = result.overlaps.map(({ reason, triggers }) =>
    overlapText(reason, triggers, paint, options.columns),
  );
  const head = [paint.bold(printable(describeEvent(result.event)))];
  const all = [head, ...blocks, ...restLine, ...overlaps, [summaryLine(result, paint)]];
  return `${stack(all)}\n`;
}

/** The triggers of an answer, each with every condition and what would change it, for reports that hold an answer against something. */
export function prettyTriggers(
  { pipelines }: Pick<Simulation, "pipelines">,
  options: SimulatePrettyOptions,
): string[][] {
  const paint = picocolors.createColors(options.color);
  return pipelines.flatMap(({ pipeline, path, triggers }) =>
    triggers.map((trigger) => detailed({ trigger, pipeline, path }, paint, options.columns)),
  );
}

/** Blocks of lines with an empty line between them, save between triggers that take a line each. */
function stack(blocks: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  for (const [index, block] of blocks.entries()) {
    const tight =
      index > 1 && index < blocks.length - 1 && block.length === 1 && blocks[index - 1]!.length === 1;
    if (index > 0 && !tight) lines.push("");
    lines.push(...block);
  }
  return lines.join("\n");
}

/** What is only counted. */
function restText(near: number, hidden: number, explain: boolean, paint: Painter): string[][] {
  if (explain || hidden === 0) return [];
  const parts = [
    near > 0 && `${count(near, "more trigger")} one condition away`,
    hidden > near && `${count(hidden - near, "more trigger")} further away`,
  ].filter((part) => part !== false);
  return [[paint.dim(`– ${parts.join(", ")}; --explain or --trigger shows why`)]];
}

const ranks = { fires: 0, unknown: 1, near: 2, rest: 3 };

function rank({ verdict, conditions }: SimulatedTrigger): number {
  if (verdict !== "skips") return ranks[verdict];
  return conditions.filter(({ outcome }) => outcome === "fail").length === 1 ? ranks.near : ranks.rest;
}

const signs: Record<Outcome, string> = { pass: "✓", fail: "✗", unknown: "?", "not-applicable": "–" };
const verdictSigns: Record<Verdict, string> = { fires: "✓", skips: "✗", unknown: "?" };

function colorOf(outcome: Outcome | Verdict, paint: Painter): (text: string) => string {
  if (outcome === "pass" || outcome === "fires") return paint.green;
  if (outcome === "fail" || outcome === "skips") return paint.red;
  return outcome === "unknown" ? paint.yellow : paint.dim;
}

function titleLine({ trigger, pipeline, path }: Row, paint: Painter): string {
  const { verdict, range } = trigger;
  const word = colorOf(verdict, paint)(`${verdictSigns[verdict]} ${verdict.padEnd(7)}`);
  const place = paint.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
  return `${word} ${printable(pipeline)} ${paint.bold(printable(trigger.trigger))}  ${place}`;
}

/** One line, and under it what stands in the way. */
function brief(row: Row, paint: Painter, columns: number): string[] {
  const { trigger } = row;
  const obstacles = trigger.conditions.filter(({ outcome }) =>
    trigger.verdict === "skips" ? outcome === "fail" : outcome === "unknown",
  );
  const lines = obstacles.flatMap((condition) => conditionLines(condition, paint, columns));
  const change = trigger.wouldFire ? hanging(sayWouldFire(trigger.wouldFire), "    ", columns) : [];
  return [titleLine(row, paint), ...lines, ...change];
}

/** Every condition, what would change the answer, and the build. */
function detailed(row: Row, paint: Painter, columns: number): string[] {
  const { trigger } = row;
  const lines = trigger.conditions.flatMap((condition) => conditionLines(condition, paint, columns));
  const change = trigger.wouldFire ? hanging(sayWouldFire(trigger.wouldFire), "    ", columns) : [];
  const build = trigger.build ? prettyBuild(trigger.build, paint, columns) : [];
  return [titleLine(row, paint), ...lines, ...change, ...build];
}

function conditionLines(condition: SimulatedCondition, paint: Painter, columns: number): string[] {
  const { id, outcome, range } = condition;
  const place = `${range.start.line}:${range.start.column}`;
  const sign = colorOf(outcome, paint)(signs[outcome]);
  const indent = " ".repeat(6 + idWidth + 8);
  const text = wrap(printable(reasonOf(condition)), Math.max(20, columns - indent.length));
  const head = `    ${sign} ${id.padEnd(idWidth)}${paint.dim(place.padEnd(8))}`;
  return text.map((line, index) => `${index === 0 ? head : indent}${line}`);
}

/** The reason with how sure it is, and what it takes for granted. */
function reasonOf({ reason, certainty, assumed, outcome }: SimulatedCondition): string {
  const sure = certainty === "inferred" && (outcome === "pass" || outcome === "fail") ? ["inferred"] : [];
  const notes = [...sure, ...(assumed.length > 0 ? [`assumed: ${assumed.join(", ")}`] : [])];
  return notes.length > 0 ? `${reason} (${notes.join("; ")})` : reason;
}

/** A text broken into lines under an indentation. */
export function hanging(text: string, indent: string, columns: number): string[] {
  return wrap(printable(text), Math.max(20, columns - displayWidth(indent))).map(
    (line) => `${indent}${line}`,
  );
}

function overlapText(
  reason: string,
  triggers: Simulation["overlaps"][number]["triggers"],
  paint: Painter,
  columns: number,
): string[] {
  const names = triggers.map(({ pipeline, trigger }) => `    ${printable(`${pipeline} ${trigger}`)}`);
  return [...hanging(`! ${reason}:`, "", columns).map(paint.yellow), ...names];
}

function summaryLine({ summary, pipelines, event }: Simulation, paint: Painter): string {
  const total = summary.fires + summary.skips + summary.unknown;
  const kind = event.kind === "git" ? "Git trigger" : "cron trigger";
  if (total === 0) return `no ${kind} in ${count(pipelines.length, "pipeline")}`;
  const parts = [
    summary.fires > 0 && paint.green(`${summary.fires} ${summary.fires === 1 ? "fires" : "fire"}`),
    summary.unknown > 0 && paint.yellow(`${summary.unknown} unknown`),
    summary.skips > 0 && paint.red(`${summary.skips} ${summary.skips === 1 ? "skips" : "skip"}`),
  ].filter((part) => part !== false);
  return `${count(total, kind)} in ${count(pipelines.length, "pipeline")}: ${parts.join(", ")}`;
}
