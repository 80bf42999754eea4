import type { Range } from "../../document/source.ts";
import { SIGNS } from "../../report/simulate/words.ts";
import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { SimulatedStep } from "../../simulate/steps/simulated-step.ts";
import { STEP_RESULTS, type StepResult } from "../../simulate/steps/status.ts";
import { joinList, plural } from "../../util/text.ts";
import type { SimulateAnswer, StepChoices } from "../core/protocol.ts";
import { button, type Choice, field, placeButton, plainChoices, select } from "./controls.ts";
import { badge, type Child, h, show } from "./dom.ts";
import { drawSteps } from "./step-graph.ts";
import { isRejectedWhole, sameKey, type TriggerKey } from "./verdicts.ts";

/** The steps and variables that are shown: thousands stop the page while it is drawn. */
const MAX_ROWS = 500;

/** The parts of the page that the view of a build uses. */
export interface BuildHost {
  readonly answer: SimulateAnswer;
  readonly selected: TriggerKey | undefined;
  readonly steps: StepChoices;
  select(key: TriggerKey): void;
  setSteps(steps: StepChoices): void;
  reveal(path: string, range: Range): void;
  /** Goes to the events, where a trigger can be made to fire. */
  showEvents(): void;
}

/** Draws the build of the selected trigger, or of the first that fires. */
export function drawBuild(element: HTMLElement, host: BuildHost): void {
  const { pipelines, summary } = host.answer.report;
  const firing = pipelines.flatMap((pipeline, at) =>
    pipeline.triggers.flatMap((trigger, index) =>
      trigger.build
        ? [{ pipeline, trigger, build: trigger.build, key: { pipeline: at, trigger: index } }]
        : [],
    ),
  );
  const left = summary.fires - firing.length;
  const chosen = firing.find(({ key }) => sameKey(key, host.selected)) ?? firing[0];
  if (!chosen) {
    const reason =
      summary.unknown > 0 || pipelines.some(isRejectedWhole)
        ? "It is unknown whether a trigger fires for this event, so no build is shown."
        : "No trigger fires for this event, so no build starts.";
    const toEvent = button("See what would make one fire", () => host.showEvents(), {
      "data-key": "to-event",
    });
    show(element, h("p", { class: "empty" }, reason), toEvent);
    return;
  }
  const { pipeline, build } = chosen;
  const builds = select({
    key: "build-of",
    choices: firing.map((each, index) => [
      String(index),
      `${each.pipeline.pipeline} · ${each.trigger.trigger}`,
    ]),
    value: String(firing.indexOf(chosen)),
    set: (index) => host.select(firing[Number(index)]!.key),
  });
  show(
    element,
    field("Build of", builds),
    pipeline.frozen && h("p", { class: "note" }, "concurrency: 0 holds the builds of this pipeline."),
    tooMany(left, "build"),
    stepsSection(build, pipeline.path, host),
    variablesSection(build, pipeline.path, host),
    settingsSection(build),
  );
}

function stepsSection(build: EffectiveBuild, path: string, host: BuildHost): Child {
  const { result, mode, definition, hooks } = build;
  const steps = build.steps.slice(0, MAX_ROWS);
  if (steps.length === 0) {
    const place =
      definition.location === "git" ? `${definition.path ?? "?"} in ${definition.repo ?? "?"}` : "";
    const text =
      definition.location === "inline"
        ? "The pipeline has no steps."
        : `The steps are in a file that is not here. ${place}`;
    return h("section", {}, h("h2", {}, "Steps"), h("p", { class: "empty" }, text));
  }
  const file = build.stepsPath ?? path;
  const rows = steps.map((step, index) => stepRow(step, index, file, host));
  return h(
    "section",
    {},
    h("h2", {}, "Steps", h("span", { class: "path" }, ` ${mode ?? ""}`)),
    result &&
      h("p", {}, badge(`build: ${result.status}`, ...resultBadge(result.status)), ` ${result.reason}`),
    h(
      "div",
      { class: "graph-box", tabindex: 0, role: "region", "aria-label": "Graph of the steps, scrollable" },
      drawSteps({ steps, mode }, (index) => {
        const row = rows[index]!;
        row.scrollIntoView({ block: "nearest" });
        row.querySelector("button")?.click();
      }),
    ),
    h("ol", { class: "steps" }, rows),
    tooMany(build.steps.length - MAX_ROWS, "step"),
    hooks.length > 0 &&
      h(
        "p",
        { class: "small" },
        "Hooks: ",
        joinList(hooks.map(({ hook, outcome }) => `${hook} ${SIGNS[outcome]} ${outcome}`)),
      ),
  );
}

function resultBadge(
  status: NonNullable<EffectiveBuild["result"]>["status"],
): readonly [sign: string, kind: string] {
  if (status === "unknown") return ["?", "unknown"];
  return status === "success" ? ["✓", "fires"] : ["✗", "skips"];
}

function stepRow(shown: SimulatedStep, index: number, path: string, host: BuildHost): HTMLElement {
  const { step, label, outcome, reason, reasonRange, parent, assumed } = shown;
  return h(
    "li",
    { class: parent === null ? "" : "inner" },
    h(
      "div",
      { class: "step-head" },
      badge(outcome, SIGNS[outcome], outcome),
      h("strong", {}, label),
      placeButton(reasonRange, () => host.reveal(path, reasonRange), `step ${index}`),
      step !== null && resultChoice(step, host),
    ),
    h(
      "p",
      {},
      reason,
      assumed.includes("steps-succeed") && h("span", { class: "muted" }, " (if the steps before it succeed)"),
    ),
    runsIf(shown, host),
  );
}

