import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Step } from "../src/simulate/steps/step-model.ts";
import { limitedClosestMatch } from "../src/util/closest-match.ts";
import { groupBy } from "../src/util/group-by.ts";
import { getOrAdd } from "../src/util/memoize.ts";
import { onWaits, outermost, type StepWaits } from "./support/step-waits.ts";

export default defineRule({
  id: "unknown-step-in-when",
  severity: "warning",
  summary: "a step waits for a step that does not exist",
  why: "An entry of `when.steps` with an unknown name never holds, so the step never runs. Nothing checks the names when a pipeline is saved.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: single step dependencies",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/base-schema.js: the name of a step in when is any text",
  ],
  pipeline(pipeline, { report }) {
    return onWaits(pipeline, (all) => {
      const { byName, hasHiddenSteps, waits, reads, otherReads } = all;
      if (hasHiddenSteps) return;
      const nearStep = limitedClosestMatch([...byName.keys()]);
      const order = new StepOrder(all);
      const unknown = waits.filter(
        ({ name: { value } }) => !byName.has(value) && value !== "main_clone" && !value.includes("${{"),
      );
      const known = new Set([...reads, ...otherReads].map(({ name }) => name));
      for (const { name } of waits) known.add(name.value);
      for (const [value, group] of groupBy(unknown, ({ name }) => name.value)) {
        const nears = group.map(({ step }) => {
          const near = nearStep(value, (each) => order.canPrecede(each, step));
          if (near !== undefined) order.add(step, near);
          return near;
        });
        const [near] = nears;
        const waiting = new Set(group.map(({ step }) => step)).size;
        // The name that several steps have for it is more likely the right one.
        if (near !== undefined && waiting > 1 && nears.every((each) => each === near) && !known.has(near)) {
          const { name } = byName.get(near)!;
          report(name, `the step is named "${near}", but ${waiting} steps wait for "${value}"; rename it`, {
            fix: replaceValue(name, value, false),
            related: group.map((wait) => ({ place: wait.name, message: "waits for it" })),
          });
        } else
          for (const [index, wait] of group.entries()) {
            const other = nears[index];
            const hint = other === undefined ? "write the name of a step" : `did you mean "${other}"?`;
            const fix = replaceValue(wait.name, other, false);
            report(wait.name, `there is no step "${value}"; ${hint}`, { fix });
          }
      }
    });
  },
});

/** The order in which steps can run; a step that is suggested counts as waited for. */
class StepOrder {
  readonly #all: StepWaits;
  readonly #places: ReadonlyMap<Step, number>;
  readonly #before = new Map<Step, Step[]>();

  constructor(all: StepWaits) {
    this.#all = all;
    this.#places = new Map(all.steps.map((step, index) => [step, index]));
    for (const { step, name } of all.waits) this.add(step, name.value);
  }

  /** Adds a step, by its name, for which another one waits. */
  add(step: Step, name: string): void {
    const waited = this.#all.byName.get(name);
    if (waited) getOrAdd(this.#before, step, () => []).push(waited);
  }

  /** True if a step, by its name, is not another one and need not run after it. */
  canPrecede(name: string, other: Step): boolean {
    const step = this.#all.byName.get(name)!;
    if (!this.#all.isParallel && step !== other)
      return this.#places.get(outermost(step))! <= this.#places.get(outermost(other))!;
    const before = new Set([step]);
    for (const each of before) for (const waited of this.#before.get(each) ?? []) before.add(waited);
    return !before.has(other);
  }
}
