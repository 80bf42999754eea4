import { type Assumptions, answerTo } from "../../catalogue/open-questions.ts";

/** The results of a step, in the platform's words (docs.codefresh.io, advanced-workflows). */
const STATUSES = [
  "pending",
  "running",
  "success",
  "failure",
  "skipped",
  "terminated",
  "approved",
  "denied",
] as const;

/** The result of a step. */
export type Status = (typeof STATUSES)[number];

/** The results that a step may have; several where it is not known. */
export type Statuses = ReadonlySet<Status>;

/** The results of a step whose state is unknown. */
export const ANY: Statuses = new Set(STATUSES);

/** The results that a user can give a step: `skipped` if the run leaves it out. */
export const STEP_RESULTS = ["success", "failure", "terminated", "approved", "denied", "skipped"] as const;

/** A result that a user gives a step. */
export type StepResult = (typeof STEP_RESULTS)[number];

/**
 * The possible outcomes of a step: `skipped` in sequential mode and `never-runs` in parallel mode
 * where its `when` does not hold, `not-reached` after a failure or denial that ends the build.
 */
export const STEP_OUTCOMES = ["runs", "skipped", "never-runs", "not-reached", "unknown"] as const;

/** The outcome of a step. */
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** The documented results that are `finished` in `on` (docs.codefresh.io, advanced-workflows). */
export const FINISHED: Statuses = new Set(["success", "failure", "skipped"]);

/** These and all other results of a step that is over. */
export const OVER: Statuses = new Set([...FINISHED, "terminated", "approved", "denied"]);

/**
 * The result that an answered approval may count as: whether an approval is a success, or a denial
 * a failure, is not documented.
 */
export function alikeOf(status: Status): Status | undefined {
  return status === "approved" ? "success" : status === "denied" ? "failure" : undefined;
}

/**
 * Whether a step with one of these results is in a state of `on`; undefined if it depends. A `when`
 * that is evaluated again and again may also have seen the step while it ran.
 */
export function isOn(
  statuses: Statuses,
  on: readonly string[],
  finished: Statuses,
  isEvaluatedAgain: boolean,
): boolean | undefined {
  const answers = Array.from(statuses, (status) => {
    if (on.includes(status) || (on.includes("finished") && finished.has(status))) return true;
    if (isEvaluatedAgain && on.includes("running") && status !== "pending") return undefined;
    const alike = alikeOf(status);
    return alike && on.includes(alike) ? undefined : false;
  });
  const [first, ...more] = answers;
  return more.every((answer) => answer === first) ? first : undefined;
}

/** Three answers: undefined is not known, `error` an error of the platform's evaluator. */
export type Truth = boolean | undefined | "error";

/** All must hold: one that does not decides, then an error, then what is not known. */
export function allHold(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes("error") ? "error" : parts.includes(undefined) ? undefined : true;
}

/**
 * One must hold. Whether that is enough next to an error is the open question `condition-error`.
 */
export function anyHolds(parts: readonly Truth[], assume: Assumptions = {}): Truth {
  if (parts.includes(true)) {
    if (!parts.includes("error")) return true;
    const answer = answerTo("condition-error", assume);
    return answer === "skips" ? true : answer === "fails" ? "error" : undefined;
  }
  return parts.includes(undefined) ? undefined : parts.includes("error") ? "error" : false;
}
