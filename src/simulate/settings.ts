import { type Assumptions, findOpenQuestion } from "../catalogue/open-questions.ts";
import { Budget, type MatchOptions } from "../match/budget.ts";
import type { Prover } from "../match/regex/automata.ts";
import type { Integrations, Pipeline } from "../pipeline/model.ts";
import { getOrAdd } from "../util/memoize.ts";
import { Patterns } from "./patterns.ts";

export type { Assumptions };

/** The answers and compiled patterns that evaluations share. */
export interface EvaluationSettings {
  /** Answers to open questions. */
  readonly assume: Assumptions;
  readonly integrations: Integrations;
  readonly patterns: Patterns;
  /** The budget of all patterns together. */
  readonly budget: Budget;
  /** Proves that filters match nothing; without it only the syntax is checked. */
  readonly prover?: Prover;
}

/** The user's settings for evaluations. */
export interface ProjectSettings {
  /** Answers to open questions by id. */
  readonly assume?: Assumptions;
  /** The providers of named integrations. */
  readonly integrations?: Integrations;
}

/** Builds the settings of one piece of work. A default answer does not settle a question. */
export function evaluationSettings(
  { assume = {}, integrations = {} }: ProjectSettings = {},
  { budget = new Budget(), host }: MatchOptions = {},
): EvaluationSettings {
  const settled = Object.entries(assume).filter(([id, answer]) => findOpenQuestion(id)?.default !== answer);
  const answers = Object.fromEntries(settled);
  return { assume: answers, integrations, budget, patterns: new Patterns(answers, { budget, host }) };
}

/** The settings of all projects, and of each. */
export interface ProjectsOptions extends ProjectSettings {
  /** The settings of each pipeline's project; the answers and integrations for all of them win. */
  readonly projectOf?: (pipeline: Pipeline) => ProjectSettings | undefined;
  readonly host?: MatchOptions["host"];
  /** The result of `loadProver`; without it only the syntax is checked. */
  readonly prover?: Prover | undefined;
}

/** The settings of each project's evaluations, built once. */
export class Projects {
  readonly #options: ProjectsOptions;
  readonly #budget: Budget;
  readonly #made = new Map<ProjectSettings | undefined, EvaluationSettings>();

  constructor(options: ProjectsOptions, budget: Budget) {
    this.#options = options;
    this.#budget = budget;
    this.#settings(undefined);
  }

  settingsOf(pipeline: Pipeline): EvaluationSettings {
    return this.#settings(this.#options.projectOf?.(pipeline));
  }

  /** Gives the whole budget to another event; false if an event used it up. */
  refill(): boolean {
    for (const { patterns } of this.#made.values()) patterns.refill();
    return this.#budget.refill();
  }

  /** Every answer that was used; if two projects disagree, the first one's. */
  get assume(): Assumptions {
    return Object.assign({}, ...[...this.#made.values()].map((settings) => settings.assume).reverse());
  }

  #settings(project: ProjectSettings | undefined): EvaluationSettings {
    const { assume, integrations, host, prover } = this.#options;
    return getOrAdd(this.#made, project, () => {
      const settled = {
        assume: { ...project?.assume, ...assume },
        integrations: { ...project?.integrations, ...integrations },
      };
      return { ...evaluationSettings(settled, { budget: this.#budget, host }), ...(prover && { prover }) };
    });
  }
}
