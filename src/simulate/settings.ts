import { type Assumptions, openQuestions as rows } from "../catalogue/open-questions.ts";
import { Budget, type MatchOptions } from "../match/budget.ts";
import type { Prover } from "../match/regex/automata.ts";
import type { Integrations, Pipeline } from "../pipeline/model.ts";
import { Patterns } from "./conditions/patterns.ts";

export type { Assumptions };

/**
 * Ordinary cases that need no saying, by the id that a condition's `assumed` names; each is the fact that settles it
 * (design, section 4).
 */
export const ordinaryCases = {
  "own-repository": "the event comes from the trigger's own repository",
  "no-fork": "the pull request comes from the repository itself",
  "no-skip-string": "the commit message has no skip string",
  "collaborator-commits": "the commits from the fork are a collaborator's",
} as const;

/** An ordinary case taken for granted. */
export type OrdinaryCase = keyof typeof ordinaryCases;

/** A question about the platform that no public evidence answers, with every answer that `assume` takes, the default first. */
export interface OpenQuestion {
  readonly question: string;
  readonly default: string;
  readonly answers: readonly string[];
}

/** The open questions of the catalogue by id: what the config's `assume` and `--assume` settle and `assumed` names in outputs. */
export const openQuestions: Readonly<Record<string, OpenQuestion>> = Object.fromEntries(
  rows.map((row) => [
    row.id,
    { question: row.question, default: row.default, answers: [row.default, ...row.values] },
  ]),
);

/** What the evaluations of one piece of work share: what the user has settled, and the patterns, each compiled once. */
export interface EvaluationSettings {
  /** Answers to open questions. */
  readonly assume: Assumptions;
  readonly integrations: Integrations;
  readonly patterns: Patterns;
  /** What the patterns may spend together. */
  readonly budget: Budget;
  /** Proves that filters match nothing; without it only what their syntax shows is proved. */
  readonly prover?: Prover;
}

/** What the user settles about evaluations. */
export interface ProjectSettings {
  /** Answers to open questions by id. */
  readonly assume?: Assumptions;
  /** The providers that the names of integrations refer to. */
  readonly integrations?: Integrations;
}

/** Makes the settings of one piece of work. An answer that is the default settles nothing. */
export function evaluationSettings(
  { assume = {}, integrations = {} }: ProjectSettings = {},
  { budget = new Budget(), host }: MatchOptions = {},
): EvaluationSettings {
  const settled = Object.entries(assume).filter(([id, answer]) => openQuestions[id]?.default !== answer);
  const answers = Object.fromEntries(settled);
  return { assume: answers, integrations, budget, patterns: new Patterns(answers, { budget, host }) };
}

/** What is settled for all projects, and for each. */
export interface ProjectsOptions extends ProjectSettings {
  /** What the project of each pipeline settles; the answers and integrations given for all of them outrank it. */
  readonly projectOf?: (pipeline: Pipeline) => ProjectSettings | undefined;
  readonly host?: MatchOptions["host"];
  /** Proves that filters match nothing, as `loadProver` gives it; without it only what their syntax shows is proved. */
  readonly prover?: Prover;
}

/** The settings of each project's evaluations, made once. */
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

  /** Every answer that was used; where two projects disagree, the first one's. */
  get assume(): Assumptions {
    return Object.assign({}, ...[...this.#made.values()].map((settings) => settings.assume).reverse());
  }

  #settings(project: ProjectSettings | undefined): EvaluationSettings {
    let settings = this.#made.get(project);
    if (!settings) {
      const { assume, integrations, host, prover } = this.#options;
      const settled = {
        assume: { ...project?.assume, ...assume },
        integrations: { ...project?.integrations, ...integrations },
      };
      const made = evaluationSettings(settled, { budget: this.#budget, host });
      settings = { ...made, ...(prover && { prover }) };
      this.#made.set(project, settings);
    }
    return settings;
  }
}
