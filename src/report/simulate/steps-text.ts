import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type {
  HookOutcome,
  SimulatedHook,
  SimulatedStep,
  StepChange,
} from "../../simulate/steps/simulated-step.ts";
import type { StepOutcome } from "../../simulate/steps/status.ts";
import type { MadeSteps } from "../../simulate/steps/step-model.ts";
import { joinList, plural } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import type { Screen } from "../text/style.ts";
import { behind, displayWidth, hanging, wrap } from "../text/width.ts";
import { colorOf, ordinaryCaseOf, questionsNote, quoted, SIGNS } from "./words.ts";

const words: Record<StepOutcome, string> = {
  runs: "runs",
  skipped: "skipped",
  "never-runs": "never runs",
  "not-reached": "not reached",
  unknown: "unknown",
};

/** How many steps run, and the names of the others; empty if all of them run, unless `isFull`. */
export function stepsSummary(steps: readonly SimulatedStep[], isFull = false): string {
  if (!isFull && steps.every(({ outcome }) => outcome === "runs")) return "";
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
  const names = steps.slice(0, NAMED).map(({ label }) => label);
  return `${names.join(", ")}${steps.length > NAMED ? ", …" : ""}`;
}

/** The steps of a build, its hooks and its result. */
type Workflow = Pick<EffectiveBuild, "steps" | "hooks" | "result" | "stepsPath" | "definition">;

/**
 * A line for each step and hook, and for those that do not run what would make them run; none where
 * no step depends on anything, unless `isFull`.
 */
export function stepLines(build: Workflow, screen: Screen, isFull = false): string[] {
  const { steps, hooks, result, stepsPath, definition } = build;
  if (result && stepsPath === null)
    return [
      `    ${screen.bold("the steps")}`,
      ...hanging(
        `? they are unknown: ${result.reason}${screen.hasOptions ? hintOf(definition) : ""}`,
        "      ",
        screen.columns,
      ),
    ];
  const isPlain = (step: SimulatedStep) =>
    step.outcome === "runs" && step.conditions.length === 0 && step.hooks.length === 0 && step.makes === null;
  const isSuccess = result === null || result.status === "success";
  if (!isFull && steps.every(isPlain) && hooks.length === 0 && isSuccess) return [];
  const made = new MadeRows(steps);
  const rows = [
    ...steps.flatMap((step) =>
      isUndecided(step)
        ? []
        : [stepRow(step, made, screen), ...step.hooks.flatMap((hook) => hookRows(hook, screen, step))],
    ),
    ...hooks.flatMap((hook) => hookRows(hook, screen)),
  ];
  const width = Math.min(
    24,
    rows.reduce((most, { label }) => Math.max(most, displayWidth(label)), 0),
  );
  const lines = rows.flatMap((row) => rowLines(row, width, screen));
  const ended = isSuccess
    ? []
    : hanging(`the result of the build is ${result.status}: ${result.reason}`, "      ", screen.columns);
  const cases = ["steps-succeed", "no-exports"].flatMap((id) =>
    steps.some(({ assumed }) => assumed.includes(id)) ? (ordinaryCaseOf(id, screen.hasOptions) ?? []) : [],
  );
  const assumed = cases.length > 0 ? hanging(`assumed: ${joinList(cases)}`, "      ", screen.columns) : [];
  const from = definition.location === "inline" ? "" : ` of ${printable(stepsPath ?? "")}`;
  return [`    ${screen.bold("the steps")}${from}`, ...lines, ...ended, ...assumed.map(screen.dim)];
}

function hintOf({ location }: Workflow["definition"]): string {
  return location === "git" ? "; use --repo-root DIR" : "";
}

/** A step or hook as a row. */
interface Row {
  readonly label: string;
  readonly outcome: StepOutcome;
  /** The paragraphs behind the outcome. */
  readonly texts: readonly string[];
}

/** A step with `scale` or `matrix`, and how many of the steps that it makes are shown. */
interface MadeRow {
  readonly makes: MadeSteps;
  shown: number;
}

/** The place of each step among those that a step with `scale` or `matrix` makes. */
class MadeRows {
  readonly #makers = new Map<SimulatedStep, MadeRow>();
  readonly #made = new Map<SimulatedStep, { readonly by: MadeRow; readonly number: number }>();

