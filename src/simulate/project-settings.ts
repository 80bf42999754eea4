import type { Host } from "../match/host.ts";
import type { Integrations, Pipeline } from "../pipeline/model.ts";
import { type EvaluationSettings, evaluationSettings } from "./evaluate.ts";
import type { Assumptions } from "./settings.ts";
import type { Prover } from "./would-fire/regex-emptiness.ts";

/** What a project settles: the parts of its config that bear on triggers. */
export interface ProjectSettings {
  /** Answers to open questions by id. */
  readonly assume?: Assumptions;
  /** The providers that the names of integrations stand for. */
  readonly integrations?: Integrations;
}

/** What evaluations are set up with: what is settled for all projects, and for each. */
export interface ProjectsOptions extends ProjectSettings {
  /** What the project of each pipeline settles; the answers and integrations given for all of them outrank it. */
  readonly projectOf?: (pipeline: Pipeline) => ProjectSettings | undefined;
  readonly host?: Host;
  /** Proves that filters match nothing, as `loadProver` gives it; without it only what their syntax shows is proved. */
  readonly prover?: Prover;
}

/** The settings of each project's evaluations, made once. */
export class Projects {
  readonly #options: ProjectsOptions;
  readonly #made = new Map<ProjectSettings | undefined, EvaluationSettings>();

  constructor(options: ProjectsOptions) {
    this.#options = options;
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
      const answers = { ...project?.assume, ...assume };
      const made = evaluationSettings(answers, host, { ...project?.integrations, ...integrations });
      settings = { ...made, ...(prover && { prover }) };
      this.#made.set(project, settings);
    }
    return settings;
  }
}
