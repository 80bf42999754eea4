import type { Integrations } from "../spec/provider-of.ts";
import type { Assumptions } from "./assume.ts";
import { type EvaluationSettings, evaluationSettings } from "./evaluate.ts";

/** What the user settled for a run. */
export interface Settled {
  readonly assume: Assumptions;
  readonly integrations: Integrations;
}

const known = new WeakMap<Settled, EvaluationSettings>();

/**
 * Settings for evaluations that share what the user settled for a run, and with it the compiled patterns: the same object gives the
 * same settings. What was compiled goes when that object goes.
 */
export function runSettings(settled: Settled): EvaluationSettings {
  let settings = known.get(settled);
  if (!settings) {
    settings = evaluationSettings(settled.assume, undefined, settled.integrations);
    known.set(settled, settings);
  }
  return settings;
}
