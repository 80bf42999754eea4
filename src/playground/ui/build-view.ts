import type { Range } from "../../document/source.ts";
import { SIGNS } from "../../report/simulate/words.ts";
import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { SimulatedStep } from "../../simulate/steps/simulated-step.ts";
import { STEP_RESULTS, type StepResult } from "../../simulate/steps/status.ts";
import { joinList, plural } from "../../util/text.ts";
import type { SimulateAnswer, StepChoices } from "../core/protocol.ts";
import { badge, type Child, h, show } from "./dom.ts";
import { drawSteps } from "./step-graph.ts";
import { sameKey, type TriggerKey } from "./verdicts.ts";

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
    show(
      element,
      h(
        "p",
        { class: "empty" },
        summary.unknown > 0
          ? "It is unknown whether a trigger fires for this event, so no build is shown."
          : "No trigger fires for this event, so no build starts.",
      ),
      h(
        "button",
        { type: "button", "data-key": "to-event", onclick: () => host.showEvents() },
        "See what would make one fire",
      ),
    );
    return;
  }
  const { pipeline, build } = chosen;
  const select = h(
    "select",
    {
      "data-key": "build-of",
      onchange: ({ target }: Event) => host.select(firing[Number((target as HTMLSelectElement).value)]!.key),
    },
    firing.map((each, index) =>
      h(
        "option",
        { value: index, selected: each === chosen },
        `${each.pipeline.pipeline} · ${each.trigger.trigger}`,
      ),
    ),
  );
  show(
    element,
    h("label", { class: "field" }, h("span", {}, "Build of"), select),
    pipeline.frozen && h("p", { class: "note" }, "concurrency: 0 holds the builds of this pipeline."),
    left > 0 && h("p", { class: "note" }, `${plural(left, "more build")} would make the page too large.`),
    stepsSection(build, pipeline.path, host),
    variablesSection(build, pipeline.path, host),
    settingsSection(build),
  );
}

function stepsSection(build: EffectiveBuild, path: string, host: BuildHost): Child {
  const { steps, result, mode, definition, hooks } = build;
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
      h(
        "p",
        {},
        badge(`build: ${result.status}`, resultSign(result.status), resultKind(result.status)),
        ` ${result.reason}`,
      ),
    h(
      "div",
      { class: "graph-box", tabindex: 0, role: "region", "aria-label": "Graph of the steps, scrollable" },
      drawSteps(build, (index) => {
        const row = rows[index]!;
        row.scrollIntoView({ block: "nearest" });
        row.querySelector("button")?.click();
      }),
    ),
    h("ol", { class: "steps" }, rows),
    hooks.length > 0 &&
      h(
        "p",
        { class: "small" },
        "Hooks: ",
        joinList(hooks.map(({ hook, outcome }) => `${hook} ${SIGNS[outcome]} ${outcome}`)),
      ),
  );
}

function resultSign(status: NonNullable<EffectiveBuild["result"]>["status"]): string {
  return status === "success" ? "✓" : status === "unknown" ? "?" : "✗";
}

function resultKind(status: NonNullable<EffectiveBuild["result"]>["status"]): string {
  return status === "success" ? "fires" : status === "unknown" ? "unknown" : "skips";
}

