import { type Step, withChildren } from "../step-model.ts";
import { endsBadly, failedCriteria, isElectedFailing, mayEndBadly } from "../step-results.ts";
import type { WhenContext } from "../when-expression.ts";
import type { StepFacts, StepPlan, StepRun } from "./step-run.ts";

/** An early end of the build; it may not be certain. */
export interface Ended {
  readonly certain: boolean;
  readonly reason: string;
  readonly assumed: readonly string[];
}

/** The hook on_elected of the pipeline runs before all steps (docs.codefresh.io, hooks). */
export function endOfStart(plan: StepPlan, { results }: Pick<StepFacts, "results">): Ended | undefined {
  if (isElectedFailing(results, plan) !== true) return undefined;
  const reason = "the pipeline's hook on_elected fails, which fails the build";
  return { certain: true, reason, assumed: [] };
}

/** The end of a build that goes on after an earlier one that was not certain. */
export function endAfter(earlier: Ended | undefined, end: Ended): Ended {
  return { ...end, assumed: [...new Set([...(earlier?.assumed ?? []), ...end.assumed])] };
}

/** Whether the results of a step end the build; its own `fail_fast` wins over the pipeline's. */
export function endOf(
  run: StepRun,
  plan: StepPlan,
  runOf: (step: Step) => StepRun,
  context: WhenContext,
): Ended | undefined {
  const { step, statuses, assumed } = run;
  const { failFast = plan.failFast ?? true } = step;
  const by = `"${step.name.value}"`;
  if (run.isElectedFailing === true)
    return { certain: true, reason: `the hook on_elected of ${by} fails`, assumed };
  if (run.isElectedFailing)
    return { certain: false, reason: `the hook on_elected of ${by} fails the build`, assumed };
  if (failFast === false || !mayEndBadly(statuses)) return undefined;
  const certain = failFast === true && endsBadly(statuses);
  const isError = run.outcome !== "runs" && run.conditions.some(({ outcome }) => outcome === "error");
  const reason = isError
    ? `an error in the when of ${by} fails the build`
    : certain
      ? `${by} ends the build, because fail_fast is not false${failedCriteria(step, context)}`
      : `${by} fails or is denied`;
  const asked = withChildren([step]).flatMap((each) => runOf(each).assumed);
  return { certain, reason, assumed: [...new Set([...asked, ...(isError ? ["condition-error"] : [])])] };
}