  /** @param steps each before those in it; several may have one name */
  constructor(steps: readonly SimulatedStep[]) {
    const above: SimulatedStep[] = [];
    for (const step of steps) {
      while (above.length > 0 && above.at(-1)!.label !== step.parent) above.pop();
      const by = this.#makers.get(above.at(-1)!);
      if (by) this.#made.set(step, { by, number: ++by.shown });
      if (step.makes) this.#makers.set(step, { makes: step.makes, shown: 0 });
      // A step of another kind has no steps in it, but may have the name of one that has.
      if (step.makes || step.type === "parallel") above.push(step);
    }
  }

  /** The name of a step; for one that `matrix` makes, which has none, its number. */
  labelOf(step: SimulatedStep): string {
    const { by, number } = this.#made.get(step) ?? {};
    return step.step ?? (by?.makes.count === by?.shown ? `${number} of ${by?.shown}` : `example ${number}`);
  }

  /** How many steps a step makes, where the rows after it do not show that. */
  noteOf(step: SimulatedStep): string {
    const { makes } = step;
    const shown = this.#makers.get(step)?.shown;
    if (!makes || (makes.by === "scale" && shown === makes.count)) return "";
    const part =
      shown === makes.count
        ? ""
        : `, of which ${grouped(shown ?? 0)} ${shown === 1 ? "is" : "are"} simulated`;
    const names =
      makes.by === "scale"
        ? ""
        : `; Codefresh's ${makes.count === 1 ? "name for it is" : "names for them are"} not documented`;
    return `it makes ${grouped(makes.count)} ${makes.count === 1 ? "step" : "steps"}${part}${names}`;
  }
}

function grouped(count: number): string {
  return count.toLocaleString("en");
}

/** True for a step of `matrix` that does not run because the step that makes it does not. */
function isUndecided({ matrix, outcome, conditions }: SimulatedStep): boolean {
  return matrix !== null && outcome !== "runs" && conditions.length === 0;
}

function stepRow(step: SimulatedStep, made: MadeRows, screen: Screen): Row {
  const { outcome, reason, reasonRange, conditions, assumed } = step;
  const { line, column } = reasonRange.start;
  const change = changeText(step.runsIf);
  const open = assumed.filter((id) => id !== "evaluator-version");
  const text = reasonOf({ outcome, reason, assumed: open }, screen);
  const isPlain = outcome === "runs" && conditions.length === 0;
  const values = (step.matrix ?? []).map(({ key, value }) => `${key}: ${value}`).join(", ");
  const parts = [values, isPlain ? "" : text, made.noteOf(step)].filter((part) => part !== "");
  return {
    label: printable(`${step.parent === null ? "" : "  "}${made.labelOf(step)}`),
    outcome,
    texts: [
      parts.length === 0 ? "" : `${line}:${column}  ${parts.join("; ")}`,
      ...(change === "" ? [] : [`→ ${change}`]),
    ],
  };
}

/** A hook and, where they differ from it, the steps in it. */
function hookRows(hook: SimulatedHook, screen: Screen, step?: SimulatedStep): Row[] {
  const indent = step === undefined ? "" : step.parent === null ? "  " : "    ";
  const isSame = hook.steps.every(({ outcome }) => outcome === hook.outcome);
  const steps = isSame
    ? []
    : hook.steps.map((each) => hookRow(`${indent}  ${printable(each.step)}`, each, screen));
  return [hookRow(`${indent}${hook.hook}`, hook, screen), ...steps];
}

function hookRow(label: string, hook: HookOutcome, screen: Screen): Row {
  const { line, column } = hook.range.start;
  return { label, outcome: hook.outcome, texts: [`${line}:${column}  ${reasonOf(hook, screen)}`] };
}

/** The reason of an outcome, with the open questions that it depends on. */
function reasonOf({ outcome, reason, assumed }: Omit<HookOutcome, "range">, { hasOptions }: Screen): string {
  const note = questionsNote(assumed, outcome !== "unknown", hasOptions);
  return note === "" ? reason : `${reason} (${note})`;
}

function rowLines({ label, outcome, texts }: Row, width: number, screen: Screen): string[] {
  const sign = colorOf(outcome, screen)(SIGNS[outcome]);
  const gap = " ".repeat(Math.max(0, width - displayWidth(label)));
  const head = `      ${sign} ${label}${gap}  ${words[outcome].padEnd(11)}  `;
  const indent = " ".repeat(8 + width + 15);
  const lines = texts.flatMap((each) => wrap(printable(each), Math.max(20, screen.columns - indent.length)));
  // A wider name has the texts below it, so that they stay in their column.
  if (displayWidth(label) > width && texts[0] !== "") lines.unshift("");
  return behind(head, indent, lines).map((line) => line.trimEnd());
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