function stepRow(
  { step, outcome, reason, reasonRange, parent, runsIf, assumed }: SimulatedStep,
  index: number,
  path: string,
  { steps, setSteps, reveal }: BuildHost,
): HTMLElement {
  const { results = {}, variables = {} } = steps;
  const set = (to: string): void => {
    const { [step]: _, ...others } = results;
    setSteps({ variables, results: to === "" ? others : { ...others, [step]: to as StepResult } });
  };
  const result = h(
    "select",
    {
      "aria-label": `Result of ${step}`,
      "data-key": `result ${step}`,
      onchange: ({ target }: Event) => set((target as HTMLSelectElement).value),
    },
    h("option", { value: "" }, "if it runs: success"),
    STEP_RESULTS.map((each) => h("option", { value: each, selected: results[step] === each }, each)),
  );
  const apply = (): void => {
    const changed = runsIf.map(({ name, to }) => [name, to] as const);
    const of = (kind: string) => Object.fromEntries(changed.filter((_, at) => runsIf[at]!.kind === kind));
    setSteps({
      variables: { ...variables, ...of("variable") },
      results: { ...results, ...(of("step") as Record<string, StepResult>) },
    });
  };
  return h(
    "li",
    { class: parent === null ? "" : "inner" },
    h(
      "div",
      { class: "step-head" },
      badge(outcome, SIGNS[outcome], outcome),
      h("strong", {}, step),
      h(
        "button",
        {
          type: "button",
          class: "place",
          "data-key": `step ${index}`,
          onclick: () => reveal(path, reasonRange),
        },
        `line ${reasonRange.start.line}`,
      ),
      result,
    ),
    h(
      "p",
      {},
      reason,
      assumed.includes("steps-succeed") && h("span", { class: "muted" }, " (if the steps before it succeed)"),
    ),
    runsIf.length > 0 &&
      h(
        "button",
        { type: "button", "data-key": `runs-if ${step}`, onclick: apply },
        `It would run if ${joinList(runsIf.map(({ name, kind, to }) => (kind === "step" ? `${name} ended with ${to}` : `${name} were "${to}"`)))}`,
      ),
  );
}

function variablesSection(
  build: EffectiveBuild,
  path: string,
  { steps, setSteps, reveal }: BuildHost,
): Child {
  const { variables, systemVariables } = build;
  const tried = Object.entries(steps.variables ?? {});
  const system = systemVariables.filter(({ state }) => state !== "literal");
  const value = (text: string | null) =>
    text === null ? h("span", { class: "muted" }, "not known") : h("code", {}, text);
  return h(
    "section",
    {},
    h("h2", {}, "Variables"),
    tried.length > 0 &&
      h(
        "p",
        { class: "note" },
        `Tried for the steps: ${joinList(tried.map(([name, to]) => `${name}=${to}`))}. `,
        h(
          "button",
          { type: "button", "data-key": "untry", onclick: () => setSteps({ results: steps.results ?? {} }) },
          "Reset",
        ),
      ),
    h(
      "div",
      { class: "table-box" },
      h(
        "table",
        {},
        h("caption", { class: "hidden" }, "Variables of the build with their origin"),
        h(
          "thead",
          {},
          h("tr", {}, ...["Name", "Value", "Origin"].map((each) => h("th", { scope: "col" }, each))),
        ),
        h(
          "tbody",
          {},
          variables.map(({ key, value: own, origin, overrides, range, secret }) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, h("code", {}, key)),
              h("td", {}, value(own), secret && h("span", { class: "muted" }, " secret")),
              h(
                "td",
                {},
                origin,
                range &&
                  h(
                    "button",
                    {
                      type: "button",
                      class: "place",
                      "data-key": `variable ${key}`,
                      onclick: () => reveal(path, range),
                    },
                    `line ${range.start.line}`,
                  ),
                overrides.length > 0 &&
                  h(
                    "div",
                    { class: "muted small" },
                    `overrides ${joinList(overrides.map((each) => `${each.origin}: ${each.value ?? "?"}`))}`,
                  ),
              ),
            ),
          ),
          system.map(({ name, value: own }) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, h("code", {}, name)),
              h("td", {}, value(own)),
              h("td", {}, "Codefresh"),
            ),
          ),
        ),
      ),
    ),
  );
}

function settingsSection({ contexts, options, runtimeEnvironment, simulatedTrigger }: EffectiveBuild): Child {
  const rows: [string, string][] = [
    ...contexts.map(({ value, origin }): [string, string] => ["context", `${value} (${origin})`]),
    ...Object.entries(options).map(([name, { value, origin }]): [string, string] => [
      name,
      `${value} (${origin})`,
    ]),
    ...Object.entries(runtimeEnvironment?.value ?? {}).map(([name, value]): [string, string] => [
      `runtime ${name}`,
      `${value} (${runtimeEnvironment!.origin})`,
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
