import { isSequence, type LocatedMapping } from "../../document/located.ts";
import { joinList } from "../../util/text.ts";
import type { Status, Statuses, StepResult } from "./status.ts";
import type { Step } from "./step-model.ts";
import { decideConditions } from "./when.ts";
import type { WhenContext } from "./when-expression.ts";

/** The results with which a step ends the build, unless its `fail_fast` is false. */
const BAD: ReadonlySet<Status> = new Set<Status>(["failure", "terminated", "denied"]);

/**
 * Returns whether the hook on_elected of a step, or of the pipeline, fails the build before the
 * step runs, since the user gives it the result failure (docs.codefresh.io, hooks).
 */
export function isElectedFailing(
  results: Readonly<Record<string, StepResult>>,
  { name, electedFailFast }: Pick<Step, "electedFailFast"> & Partial<Pick<Step, "name">>,
): boolean | "unknown" {
  const hook = name ? `${name.value}.hooks.on_elected` : "hooks.on_elected";
  return Object.hasOwn(results, hook) && results[hook] === "failure" && electedFailFast;
}

export function mayEndBadly(statuses: Statuses): boolean {
  return [...statuses].some((status) => BAD.has(status));
}

export function endsBadly(statuses: Statuses): boolean {
  return [...statuses].every((status) => BAD.has(status));
}

/** The results that a step without a given one may have when it runs: success, or what is in it. */
export function resultsOfRun(
  step: Step,
  statusesOf: (child: Step) => Statuses,
  context: WhenContext,
): readonly Status[] {
  if (step.type === "pending-approval") return approvalResults(step);
  // A parallel step with `fail_fast: false` succeeds (docs.codefresh.io, advanced-workflows).
  if (step.children.length === 0 || step.failFast === false) return ["success"];
  const criteria = step.node.mapping("success_criteria");
  const condition = criteria?.mapping("condition");
  if (condition) return byCondition(condition, context);
  const failing = countedSteps(step.children, criteria).filter(
    (child) => (child.failFast !== false || isOnly(child, criteria)) && mayEndBadly(statusesOf(child)),
  );
  const mayFail = mayHideFailure(step) || missingInOnly(step.children, criteria) !== undefined;
  if (failing.length === 0) return mayFail ? ["success", "failure"] : ["success"];
  const isCertain =
    step.failFast !== "unknown" &&
    !isUnclear(criteria) &&
    failing.some((child) => isFailFast(child) && endsBadly(statusesOf(child)));
  return isCertain ? ["failure"] : ["success", "failure"];
}

/** The condition of `success_criteria` by which a step fails, as a clause. */
export function failedCriteria({ node, children }: Step, context: WhenContext): string {
  const criteria = children.length > 0 ? node.mapping("success_criteria") : undefined;
  const condition = criteria?.mapping("condition");
  const result = condition && decideConditions(condition, context);
  if (result?.holds !== false) return "";
  const ids = result.conditions.flatMap(({ id, outcome }) => (outcome === "fail" ? [id] : []));
  return `; it fails, because ${joinList(ids)} of its success_criteria ${ids.length === 1 ? "is" : "are"} false`;
}

/** True if steps of `matrix` that are not simulated may differ in what makes a step fail. */
function mayHideFailure({ makes, children, node }: Step): boolean {
  if (!makes || children.length === makes.count) return false;
  const varied = node.mapping("matrix");
  return ["when", "type", "steps", "arguments"].some((key) => varied?.has(key));
}

/** An approval without an answer ends in `finalState` (docs.codefresh.io, steps/approval). */
function approvalResults({ node }: Step): readonly Status[] {
  const final = node.mapping("timeout")?.string("finalState")?.value;
  return final === "approved" || final === "denied"
    ? ["approved", "denied"]
    : ["approved", "denied", "terminated"];
}

/**
 * The steps whose results count for `success_criteria`: those in `only`, without those in `ignore`
 * (docs.codefresh.io, advanced-workflows; the published schema also takes both without `steps`).
 */
export function countedSteps(steps: readonly Step[], criteria: LocatedMapping | undefined): readonly Step[] {
  const [only, ignored] = [namesIn(criteria, "only"), namesIn(criteria, "ignore")];
  return steps.filter(
    ({ name }) => (only.length === 0 || only.includes(name.value)) && !ignored.includes(name.value),
  );
}

function namesIn(criteria: LocatedMapping | undefined, key: "only" | "ignore"): readonly string[] {
  const lists = [criteria, criteria?.mapping("steps")];
  return lists.flatMap((list) => list?.strings(key) ?? []).map(({ value }) => value);
}

/**
 * True if `only` names the step: "only the results of" these steps matter (docs.codefresh.io,
 * advanced-workflows), but `fail_fast: false` ignores a failure. Which of them wins is unknown.
 */
export function isOnly({ name }: Step, criteria: LocatedMapping | undefined): boolean {
  return namesIn(criteria, "only").includes(name.value);
}

const isFailFast = ({ failFast }: Step): boolean => failFast !== "unknown" && failFast !== false;

/**
 * A name in `only` that is not one of the steps; the effect of such a name is not documented.
 */
export function missingInOnly(
  steps: readonly Step[],
  criteria: LocatedMapping | undefined,
): string | undefined {
  return namesIn(criteria, "only").find((each) => !steps.some(({ name }) => name.value === each));
}

/**
 * True for a list in place of `only` and `ignore`, and for what is not a list in them or an `only`
 * without names: the meaning is not documented.
 */
export function isUnclear(criteria: LocatedMapping | undefined): boolean {
  const steps = criteria?.get("steps");
  if (steps !== undefined && isSequence(steps)) return true;
  const lists = [criteria, criteria?.mapping("steps")];
  const [only, ignore] = (["only", "ignore"] as const).map((key) =>
    lists.flatMap((list) => list?.get(key) ?? []),
  );
  const isEmpty = only!.length > 0 && namesIn(criteria, "only").length === 0;
  return isEmpty || ignore!.some((list) => !isSequence(list));
}

/** The effect of an error in `success_criteria` is not documented. */
export function byCondition(
  condition: LocatedMapping,
  context: WhenContext,
): readonly ("success" | "failure")[] {
  const { holds } = decideConditions(condition, context);
  return holds === true ? ["success"] : holds === false ? ["failure"] : ["success", "failure"];
}
