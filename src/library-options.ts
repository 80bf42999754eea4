import type { DiffOptions as OwnDiffOptions } from "./diff/difference.ts";
import type { LintSettings, Rule } from "./lint/rule.ts";
import type { Preset, RuleSetting } from "./lint/rule-set.ts";
import type { GlobOptions as OwnGlobOptions } from "./match/glob/index.ts";
import type { Pipeline } from "./pipeline/model.ts";
import type { SimulateOptions as OwnSimulateOptions } from "./simulate/simulate.ts";
import type { StepOptions as OwnStepOptions } from "./simulate/steps/simulate-steps.ts";

/** The options of `diff`. */
export type DiffOptions = Omit<OwnDiffOptions, "definitions" | "secrets">;

/** The options of `matchFiles`. */
export type GlobOptions = Omit<OwnGlobOptions, "budget">;

/** The options of `simulateSteps`. */
export interface StepOptions extends Omit<OwnStepOptions, "definition" | "budget"> {
  /** The text of a file with steps, such as `codefresh.yml`; they replace those of the spec. */
  readonly definition?: string;
}

/** The options of `simulate`. */
export interface SimulateOptions
  extends Omit<OwnSimulateOptions, "definitionOf" | "mask" | "secrets" | "steps"> {
  /** The text of the file that the `specTemplate` of a pipeline names, where it is known. */
  readonly definitionOf?: (pipeline: Pipeline) => string | undefined;
  /** Results of steps and values of variables. */
  readonly steps?: Omit<StepOptions, "definition">;
}

/** The options of `lint`. */
export interface LintOptions extends Partial<LintSettings> {
  /**
   * The name of the text in the result; `<text>` by default. With a name that ends with `.json` the
   * text must be JSON, as for the command line of Codefresh.
   */
  readonly path?: string;
  readonly preset?: Preset;
  /** Settings by rule id. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The caller's own rules, made with `defineRule`, in addition to the built-in ones. */
  readonly localRules?: readonly Rule[];
}

/** The options of `parseSpecs`. */
export interface ParseOptions {
  /** As in `LintOptions`. */
  readonly path?: string;
}
