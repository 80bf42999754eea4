/** Steps for one piece of work of any size: some hundred and fifty milliseconds. */
const STEPS = 1_000_000;

/** Steps for each character of the specs that the work is about: a third of a second for a hundred kilobytes. */
const STEPS_PER_CHARACTER = 20;

/** Steps that an ordinary spec never takes. */
const HEAVY = 100_000;

let left = Number.POSITIVE_INFINITY;
let taken = 0;
let turn = 0;
let epoch = 0;

/**
 * Begins a piece of work: linting one file, one simulation, one call of the library. From here on, all patterns that may be slow share one
 * number of steps of the bounded matcher, so that a spec of a thousand hostile patterns costs no more than one of a few; when it is used
 * up, they give up at once. Steps are counted, not time, so that every machine gives the same answer. Before the first call nothing is
 * bounded but each pattern by itself.
 *
 * @param characters how long the specs are that the work is about
 */
export function beginWork(characters = 0): void {
  left = STEPS + characters * STEPS_PER_CHARACTER;
  taken = 0;
  turn++;
}

/** Adds specs to the work, by their number of characters. */
export function extendWork(characters: number): void {
  left += characters * STEPS_PER_CHARACTER;
}

/** Takes steps for something, or says that there are none left for it. */
export function spendWork(steps: number): boolean {
  if (left <= 0) return false;
  left -= steps;
  taken += steps;
  return true;
}

/** How many steps are left; 0 or fewer where none are. */
export function workLeft(): number {
  return left;
}

/** A number that is another one after each `beginWork`: what was found out within one piece of work is not carried into the next. */
export function workTurn(): number {
  return turn;
}

/** Whether the piece of work took more steps than ordinary specs do, so that its answers may owe something to those before it. */
export function wasHeavyWork(): boolean {
  return taken > HEAVY;
}

/** Lets go of what is remembered from one piece of work to the next, beside what is remembered for good since it costs no steps. */
export function forgetWork(): void {
  epoch++;
}

/** A number that is another one after each `forgetWork`: what took steps to find out is remembered under it. */
export function workEpoch(): number {
  return epoch;
}
