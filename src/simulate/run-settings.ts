import type { Assumptions } from "./assume.ts";
import { type EvaluationSettings, evaluationSettings } from "./evaluate.ts";

const known = new WeakMap<Assumptions, EvaluationSettings>();

/**
 * Settings for evaluations that share a run's answers to open questions, and with them its compiled patterns: the same object of
 * answers gives the same settings. What was compiled goes when the answers go.
 */
export function runSettings(assume: Assumptions): EvaluationSettings {
  let settings = known.get(assume);
  if (!settings) {
    settings = evaluationSettings(assume);
    known.set(assume, settings);
  }
  return settings;
}
