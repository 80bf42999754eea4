import { closestMatch } from "../../util/closest-match.ts";
import type { Verdict } from "../evaluate.ts";
import type { ConditionId } from "../evaluation/evaluation-rules.ts";
import { isRejected } from "../rejection.ts";
import type { SimulatedPipeline, SimulatedTrigger, Simulation } from "../simulation.ts";

/** One trigger with its results for all events of a case, in order. */
export interface TriggerAnswers {
  readonly pipeline: string;
  readonly path: string;
  readonly trigger: string;
  readonly answers: readonly SimulatedTrigger[];
  /** The spec if Codefresh would reject it, so that there are no results. */
  readonly rejected?: SimulatedPipeline;
  /** `fires` if any event fires it, `skips` only if all skip. */
  readonly verdict: Verdict;
}

/** The triggers in the simulations of one case, which have the same specs and kind of event. */
export function answersOf(simulations: readonly Simulation[]): TriggerAnswers[] {
  const [first, ...others] = simulations;
  return (first?.pipelines ?? []).flatMap((spec, row) =>
    spec.triggers.map((trigger, column) => {
      const { pipeline, path } = spec;
      const more = others.map((other) => other.pipelines[row]!.triggers[column]!);
      const answers = [trigger, ...more];
      return {
        pipeline,
        path,
        trigger: trigger.trigger,
        answers,
        verdict: verdictOfAll(answers),
        ...(isRejected(spec) && { rejected: spec }),
      };
    }),
  );
}

function verdictOfAll(answers: readonly SimulatedTrigger[]): Verdict {
  const some = (verdict: Verdict) => answers.some((answer) => answer.verdict === verdict);
  return some("fires") ? "fires" : some("unknown") ? "unknown" : "skips";
}

/** The conditions that decided a verdict: failed ones, or unknown ones. */
export function decidingConditions({ answers, verdict }: TriggerAnswers): ConditionId[] {
  const outcome = verdict === "skips" ? "fail" : "unknown";
  const deciding = answers
    .filter((answer) => answer.verdict === verdict)
    .flatMap(({ conditions }) => conditions.filter((condition) => condition.outcome === outcome));
  return [...new Set(deciding.map(({ id }) => id))];
}

/** The shortest unique name of a trigger: its own, or with its pipeline's before it. */
export function shortName(answers: TriggerAnswers, all: readonly TriggerAnswers[]): string {
  const [own, place, ...full] = namesOf(answers);
  const names = [own!, ...full.slice(2), place!];
  return names.find((name) => findTrigger(name, all).found) ?? full.at(-1)!;
}

/** The trigger of a name, or the fault of the name. */
export type TriggerOrFault =
  | { readonly found: TriggerAnswers }
  | { readonly found?: undefined; readonly fault: string };

/**
 * Finds the trigger that a case names: `trigger`, or `project/pipeline trigger` if several
 * pipelines have one of that name; without a unique name, its index: `triggers[0]`.
 */
export function findTrigger(name: string, all: readonly TriggerAnswers[]): TriggerOrFault {
  const found = all.filter((answers) => namesOf(answers).includes(name));
  if (found.length === 1) return { found: found[0]! };
  return { fault: found.length === 0 ? notThere(name, all) : ambiguous(name, found) };
}

/** Every name of a trigger, the full ones last. */
function namesOf({ pipeline, trigger, answers }: TriggerAnswers): string[] {
  const { kind, index } = answers[0]!;
  const own = [trigger, `${kind === "git" ? "triggers" : "cronTriggers"}[${index}]`];
  const last = pipeline.slice(pipeline.lastIndexOf("/") + 1);
  return [...own, ...own.map((each) => `${last} ${each}`), ...own.map((each) => `${pipeline} ${each}`)];
}

function notThere(name: string, all: readonly TriggerAnswers[]): string {
  const near = closestMatch(
    name,
    all.flatMap((answers) => [answers.trigger, `${answers.pipeline} ${answers.trigger}`]),
  );
  const names = all.map((answers) => `"${shortName(answers, all)}"`);
  const few = names.length > 0 && names.length < 10 ? `use ${names.join(", ")}` : "check the name";
  const kind = all[0]?.answers[0]?.kind === "cron" ? "cron trigger" : "Git trigger";
  if (all.length === 0) return `unknown trigger "${name}"; the specs have no triggers of this kind`;
  return `unknown ${kind} "${name}"; ${near ? `did you mean "${near}"?` : few}`;
}

function ambiguous(name: string, found: readonly TriggerAnswers[]): string {
  const plain = found.map(({ pipeline, trigger }) => `${pipeline} ${trigger}`);
  const places = found.map((answers) => namesOf(answers).at(-1)!);
  const choices = new Set(plain).size === plain.length ? plain : places;
  return `several triggers are named "${name}"; write ${choices.map((each) => `"${each}"`).join(" or ")}`;
}
