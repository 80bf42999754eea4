/** Steps for one piece of work of any size: about 150 milliseconds. */
const STEPS = 1_000_000;

/** Steps for each character of the specs that the work is about: about 330 milliseconds for 100 KB. */
const STEPS_PER_CHARACTER = 20;

/**
 * The steps that all patterns of one piece of work may take together: the lint of one file, one simulation, one call of the library. So
 * a spec of a thousand hostile patterns costs no more than one of a few. Steps are counted, not time, so that every machine gives the
 * same answer.
 */
export class Budget {
  #left: number;

  /** @param characters the length of the specs that the work is about */
  constructor(characters = 0) {
    this.#left = STEPS + characters * STEPS_PER_CHARACTER;
  }

  /** The number of steps that are left; 0 or fewer where none are. */
  get left(): number {
    return this.#left;
  }

  /** Takes steps; false, and none are taken, where the budget is used up. */
  spend(steps: number): boolean {
    if (this.#left <= 0) return false;
    this.#left -= steps;
    return true;
  }
}

/** What a matcher is given besides its pattern. */
export interface MatchOptions {
  /** The budget of the piece of work that the pattern belongs to; one of its own where absent. */
  readonly budget?: Budget | undefined;
  readonly host?: Host | undefined;
}

/**
 * What a host can do better than plain JavaScript. Every member is optional: without it the library stays correct and answers "unknown"
 * a little more often.
 */
export interface Host {
  /**
   * Runs `new RegExp(source, flags).exec(input)` and gives up after `deadlineMs` milliseconds. Called only for patterns that may
   * backtrack catastrophically and that the bounded matcher could not finish. In Node.js a `node:vm` script with a timeout does it.
   *
   * @returns the matched part (UTF-16 offsets, end exclusive), `null` for no match, `"timeout"` when time ran out
   */
  execRegex?(source: string, flags: string, input: string, deadlineMs: number): RegexPart | null | "timeout";
}

/** A matched part of an input: UTF-16 offsets, `end` exclusive. */
export interface RegexPart {
  start: number;
  end: number;
}
