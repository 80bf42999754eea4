import { isScalar, isSequence, type Value } from "../../document/located.ts";
import { neverFires, nextCertainRun } from "../../match/cron/index.ts";
import type { CronTrigger, GitTrigger, Trigger } from "../../pipeline/model.ts";
import { getOrAdd, memoizeByObject } from "../../util/memoize.ts";
import type { ConditionResult } from "../condition.ts";
import { formatInstant } from "../conditions/schedule.ts";
import { type Evaluation, evaluate, fires } from "../evaluate.ts";
import type { GitEvent, SimulatedEvent, TimeEvent } from "../event/event.ts";
import { applyChanges, type Change, changesBetween, withFacts } from "../event/event-diff.ts";
import { isPushOfBoth } from "../event/fact-faults.ts";
import type { EvaluationSettings } from "../settings.ts";
import { formatDeadFilter, impossible, pathlessGlob } from "./cannot-fire.ts";
import { eventsFor, type KnownNames, type RepairContext, repairs } from "./fact-repairs.ts";
import { type SpecChange, specChange } from "./spec-change.ts";

/** The changes that would make a trigger fire that does not fire for certain. */
export interface WouldFire {
  /** False if no event makes it fire; null if no change was found, but one may exist. */
  readonly possible: boolean | null;
  /** A smallest set of changes to the event with which it fires; confirmed by the evaluator. */
  readonly changes: readonly Change[];
  /** Why no event can, or why the result stays unknown; null if there are changes. */
  readonly reason: string | null;
  /** For an unknown result: changes after which only open questions remain. */
  readonly attempt: readonly Change[];
  /** The open questions of `attempt`; empty if anything else also prevents the build. */
  readonly assumed: readonly string[];
  /** The smallest likely change of the spec; null if there is none. */
  readonly specChange: SpecChange | null;
}

/** The changes of the event, without that of the spec. */
type EventChange = Omit<WouldFire, "specChange">;

/**
 * Returns the smallest change to an event that makes a trigger fire, verified by the evaluator; or
 * that no event can, or that none was found (design, section 4). Examples prefer the names in
 * `known`.
 */
export function wouldFire(
  trigger: Trigger,
  event: SimulatedEvent,
  settings: EvaluationSettings,
  known: KnownNames = noNames,
): WouldFire {
  const change =
    event.kind === "time"
      ? nextRun(trigger as CronTrigger, event, settings)
      : eventChange(trigger as GitTrigger, event, settings, known);
  return { ...change, specChange: specChange(trigger, event, settings) };
}

/**
 * The change of the event, searched once for all triggers that only differ in what no condition
 * reads: 1,000 pipelines of 5 triggers take 2.0 s with JSON instead of 2.8.
 */
function eventChange(
  trigger: GitTrigger,
  event: GitEvent,
  settings: EvaluationSettings,
  known: KnownNames,
): EventChange {
  const last = searches.get(settings);
  const isSame = last?.event === event && last.known === known;
  const found: Map<string, EventChange> = isSame ? last.found : new Map();
  if (!isSame) searches.set(settings, { event, known, found });
  return getOrAdd(found, filtersOf(trigger), () => new Search({ trigger, event, settings, known }).result());
}

/** The changes for the last event of each simulation's settings, by `filtersOf`. */
const searches = new WeakMap<
  EvaluationSettings,
  { event: GitEvent; known: KnownNames; found: Map<string, EventChange> }
>();

/** A text that is equal for triggers with the same values in all keys that conditions read. */
function filtersOf({ node }: GitTrigger): string {
  const read = node.entries.filter(({ name }) => name !== "name" && name !== "id" && name !== "variables");
  return JSON.stringify(read.map(({ name, value }) => [name, plainValue(value)]));
}

function plainValue(value: Value): unknown {
  if (isScalar(value)) return [typeof value.value, String(value.value)];
  if (isSequence(value)) return value.items.map(plainValue);
  return { entries: value.entries.map((entry) => [entry.name, plainValue(entry.value)]) };
}

/** One object for every call, so that cached results are found. */
const noNames: KnownNames = {};

const nothing: EventChange = { possible: null, changes: [], reason: null, attempt: [], assumed: [] };

const never = (reason: string): EventChange => ({ ...nothing, possible: false, reason });

const certain = (changes: readonly Change[]): EventChange => ({ ...nothing, possible: true, changes });

/** The result where no change is known to help. */
export const undecidable = (reason: string): WouldFire => ({ ...nothing, reason, specChange: null });

function nextRun(trigger: CronTrigger, event: TimeEvent, settings: EvaluationSettings): EventChange {
  if (trigger.disabled?.value) return never("the trigger is disabled");
  const now = evaluate(trigger, event, settings).conditions;
  const ofGit = now.find(({ id, outcome }) => id === "git-trigger" && outcome === "fail");
  if (ofGit) return never(ofGit.reason);
  const cron = trigger.expression && settings.patterns.cron(trigger.expression.value);
  if (cron?.schedule && neverFires(cron.schedule)) return never(NO_RUN);
  const { outcome } = now.find(({ id }) => id === "schedule")!;
  if (!cron || outcome !== "fail") return undecided(now);
  const from = new Date(event.at);
  const next = nextCertainRun(cron, from) ?? cron.schedule!.next(from);
  // A later date can have a run, such as 1 January on a Sunday if the day of month has a star.
  if (!next) return undecidable(NO_RUN);
  const at = formatInstant(next);
  const { verdict, conditions } = evaluate(trigger, { kind: "time", at }, settings);
  const changes: Change[] = [{ fact: "at", from: event.at, to: at }];
  return verdict === "fires" ? certain(changes) : undecided(conditions, changes);
}

const NO_RUN = "the expression has no run in the next five years";

