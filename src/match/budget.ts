/** Steps for one piece of work of any size: 50 to 80 milliseconds. */
const STEPS = 350_000;

/** Steps per character of the specs: about 330 ms for 100 KB. */
const STEPS_PER_CHARACTER = 20;

/** Steps of the engine: at most 20 ms, and 200 ms more for 100 KB of specs. */
const ENGINE_STEPS = 1_000_000;
const ENGINE_STEPS_PER_CHARACTER = 100;

/** A search of fewer steps takes none, so that a checkout may have any number of branches. */
const FREE_ENGINE_STEPS = 2_000;

/**
 * The steps that all patterns of one lint of a file, one simulation or one call of the library may
 * take together, so that a thousand hostile patterns cost no more than a few. Steps are counted,
 * not time, so that every machine gives the same answer.
 */
export class Budget {
  readonly #all: number;
  readonly #allOnEngine: number;
  #left: number;
  #leftOnEngine: number;
  #mayRefill = true;
  readonly #asked = new Set<string>();

  /** @param characters the length of the specs that the work is about */
  constructor(characters = 0) {
    this.#all = STEPS + characters * STEPS_PER_CHARACTER;
    this.#allOnEngine = ENGINE_STEPS + characters * ENGINE_STEPS_PER_CHARACTER;
    this.#left = this.#all;
    this.#leftOnEngine = this.#allOnEngine;
  }

  /**
   * Gives back all steps for another piece of work, so that patterns need not be compiled again.
   * False, and none are given, where the patterns depend on what was used.
   */
  refill(): boolean {
    if (this.#left <= 0 || !this.#mayRefill) return false;
    this.#left = this.#all;
    this.#leftOnEngine = this.#allOnEngine;
    return true;
  }

  /** For a pattern that has used up a part of its own bounds, or remembers that it gave up. */
  preventRefill(): void {
    this.#mayRefill = false;
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

  /** Takes the steps of a question whose answer is kept, when it is asked for the first time. */
  spendOnQuestion(question: string, steps: () => number): boolean {
    if (this.#asked.has(question)) return true;
    if (!this.spend(steps())) return false;
    this.#asked.add(question);
    return true;
  }

  /** Takes the steps of work that is done once or never; false, and none, if fewer are left. */
  spendOnce(steps: number): boolean {
    if (steps <= this.#left) return this.spend(steps);
    if (steps <= this.#all) this.preventRefill();
    return false;
  }

  /**
   * Takes steps that the engine may need at most; false, and none are taken, where they are used
   * up. Such a search then takes its real steps, which are most often much fewer.
   */
  spendOnEngine(steps: number): boolean {
    if (steps <= FREE_ENGINE_STEPS) return true;
    if (steps > this.#leftOnEngine) {
      if (steps <= this.#allOnEngine) this.preventRefill();
      return false;
    }
    this.#leftOnEngine -= steps;
    return true;
  }
}

/** The options of a matcher. */
export interface MatchOptions {
  /** The budget of the piece of work that the pattern belongs to; one of its own where absent. */
  readonly budget?: Budget | undefined;
  readonly host?: Host | undefined;
}

/**
 * The abilities of a host beyond plain JavaScript. Each is optional: without it the library is
 * still correct, but returns "unknown" a little more often.
 */
export interface Host {
  /**
   * Runs `new RegExp(source, flags).exec(input)` for at most `deadlineMs` milliseconds, for
   * patterns that the bounded matcher could not finish. Node.js can use a `node:vm` script with a
   * timeout.
   *
   * @returns the matched part (UTF-16 offsets, end exclusive), `null` for no match, or `"timeout"`
   */
  execRegex?(source: string, flags: string, input: string, deadlineMs: number): RegexPart | null | "timeout";
}

/** A matched part of an input: UTF-16 offsets, `end` exclusive. */
export interface RegexPart {
  start: number;
  end: number;
}

/** The milliseconds of the host for one simulation, and those per character of its specs. */
const HOST_MS = 40;
const HOST_MS_PER_CHARACTER = 0.0025;

/** Returns the host for one simulation of specs, whose patterns share its time like the steps. */
export function hostFor(characters: number, host: Host | undefined): Host | undefined {
  return host && withTotalDeadline(host, HOST_MS + characters * HOST_MS_PER_CHARACTER);
}

/**
 * Returns a host whose calls may take so many milliseconds together; after that each returns
 * `"timeout"`. One glob is matched with an expression per segment and alternative, so a limit per
 * expression would not bound it.
 *
 * @returns the same host where it cannot match
 */
export function withTotalDeadline(host: Host, totalMs: number): Host {
  let left = totalMs;
  const { execRegex } = host;
  if (!execRegex) return host;
  return {
    execRegex(source, flags, input, deadlineMs) {
      if (left <= 0) return "timeout";
      const start = performance.now();
      const found = execRegex(source, flags, input, Math.max(1, Math.ceil(Math.min(deadlineMs, left))));
      left -= performance.now() - start;
      return found;
    },
  };
}
