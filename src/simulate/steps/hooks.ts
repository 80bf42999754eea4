import { type Assumptions, answerTo } from "../../catalogue/open-questions.ts";
import { type Located, LocatedMapping, type Value } from "../../document/located.ts";
import { liftArguments } from "../../pipeline/steps/expand.ts";
import type { HookOutcome, SimulatedHook, SimulatedHookStep } from "./simulated-step.ts";
import type { Statuses, StepOutcome } from "./status.ts";
import { stepNamesIn } from "./step-model.ts";
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
    const { when, steps: own } = partsOf(entry.value);
    const turn = outcomeOf(hook, owner, assume);
    // A hook that fails has run.
    const whole = owner.isElectedFailing ? turn : whenOutcome(when, turn, context);
    const siblings = own.map(([name]) => name.value);
    const steps = own.map(([name, step]): SimulatedHookStep => {
      const inTurn = answered(whole.outcome, whole.outcome === "runs" ? "its hook runs" : "its hook decides");
      return {
        step: name.value,
        ...whenOutcome(whenOf(step), inTurn, context, siblings),
        range: source.range(name.span),
      };
    });
    const answer = owner.isElectedFailing ? whole : ofSteps(whole, steps);
    return [{ hook, ...answer, steps, range: source.range(entry.key.span) }];
  });
}

type Answer = Omit<HookOutcome, "range">;

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

/** The `when` of a hook that is one step, and the steps of a hook that have names. */
function partsOf(hook: Value): {
  readonly when: Value | undefined;
  readonly steps: readonly (readonly [Located<string>, LocatedMapping])[];
} {
  if (!(hook instanceof LocatedMapping)) return { when: undefined, steps: [] };
  const exec = hook.mapping("exec");
  const steps = (exec?.mapping("steps") ?? hook.mapping("steps"))?.entries ?? [];
  return {
    when: (exec && whenOf(exec)) ?? whenOf(hook),
    steps: steps.flatMap(({ key, value }) =>
      value instanceof LocatedMapping ? [[key, value] as const] : [],
    ),
  };
}

function whenOf(step: LocatedMapping): Value | undefined {
  return liftArguments(step).get("when");
}

/** A hook runs if one of its steps does. */
function ofSteps(answer: Answer, steps: readonly SimulatedHookStep[]): Answer {
  if (answer.outcome !== "runs" || steps.length === 0) return answer;
  if (steps.some(({ outcome }) => outcome === "runs")) return answer;
  const { outcome, assumed, reason, step } = steps.find((each) => each.outcome === "unknown") ?? steps[0]!;
  return { outcome, reason: `its step "${step}": ${reason}`, assumed };
}

/**
 * The outcome of a hook or a step in it by its `when`, which counts where it would run otherwise.
 * Whether it is evaluated is the open question `hook-when`.
 */
function whenOutcome(
  when: Value | undefined,
  turn: Answer,
  context: WhenContext,
  siblings: readonly string[] = [],
): Answer {
  if (turn.outcome !== "runs" || when === undefined) return turn;
  const answer = answerTo("hook-when", context.assume);
  const assumed = [...turn.assumed, "hook-when"];
  if (answer === "no") return { ...turn, assumed };
  if (answer === "unknown") return { outcome: "unknown", reason: "it has a when in a hook", assumed };
  if (stepNamesIn({ when }).some((name) => siblings.includes(name)))
    return { outcome: "unknown", reason: "its when names a step of its hook", assumed };
  const { holds, conditions } = decideWhen(when, context);
  const deciding = conditions.find((condition) => condition.outcome !== "pass");
  return {
    outcome: holds === undefined ? "unknown" : holds === true ? "runs" : "skipped",
    reason: deciding ? `${deciding.id}: ${deciding.reason}` : "its when holds",
    assumed: [...assumed, ...conditions.flatMap((condition) => condition.assumed)],
  };
}
