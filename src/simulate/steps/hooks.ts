import { type Assumptions, answerTo } from "../../catalogue/open-questions.ts";
import { type Located, LocatedMapping, type Value } from "../../document/located.ts";
import type { SimulatedHook, SimulatedHookStep } from "./simulated-step.ts";
import type { Statuses, StepOutcome } from "./status.ts";
import { decideWhen } from "./when.ts";
import type { WhenContext } from "./when-expression.ts";

/** The hooks in the order in which they run (docs.codefresh.io, hooks). */
export const HOOKS = ["on_elected", "on_success", "on_fail", "on_finish"] as const;

/** The name of a hook. */
export type HookName = (typeof HOOKS)[number];

/** The step or pipeline that has the hooks. */
export interface HookOwner {
  readonly outcome: StepOutcome;
  readonly statuses: Statuses;
  /** True if its hook on_elected fails, so that it does not run itself. */
  readonly isElectedFailing: boolean;
  /** True for a parallel step, which has no hooks. */
  readonly isParallel: boolean;
  /** "the step", "the build". */
  readonly noun: string;
}

/** Returns what becomes of each hook of a step or a pipeline. */
export function simulateHooks(
  hooks: LocatedMapping | undefined,
  owner: HookOwner,
  context: WhenContext,
): readonly SimulatedHook[] {
  const { source, assume } = context;
  return HOOKS.flatMap((hook): SimulatedHook[] => {
    const entry = hooks?.entry(hook);
    if (!entry) return [];
    const answer = outcomeOf(hook, owner, assume);
    const steps = stepsOf(entry.value).map(
      ([name, step]): SimulatedHookStep => ({
        step: name.value,
        ...stepOutcome(step, answer.outcome, context),
        range: source.range(name.span),
      }),
    );
    return [{ hook, ...answer, steps, range: source.range(entry.key.span) }];
  });
}

interface Answer {
  readonly outcome: StepOutcome;
  readonly reason: string;
  readonly assumed: readonly string[];
}

function outcomeOf(hook: HookName, owner: HookOwner, assume: Assumptions): Answer {
  const { outcome, noun } = owner;
  if (owner.isParallel)
    return answered("unknown", "the documentation does not support hooks in parallel steps");
  if (owner.isElectedFailing && hook !== "on_elected")
    return answered("unknown", "the hooks after a failing on_elected are not documented");
  if (outcome === "unknown") return answered("unknown", `it is not known whether ${noun} runs`);
  if (outcome === "runs" || owner.isElectedFailing) return whenRun(hook, owner);
  const answer = answerTo("skipped-hooks", assume);
  const mayRun = hook === "on_elected" || hook === "on_finish";
  return {
    outcome: answer === "unknown" ? "unknown" : answer === "yes" && mayRun ? "runs" : outcome,
    reason: `${noun} does not run`,
    assumed: ["skipped-hooks"],
  };
}

/** A manual termination ends the hooks too (codefresh.io knowledge base: ensure cleanup). */
function whenRun(hook: HookName, { statuses, noun }: HookOwner): Answer {
  if (hook === "on_elected") return answered("runs", `it runs before ${noun}`);
  const results = [...statuses];
  const every = (...among: readonly string[]) => results.every((status) => among.includes(status));
  if (every("terminated")) return answered("not-reached", `${noun} is terminated`);
  if (every("success", "failure") && hook === "on_finish") return answered("runs", `it runs after ${noun}`);
  const [good, bad] = hook === "on_success" ? ["success", "failure"] : ["failure", "success"];
  if (hook !== "on_finish" && every(good)) return answered("runs", `${noun} has the result ${good}`);
  if (hook !== "on_finish" && every(bad)) return answered("skipped", `${noun} has the result ${bad}`);
  return answered("unknown", `the result of ${noun} is ${results.join(" or ")}`);
}

function answered(outcome: StepOutcome, reason: string): Answer {
  return { outcome, reason, assumed: [] };
}

/** The steps of a hook that have names; of a single step or a list of commands there are none. */
function stepsOf(hook: Value): readonly (readonly [Located<string>, LocatedMapping])[] {
  if (!(hook instanceof LocatedMapping)) return [];
  const steps = hook.mapping("exec")?.mapping("steps") ?? hook.mapping("steps");
  return (steps?.entries ?? []).flatMap(({ key, value }) =>
    value instanceof LocatedMapping ? [[key, value] as const] : [],
  );
}

/** Whether the `when` of a step in a hook is evaluated is the open question `hook-when`. */
function stepOutcome(step: LocatedMapping, outcome: StepOutcome, context: WhenContext): Answer {
  if (outcome !== "runs") return answered(outcome, "its hook decides");
  const when = step.get("when");
  if (!when) return answered("runs", "its hook runs");
  const answer = answerTo("hook-when", context.assume);
  const assumed = ["hook-when"];
  if (answer === "no") return { outcome: "runs", reason: "its hook runs", assumed };
  if (answer === "unknown") return { outcome: "unknown", reason: "it has a when in a hook", assumed };
  const { holds, conditions } = decideWhen(when, context);
  const deciding = conditions.find((condition) => condition.outcome !== "pass");
  return {
    outcome: holds === undefined ? "unknown" : holds === true ? "runs" : "skipped",
    reason: deciding ? `${deciding.id}: ${deciding.reason}` : "its when holds",
    assumed: [...assumed, ...conditions.flatMap((condition) => condition.assumed)],
  };
}
