import { getOrAdd } from "../../../util/memoize.ts";
import type { Statuses, Truth } from "../status.ts";
import type { Step } from "../step-model.ts";

/** Decides whether the `when` of a step holds with given results of the other steps. */
type Holds = (step: Step, resultsOf: (other: Step) => Statuses) => Truth;

/** The results of a step that is not over. */
const WAITING: Statuses = new Set(["pending", "running"]);

/**
 * The order in which the steps of a pipeline start in parallel mode, by one rule: a step waits for
 * another one if its `when` does not hold before the other is over, whatever all others do.
 */
export class StartOrder {
  readonly #results: ReadonlyMap<Step, Statuses>;
  readonly #holds: Holds;
  /** The steps that read the result of a step, and those whose results it reads. */
  readonly #readers = new Map<Step, Step[]>();
  readonly #read = new Map<Step, Step[]>();

  /** `results` are those that steps may have at the end; `pairs` a step and one that it reads. */
  constructor(
    results: ReadonlyMap<Step, Statuses>,
    pairs: Iterable<readonly [reader: Step, read: Step]>,
    holds: Holds,
  ) {
    this.#results = results;
    this.#holds = holds;
    for (const [reader, read] of pairs) {
      if (reader.parent || read.parent) continue;
      getOrAdd(this.#readers, read, () => []).push(reader);
      getOrAdd(this.#read, reader, () => []).push(read);
    }
  }

  /** The steps that cannot start before another one is over. */
  after(other: Step): ReadonlySet<Step> {
    return closure(other, (needed) =>
      (this.#readers.get(needed) ?? []).filter((reader) => this.#waitsFor(reader, needed)),
    );
  }

  /** The steps that start no later than another one: they need no more results than it does. */
  notAfter(other: Step): ReadonlySet<Step> {
    const over = closure(other, (reader) =>
      (this.#read.get(reader) ?? []).filter((needed) => this.#waitsFor(reader, needed)),
    );
    const resultsOf = (step: Step) => (over.has(rootOf(step)) ? this.#results.get(step)! : WAITING);
    const steps = [...this.#results.keys()].filter(({ parent }) => parent === undefined);
    return new Set(steps.filter((step) => over.has(step) || this.#holds(step, resultsOf) === true));
  }

  #waitsFor(reader: Step, needed: Step): boolean {
    return [...WAITING].every((status) => {
      const only: Statuses = new Set([status]);
      const resultsOf = (step: Step) =>
        step === needed
          ? only
          : rootOf(step) === needed
            ? WAITING
            : new Set([...WAITING, ...this.#results.get(step)!]);
      return this.#holds(reader, resultsOf) === false;
    });
  }
}

function rootOf(step: Step): Step {
  return step.parent ? rootOf(step.parent) : step;
}

/** The steps that are reached from another one, which is not among them. */
function closure(from: Step, next: (step: Step) => readonly Step[]): ReadonlySet<Step> {
  const found = new Set([from]);
  for (const step of found) for (const each of next(step)) found.add(each);
  found.delete(from);
  return found;
}
