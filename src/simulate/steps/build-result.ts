import type { LocatedMapping } from "../../document/located.ts";
import { joinList } from "../../util/text.ts";
import type { StepPlan, StepRun } from "./run/step-run.ts";
import type { BuildResult } from "./simulated-step.ts";
import {
  byCondition,
  countedSteps,
  endsBadly,
  failedCriteria,
  isOnly,
  isUnclear,
  mayEndBadly,
  missingInOnly,
} from "./step-results.ts";
import type { WhenContext } from "./when-expression.ts";

/** The keys of the pipeline that decide its result. */
export interface ResultKeys {
  readonly strictFailFast: boolean | "unknown" | undefined;
  readonly successCriteria: LocatedMapping | undefined;
}

/**
 * Returns the result of a build. A failed step fails it, unless `fail_fast` of the step or of the
 * pipeline is false and `strict_fail_fast` of neither is true (docs.codefresh.io, steps/approval).
 * With `success_criteria` those of the pipeline decide, as they do for a parallel step
 * (docs.codefresh.io, advanced-workflows: parallel steps only; for a pipeline inferred).
 */
export function buildResult(
  plan: StepPlan,
  runs: readonly StepRun[],
  { strictFailFast, successCriteria }: ResultKeys,
  context: WhenContext,
): BuildResult {
  const own = runs.filter(({ step }) => step.parent === undefined);
  const bad = own.filter(({ statuses }) => mayEndBadly(statuses));
  const effects = bad.map((run) => [run, effectOf(run, plan, strictFailFast)] as const);
  const condition = successCriteria?.mapping("condition");
  if (condition)
    return byCriteria(
      condition,
      effects.some(([, effect]) => effect === "ends"),
      context,
    );
  const counted = new Set(countedSteps(plan.steps, successCriteria));
  const failing = effects.filter(
    ([{ step }, effect]) => counted.has(step) && (effect !== "none" || isOnly(step, successCriteria)),
  );
  const isOpen = isUnclear(successCriteria);
  const certain = failing.filter(
    ([{ statuses }, effect]) => !isOpen && (effect === "ends" || effect === "fails") && endsBadly(statuses),
  );
  const names = joinList(failing.map(([{ step }]) => `"${step.name.value}"`));
  const assumed = [...new Set(failing.flatMap(([run]) => run.assumed))];
  if (certain.length > 0) {
    const [[{ step, statuses }]] = certain as [(typeof certain)[number]];
    const words = [...statuses];
    const status = words.every((word) => word === "terminated") ? "terminated" : "failure";
    const why = failedCriteria(step, context);
    return { status, reason: `"${step.name.value}" has the result ${words.join(" or ")}${why}`, assumed };
  }
  if (failing.length > 0) {
    const open = isOpen
      ? "; the meaning of such success_criteria is not documented"
      : failing.every(([, effect]) => effect === "none")
        ? "; whether success_criteria count a step with fail_fast: false is not documented"
        : "";
    return { status: "unknown", reason: `it depends on ${names}${open}`, assumed };
  }
  const missing = missingInOnly(plan.steps, successCriteria);
  if (missing !== undefined) {
    const reason = `"${missing}" in success_criteria is not one of the steps of the pipeline itself`;
    return { status: "unknown", reason, assumed: [] };
  }
  const ignored = effects.find(([{ step }, effect]) => !counted.has(step) && effect === "ends");
  if (ignored) {
    const reason = `success_criteria ignore "${ignored[0].step.name.value}", but it ends the build`;
    return { status: "unknown", reason, assumed: [] };
  }
  return { status: "success", reason: "no step that counts fails", assumed: [] };
}

/** The effect of a bad result of a step: it ends the build, fails it at the end, or neither. */
function effectOf(
  { step, statuses, isElectedFailing }: StepRun,
  plan: StepPlan,
  strict: ResultKeys["strictFailFast"],
): "ends" | "fails" | "none" | "unknown" {
  // `fail_fast` of the step does not change what a failure of its hook does.
  if (isElectedFailing) return isElectedFailing === true ? "ends" : "unknown";
  const failFast = step.failFast ?? plan.failFast ?? true;
  if (failFast === "unknown") return "unknown";
  if (failFast) return "ends";
  // An error in a `when` fails the build, if it does, whatever `fail_fast` is.
  if (statuses.has("skipped") || statuses.has("pending")) return "unknown";
  const flags = [step.strictFailFast, strict];
  if (flags.includes(true)) return step.type === "parallel" ? "none" : "fails";
  return flags.includes("unknown") ? "unknown" : "none";
}

function byCriteria(condition: LocatedMapping, isEnded: boolean, context: WhenContext): BuildResult {
  const results = byCondition(condition, context);
  const [only, other] = results;
  if (isEnded || other !== undefined)
    return { status: "unknown", reason: "it depends on the condition of success_criteria", assumed: [] };
  return { status: only!, reason: `the condition of success_criteria is ${only === "success"}`, assumed: [] };
}