/** The result of a step, which a person can set. */
function resultChoice(step: string, { steps, setSteps }: BuildHost): HTMLElement {
  const { results = {}, variables = {} } = steps;
  const set = (to: string): void => {
    const { [step]: _, ...others } = results;
    setSteps({ variables, results: to === "" ? others : { ...others, [step]: to as StepResult } });
  };
  const choices: Choice[] = [["", "if it runs: success"], ...plainChoices(STEP_RESULTS)];
  return select(
    { key: `result ${step}`, choices, value: results[step] ?? "", set },
    { "aria-label": `Result of ${step}` },
  );
}

/** The changes with which a step would run, to try them. */
function runsIf({ step, runsIf: changes }: SimulatedStep, { steps, setSteps }: BuildHost): Child {
  if (changes.length === 0) return null;
  const of = (wanted: string): Record<string, string> =>
    Object.fromEntries(changes.flatMap(({ kind, name, to }) => (kind === wanted ? [[name, to]] : [])));
  const apply = (): void =>
    setSteps({
      variables: { ...steps.variables, ...of("variable") },
      results: { ...steps.results, ...(of("step") as Record<string, StepResult>) },
    });
  const words = changes.map(({ name, kind, to }) =>
    kind === "step" ? `${name} ended with ${to}` : `${name} were "${to}"`,
  );
  return button(`It would run if ${joinList(words)}`, apply, { "data-key": `runs-if ${step}` });
}

function variablesSection(build: EffectiveBuild, path: string, host: BuildHost): Child {
  const system = build.systemVariables.filter(({ state }) => state !== "literal");
  const head = ["Name", "Value", "Origin"].map((each) => h("th", { scope: "col" }, each));
  return h(
    "section",
    {},
    h("h2", {}, "Variables"),
    triedVariables(host),
    h(
      "div",
      { class: "table-box" },
      h(
        "table",
        {},
        h("caption", { class: "hidden" }, "Variables of the build with their origin"),
        h("thead", {}, h("tr", {}, head)),
        h(
          "tbody",
          {},
          build.variables.slice(0, MAX_ROWS).map((variable) => variableRow(variable, path, host)),
          system.map(({ name, value }) =>
            h("tr", {}, rowHead(name), h("td", {}, valueText(value)), h("td", {}, "Codefresh")),
          ),
        ),
      ),
    ),
    tooMany(build.variables.length - MAX_ROWS, "variable"),
  );
}

function tooMany(left: number, noun: string): Child {
  return (
    left > 0 && h("p", { class: "note" }, `${plural(left, `more ${noun}`)} would make the page too large.`)
  );
}

function triedVariables({ steps, setSteps }: BuildHost): Child {
  const tried = Object.entries(steps.variables ?? {}).map(([name, to]) => `${name}=${to}`);
  if (tried.length === 0) return null;
  const reset = (): void => setSteps({ results: steps.results ?? {} });
  return h(
    "p",
    { class: "note" },
    `Tried for the steps: ${joinList(tried)}. `,
    button("Reset", reset, { "data-key": "untry" }),
  );
}

function variableRow(variable: EffectiveBuild["variables"][number], path: string, { reveal }: BuildHost) {
  const { key, value, origin, overrides, range, secret } = variable;
  return h(
    "tr",
    {},
    rowHead(key),
    h("td", {}, valueText(value), secret && h("span", { class: "muted" }, " secret")),
    h(
      "td",
      {},
      origin,
      range && placeButton(range, () => reveal(path, range), `variable ${key}`),
      overrides.length > 0 &&
        h(
          "div",
          { class: "muted small" },
          `overrides ${joinList(overrides.map((each) => `${each.origin}: ${each.value ?? "?"}`))}`,
        ),
    ),
  );
}

function rowHead(name: string): HTMLElement {
  return h("th", { scope: "row" }, h("code", {}, name));
}

function valueText(text: string | null): HTMLElement {
  return text === null ? h("span", { class: "muted" }, "not known") : h("code", {}, text);
}

function settingsSection({ contexts, options, runtimeEnvironment, simulatedTrigger }: EffectiveBuild): Child {
  const rows: [string, string][] = [
    ...contexts.map(({ value, origin, used }): [string, string] => [
      "context",
      `${value} (${origin}${used ? "" : "; it is not known whether it is used"})`,
    ]),
    ...Object.entries(options).map(([name, { value, origin }]): [string, string] => [
      name,
      `${value ?? "not known"} (${origin})`,
    ]),
    ...Object.entries(runtimeEnvironment?.value ?? {}).map(([name, value]): [string, string] => [
      `runtime ${name}`,
      `${value ?? "not known"} (${runtimeEnvironment!.origin})`,
    ]),
  ];
  if (simulatedTrigger)
    rows.push([
      "simulates",
      [simulatedTrigger.trigger, simulatedTrigger.branch].filter(Boolean).join(" on "),
    ]);
  if (rows.length === 0) return null;
  return h(
    "section",
    {},
    h("h2", {}, "Settings"),
    h(
      "dl",
      {},
      rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    ),
  );
}
