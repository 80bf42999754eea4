import type { SimulatedStep, StepChange } from "../../simulate/steps/simulated-step.ts";
import type { StepOutcome } from "../../simulate/steps/status.ts";
import { joinList, plural } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import type { Painter } from "../text/style.ts";
import { displayWidth, wrap } from "../text/width.ts";
import { colorOf, quoted, SIGNS } from "./words.ts";

const words: Record<StepOutcome, string> = {
  runs: "runs",
  skipped: "skipped",
  "never-runs": "never runs",
  "not-reached": "not reached",
  unknown: "unknown",
};

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
  const { outcome, reason, reasonRange, conditions } = step;
  const label = printable(labelOf(step)).padEnd(width);
  const head = `      ${colorOf(outcome, paint)(SIGNS[outcome])} ${label}  ${words[outcome].padEnd(11)}  `;
  const { line, column } = reasonRange.start;
  const text = outcome === "runs" && conditions.length === 0 ? "" : `${line}:${column}  ${reason}`;
  const indent = " ".repeat(8 + width + 15);
  const change = changeText(step.runsIf);
  const texts = change === "" ? [text] : [text, `→ ${change}`];
  return texts
    .flatMap((each) => wrap(printable(each), Math.max(20, columns - indent.length)))
    .map((each, index) => `${index === 0 ? head : indent}${each}`.trimEnd());
}

/** The changes that would make a step run, as a clause; empty without changes. */
export function changeText(changes: readonly StepChange[]): string {
  if (changes.length === 0) return "";
  const clauses = changes.map(({ kind, name, to }) => {
    if (kind === "variable") return `${name} is ${quoted(to)}`;
    const verbs: Readonly<Record<string, string>> = { success: "succeeds", failure: "fails" };
    return `${quoted(name)} ${verbs[to] ?? `is ${to}`}`;
  });
  return `it runs if ${joinList(clauses)}`;
}
