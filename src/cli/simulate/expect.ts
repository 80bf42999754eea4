import { answersOf } from "../../simulate/cases/case-triggers.ts";
import type { Verdict } from "../../simulate/evaluate.ts";
import { verdictOfAll } from "../../simulate/evaluate.ts";
import { formatRejection, isRejected } from "../../simulate/rejection.ts";
import type { Simulation } from "../../simulate/simulate.ts";
import type { Option } from "../command.ts";

const verdicts: readonly Verdict[] = ["fires", "skips", "unknown"];

/** The option for the verdict without which a run fails. */
export const expectOption: Option = {
  value: "VERDICT",
  choices: verdicts,
  description:
    "give exit code 1 unless this is the verdict: fires if any trigger fires, skips if all skip, else unknown; with --trigger, the verdict of each",
};

/**
 * Compares verdicts with the expected one: overall, or of `each` trigger. For several events one
 * that fires is enough. Returns a message for each expectation that is not met; a spec that
 * Codefresh would reject meets none.
 */
export function unmetExpectations(
  simulations: readonly Simulation[],
  expected: string | undefined,
  each: boolean,
): string[] {
  if (expected === undefined) return [];
  const [{ pipelines }] = simulations as [Simulation];
  const rejected = pipelines.filter((spec) => isRejected(spec) && (!each || spec.triggers.length > 0));
  const sentences = rejected.map((spec) => `expected ${expected}, but ${formatRejection(spec)}`);
  if (sentences.length > 0 && !each) return sentences;
  const definition = pipelines.find((spec) => spec.definition);
  if (definition)
    return [
      `expected ${expected}, but ${definition.path} is a pipeline definition, which has no triggers; give its spec`,
    ];
  const answers = answersOf(simulations).filter((answer) => !answer.rejected);
  if (!each) {
    const whole = verdictOfAll(answers);
    return whole === expected ? [] : [`expected ${expected}, but the verdict is ${whole}`];
  }
  const wrong = answers.filter(({ verdict }) => verdict !== expected);
  return [
    ...sentences,
    ...wrong.map(
      ({ pipeline, trigger, verdict }) =>
        `expected ${expected}, but the verdict of ${pipeline} ${trigger} is ${verdict}`,
    ),
  ];
}
