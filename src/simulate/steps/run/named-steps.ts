import { answerTo } from "../../../catalogue/open-questions.ts";
import { ANY, type Status, type Statuses, type StepResult } from "../status.ts";
import { type Step, withChildren } from "../step-model.ts";
import type { StepFacts } from "./step-run.ts";

/** The step that clones the repository of a pipeline that is tied to one, by its reserved name. */
const IMPLICIT = "main_clone";

/** The steps that conditions can name, and the results of them that do not depend on the build. */
export class NamedSteps {
  readonly #facts: Pick<StepFacts, "assume" | "results">;
  readonly #byName = new Map<string, Step>();
  /** The keys of `scale`, which may be names of steps (open question `expansion`). */
  readonly #made = new Map<string, Step>();
  /** True if a step has steps with names that the spec does not show. */
  readonly #hasHiddenSteps: boolean;

  constructor(steps: readonly Step[], facts: Pick<StepFacts, "assume" | "results">) {
    this.#facts = facts;
    const all = withChildren(steps);
    this.#hasHiddenSteps = all.some(({ hasHiddenSteps }) => hasHiddenSteps);
    for (const step of all)
      if (!step.matrix) (step.isMade ? this.#made : this.#byName).set(step.name.value, step);
  }

  /** The names of steps that conditions can use. */
  get names(): readonly string[] {
    return [...this.#byName.keys(), ...(this.#areMadeNamed ? this.#made.keys() : []), IMPLICIT];
  }

  /** The step that the spec names so. */
  written(name: string): Step | undefined {
    return this.#byName.get(name);
  }

  /** The step that a condition names so. */
  find(name: string): Step | undefined {
    return this.#byName.get(name) ?? (this.#areMadeNamed ? this.#made.get(name) : undefined);
  }

  /** The results of a step that is not in the spec; undefined if there is none. */
  resultsOfOther(name: string): Statuses | undefined {
    return name === IMPLICIT || this.mayHaveOthers ? ANY : undefined;
  }

  /** The open questions on which the result of a step depends. */
  questionsAbout(name: string): readonly string[] {
    const step = this.#byName.get(name);
    if (step && this.isLeftOut(step)) return ["left-out-step"];
    return !step && (this.#made.size > 0 || this.#hasHiddenSteps) ? ["expansion"] : [];
  }

  get #areMadeNamed(): boolean {
    return answerTo("expansion", this.#facts.assume) === "yes";
  }

  /** True if there may be steps with names that the spec does not show. */
  get mayHaveOthers(): boolean {
    const answer = answerTo("expansion", this.#facts.assume);
    return answer !== "no" && (this.#hasHiddenSteps || (this.#made.size > 0 && answer !== "yes"));
  }

  /** True if `codefresh run --skip` leaves a step out. */
  isLeftOut({ name }: Step): boolean {
    return this.given(name.value) === "skipped";
  }

  /** The results that others read of a step that is left out. */
  get ofLeftOut(): Statuses {
    const answer = answerTo("left-out-step", this.#facts.assume);
    return answer === "unknown" ? ANY : new Set([answer as Status]);
  }

  /** The result that the user gives a step. */
  given(name: string): StepResult | undefined {
    const { results } = this.#facts;
    return Object.hasOwn(results, name) ? results[name] : undefined;
  }
}
