import type { SimulatedStep, StepChange } from "../../simulate/steps/simulated-step.ts";
import type { StepOutcome } from "../../simulate/steps/status.ts";
import { joinList, plural } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import type { Painter } from "../text/style.ts";
import { displayWidth, wrap } from "../text/width.ts";
import { quoted } from "./words.ts";

const signs: Record<StepOutcome, string> = {
  runs: "✓",
  skipped: "✗",
  "never-runs": "✗",
  "not-reached": "✗",
  unknown: "?",
};

const words: Record<StepOutcome, string> = {
  runs: "runs",
  skipped: "skipped",
  "never-runs": "never runs",
  "not-reached": "not reached",
  unknown: "unknown",
};

function colorOf(outcome: StepOutcome, paint: Painter): (text: string) => string {
  return outcome === "runs" ? paint.green : outcome === "unknown" ? paint.yellow : paint.red;
}

/** How many steps run, and the names of the others; empty if all of them run. */
export function stepsSummary(steps: readonly SimulatedStep[]): string {
  if (steps.every(({ outcome }) => outcome === "runs")) return "";
  const parts = (Object.keys(words) as StepOutcome[]).flatMap((outcome) => {
    const found = steps.filter((step) => step.outcome === outcome);
    if (found.length === 0) return [];
    if (outcome === "runs") return [`${plural(found.length, "step")} ${found.length === 1 ? "runs" : "run"}`];
    return [`${found.length} ${words[outcome]} (${namesOf(found)})`];
  });
  return parts.join(", ");
}

/** The maximum number of steps of one outcome that a summary names. */
const NAMED = 5;

function namesOf(steps: readonly SimulatedStep[]): string {
  const names = steps.slice(0, NAMED).map(({ step }) => step);
  return `${names.join(", ")}${steps.length > NAMED ? ", …" : ""}`;
}

/**
 * A line for each step, and for those that do not run what would make them run; none where no step
 * depends on anything.
 */
export function stepLines(steps: readonly SimulatedStep[], paint: Painter, columns: number): string[] {
  if (steps.every(({ outcome, conditions }) => outcome === "runs" && conditions.length === 0)) return [];
  const width = Math.min(24, Math.max(...steps.map((step) => displayWidth(printable(labelOf(step))))));
  const lines = steps.flatMap((step) => oneStep(step, width, paint, columns));
  const assumed = steps.some(({ conditions }) => conditions.length > 0)
    ? ["      each step that runs is assumed to succeed and to export no variable; see --step"]
    : [];
  return [`    ${paint.bold("the steps")}`, ...lines, ...assumed.map(paint.dim)];
}

function labelOf({ step, parent }: SimulatedStep): string {
  return parent === null ? step : `  ${step}`;
}

function oneStep(step: SimulatedStep, width: number, paint: Painter, columns: number): string[] {
  const { outcome, range, conditions } = step;
  const deciding = conditions.find((each) => each.outcome !== "pass") ?? conditions[0];
  const at = outcome === "runs" || !deciding ? range.start : deciding.range.start;
  const label = printable(labelOf(step)).padEnd(width);
  const head = `      ${colorOf(outcome, paint)(signs[outcome])} ${label}  ${words[outcome].padEnd(11)}  `;
  const text = outcome === "runs" && conditions.length === 0 ? "" : `${at.line}:${at.column}  ${step.reason}`;
  const indent = " ".repeat(8 + width + 15);
  const wrapped = wrap(printable(text), Math.max(20, columns - indent.length));
  const body = wrapped.map((line, index) => `${index === 0 ? head : indent}${line}`.trimEnd());
  const change = changeText(step.runsIf);
  if (change === "") return body;
  return [
    ...body,
    ...wrap(printable(`→ ${change}`), Math.max(20, columns - indent.length)).map(
      (line) => `${indent}${line}`,
    ),
  ];
}

/** The changes that would make a step run, as a clause; empty without changes. */
export function changeText(changes: readonly StepChange[]): string {
  if (changes.length === 0) return "";
  const said = changes.map(({ kind, name, to }) => {
    if (kind === "variable") return `${name} is ${quoted(to)}`;
    const verbs: Readonly<Record<string, string>> = { success: "succeeds", failure: "fails" };
    return `${quoted(name)} ${verbs[to] ?? `is ${to}`}`;
  });
  return `it runs if ${joinList(said)}`;
}