/** The obstacles of the nearest attempt, if none fires for certain. */
function undecided(conditions: readonly ConditionResult[], changes: readonly Change[] = []): EventChange {
  const open = conditions.filter(({ outcome }) => outcome === "fail" || outcome === "unknown");
  const refusal = open.find(({ rule }) => rule === "refused-value" || rule === "schedule-interval");
  const replaced = open.find(({ rule }) => rule === "placeholder");
  const assumed = [...new Set(open.flatMap((condition) => condition.assumed))];
  const onlyQuestions = open.every(
    (condition) => condition.outcome === "unknown" && condition.assumed.length > 0,
  );
  const blocking = open.filter((condition) => condition.outcome === "fail" || condition.assumed.length === 0);
  const notKnown = blocking.length === 1 && blocking[0]!.outcome === "unknown" && !blocking[0]!.missing;
  const reason =
    (refusal && `Codefresh rejects a value of the trigger (${refusal.id})`) ??
    (replaced && `a value of the trigger has a placeholder (${replaced.id})`) ??
    (onlyQuestions
      ? `it depends on ${assumed.length === 1 ? "an open question" : "open questions"}: ${assumed.join(", ")}`
      : notKnown
        ? blocking[0]!.reason
        : `no matching example was found for ${blocking.map(({ id }) => id).join(", ")}`);
  return {
    ...undecidable(reason),
    attempt: onlyQuestions ? changes : [],
    assumed: onlyQuestions ? assumed : [],
  };
}

/** The maximum number of repairs of an event, since one may make another condition fail. */
const rounds = 3;

/** An event after its repairs, and the verdict for it. */
interface Attempt {
  readonly repaired: GitEvent;
  readonly evaluation: Evaluation;
}

class Search {
  readonly #given: Omit<RepairContext, "condition">;

  constructor(given: Omit<RepairContext, "condition">) {
    this.#given = given;
  }

  result(): EventChange {
    const { trigger, event, settings } = this.#given;
    const proof = impossible(trigger, settings);
    if (proof !== undefined) return never(proof);
    const { own, ofOthers } = eventsFor(trigger, event, settings);
    const { best, nearest } = this.#search(own);
    if (best) return certain(best);
    const changes = this.#changesOf(nearest);
    const { conditions } = this.#evaluate(this.#with(changes));
    const result = undecided(conditions, changes);
    const other = result.assumed.length === 0 ? this.#search(ofOthers).best : undefined;
    if (other) return certain(other);
    const filesFail = conditions.some(({ id, outcome }) => id === "files" && outcome === "fail");
    const pathless = filesFail ? pathlessGlob(trigger, settings) : undefined;
    return pathless === undefined ? result : { ...result, reason: formatDeadFilter(pathless) };
  }

  /** The smallest changes with which one of some events fires it, and the nearest attempt. */
  #search(starts: readonly GitEvent[]): { best: readonly Change[] | undefined; nearest: Attempt } {
    let best: readonly Change[] | undefined;
    const { trigger, event: given, settings } = this.#given;
    let nearest = { repaired: given, evaluation: this.#evaluate(given) };
    for (const start of starts) {
      const attempt = this.#repair(start);
      const { repaired, evaluation } = attempt;
      const changes =
        evaluation.verdict === "fires"
          ? this.#smallest(repaired, (event) => fires(trigger, event, settings))
          : undefined;
      if (changes) {
        if (!best || changes.length < best.length) best = changes;
        if (best.length === 1) break;
      } else if (obstacles(evaluation) < obstacles(nearest.evaluation)) nearest = attempt;
    }
    return { best, nearest };
  }

  readonly #evaluate = memoizeByObject(
    (event: GitEvent): Evaluation => evaluate(this.#given.trigger, event, this.#given.settings),
  );

  #repair(start: GitEvent): Attempt {
    let repaired = start;
    let evaluation = this.#evaluate(repaired);
    for (let round = 0; round < rounds && evaluation.verdict !== "fires"; round++) {
      for (const condition of evaluation.conditions) {
        if (condition.outcome !== "fail" && condition.outcome !== "unknown") continue;
        const facts = repairs[condition.id]?.({ ...this.#given, condition, event: repaired });
        if (facts) repaired = withFacts(repaired, facts);
      }
      evaluation = this.#evaluate(repaired);
    }
    return { repaired, evaluation };
  }

  /** Reverts each change that is not needed; undefined unless the rest is enough. */
  #smallest(repaired: GitEvent, isEnough: (event: GitEvent) => boolean): readonly Change[] | undefined {
    let changes = changesBetween(this.#given.event, repaired);
    if (!isEnough(this.#with(changes))) return undefined;
    for (const change of changes) {
      const fewer = changes.filter((each) => each !== change);
      const event = this.#with(fewer);
      if (!isPushOfBoth(event, event.names) && isEnough(event)) changes = fewer;
    }
    return changes;
  }

  /**
   * The fewest changes of an attempt after which no more conditions fail than after all of them.
   */
  #changesOf({ repaired, evaluation }: Attempt): readonly Change[] {
    const most = obstacles(evaluation);
    const changes = this.#smallest(repaired, (event) => obstacles(this.#evaluate(event)) <= most);
    return changes ?? changesBetween(this.#given.event, repaired);
  }

  #with(changes: readonly Change[]): GitEvent {
    return changes.length === 0 ? this.#given.event : applyChanges(this.#given.event, changes);
  }
}

/** The distance from firing: a failure outweighs an unknown, a missing fact a question. */
function obstacles({ conditions }: Evaluation): number {
  return conditions.reduce((sum, { outcome, assumed }) => {
    if (outcome === "fail") return sum + 100;
    return outcome === "unknown" ? sum + (assumed.length > 0 ? 1 : 2) : sum;
  }, 0);
}
