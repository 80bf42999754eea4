import { limitedClosestMatch } from "../../util/closest-match.ts";
import { getOrAdd, once } from "../../util/memoize.ts";
import { decidingConditions, type Verdict, verdictOfAll } from "../evaluate.ts";
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

/** Returns the triggers in simulations of the same specs with events of the same kind. */
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

/** The ids of the conditions that decided a verdict. */
export function decidingIds({ answers, verdict }: TriggerAnswers): ConditionId[] {
  const deciding = answers.filter((answer) => answer.verdict === verdict).flatMap(decidingConditions);
  return [...new Set(deciding.map(({ id }) => id))];
}

/** The trigger of a name, or the fault of the name. */
export type TriggerOrFault =
  | { readonly found: TriggerAnswers }
  | { readonly found?: undefined; readonly fault: string };

/** The triggers of one case, which is about all triggers of its specs, by their names. */
export class CaseTriggers {
  readonly all: readonly TriggerAnswers[];
  #byName: Map<string, TriggerAnswers[]> | undefined;
  /** A case may have thousands of wrong names. */
  readonly #nearest = once(() =>
    limitedClosestMatch(this.all.flatMap(({ pipeline, trigger }) => [trigger, `${pipeline} ${trigger}`])),
  );

  /** @param simulations those of the events of the case */
  constructor(simulations: readonly Simulation[]) {
    this.all = answersOf(simulations);
  }

  /**
   * Finds the trigger that a case names: `trigger`, or `project/pipeline trigger` if several
   * pipelines have one of that name; without a unique name, its index: `triggers[0]`.
   */
  find(name: string): TriggerOrFault {
    const [found, ...others] = this.#named(name);
    if (found && others.length === 0) return { found };
    return { fault: found ? ambiguous(name, [found, ...others]) : this.#notThere(name) };
  }

  /** The shortest unique name of a trigger: its own, or with its pipeline's before it. */
  shortName(answers: TriggerAnswers): string {
    const [own, place, ...full] = namesOf(answers);
    const names = [own!, ...full.slice(2), place!];
    return names.find((name) => this.#named(name).length === 1) ?? full.at(-1)!;
  }

  #named(name: string): readonly TriggerAnswers[] {
    if (!this.#byName) {
      this.#byName = new Map();
      for (const answers of this.all) {
        for (const each of new Set(namesOf(answers))) getOrAdd(this.#byName, each, () => []).push(answers);
      }
    }
    return this.#byName.get(name) ?? [];
  }

  #notThere(name: string): string {
    const { all } = this;
    if (all.length === 0) return `unknown trigger "${name}"; the specs have no triggers of this kind`;
    const few = () => `use ${all.map((answers) => `"${this.shortName(answers)}"`).join(", ")}`;
    const near = this.#nearest()(name);
    const advice = near ? `did you mean "${near}"?` : all.length < 10 ? few() : "check the name";
    const kind = all[0]!.answers[0]!.kind === "cron" ? "cron trigger" : "Git trigger";
    const none = NONE.test(name) ? '; if no trigger fires, write "fires: nothing"' : "";
    return `unknown ${kind} "${name}"; ${advice}${none}`;
  }
}

/** Words in place of a name for no trigger at all. */
const NONE = /^(?:nothing|none|no|null|never|false)$/i;

/** Every name of a trigger, the full ones last. */
function namesOf({ pipeline, trigger, answers }: TriggerAnswers): string[] {
  const { kind, index } = answers[0]!;
  const own = [trigger, `${kind === "git" ? "triggers" : "cronTriggers"}[${index}]`];
  const last = pipeline.slice(pipeline.lastIndexOf("/") + 1);
  return [...own, ...own.map((each) => `${last} ${each}`), ...own.map((each) => `${pipeline} ${each}`)];
}

function ambiguous(name: string, found: readonly TriggerAnswers[]): string {
  const plain = found.map(({ pipeline, trigger }) => `${pipeline} ${trigger}`);
  const places = found.map((answers) => namesOf(answers).at(-1)!);
  const choices = new Set(plain).size === plain.length ? plain : places;
  return `several triggers are named "${name}"; write ${choices.map((each) => `"${each}"`).join(" or ")}`;
}
