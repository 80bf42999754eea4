import { workEpoch } from "../match/budget.ts";
import type { Integrations } from "../pipeline/model.ts";
import { type EvaluationSettings, evaluationSettings } from "./evaluate.ts";
import type { Assumptions } from "./settings.ts";

/** What the user settled for a run. */
export interface Settled {
  readonly assume: Assumptions;
  readonly integrations: Integrations;
}

const known = new WeakMap<Settled, { readonly epoch: number; readonly made: EvaluationSettings }>();

/**
 * Settings for evaluations that share what the user settled for a run, and with it the compiled patterns: the same object gives the
 * same settings. What was compiled goes when that object goes.
 */
export function runSettings(settled: Settled): EvaluationSettings {
  const epoch = workEpoch();
  const kept = known.get(settled);
  if (kept?.epoch === epoch) return kept.made;
  const made = evaluationSettings(settled.assume, undefined, settled.integrations);
  known.set(settled, { epoch, made });
  return made;
}
