import { asRefusal } from "../../../util/refusal.ts";
import { Budget, type Host, type MatchOptions, type RegexPart } from "../../budget.ts";
import type { AST } from "../syntax/ast.ts";
import { lengthOf, treeOf } from "../syntax/ast.ts";
import type { Cost } from "./cost.ts";
import { costOf, engineSteps, mayRunOnEngine, stepsPerStart } from "./cost.ts";
import type { Stuck } from "./interpreter.ts";
import { Interpreter } from "./interpreter.ts";

/** The maximum length of an input; Git and the providers allow no longer names. */
export const MAX_INPUT_LENGTH = 200_000;

/** The maximum number of steps for one input: about 50 ms. */
const STEPS_PER_INPUT = 300_000;

/** The maximum number of steps for all inputs of a pattern, beyond the first few of each. */
const STEPS_PER_PATTERN = 600_000;
const FREE_STEPS = 2_000;

/** The fixed cost of a search, in steps. */
const STEPS_PER_SEARCH = 20;

/** The host's deadline for one input in milliseconds, and how often a pattern may miss it. */
const HOST_DEADLINE = 60;
const HOST_TIMEOUTS = 2;

/** The number of inputs whose expensive answers are kept. */
const REMEMBERED = 1_000;

/** The matched part, `null` for no match, `gave-up` beyond the bounds. */
export type BoundedResult = RegexPart | null | "gave-up";

/** Facts from the syntax tree of a pattern. */
interface Analysis {
  readonly tree: AST.Pattern | undefined;
  readonly cost: Cost | undefined;
  readonly stepsPerStart: number;
  /** Whether the engine may run it at all. */
  readonly isFit: boolean;
  /** The length of the shortest text that may match. */
  readonly shortest: number;
}

/**
 * A regular expression that always ends. A provably cheap match runs on the engine, any other on a
 * matcher with a step budget, then under the host's deadline if it has one. Each pattern has a
 * budget too, so that ten thousand inputs cannot each cost the maximum.
 */
export class BoundedRegex {
  readonly #native: RegExp;
  readonly #flags: string;
  readonly #budget: Budget;
  readonly #host: Host | undefined;
  readonly #affordable: ((input: string) => boolean) | undefined;
  #analysis: Analysis | undefined;
  #interpreter: Interpreter | undefined;
  #tooLarge = false;
  #steps = STEPS_PER_PATTERN;
  #timeouts = HOST_TIMEOUTS;
  readonly #known = new Map<string, BoundedResult>();

  /**
   * @param native the compiled pattern, without flags `g` and `y`
   * @param options the budget that the searches take steps from, and the host
   * @param affordable a sharper judgement than the syntax tree's, where the caller has one
   */
  constructor(native: RegExp, options: MatchOptions = {}, affordable?: (input: string) => boolean) {
    this.#native = native;
    this.#flags = native.flags;
    this.#budget = options.budget ?? new Budget();
    this.#host = options.host;
    this.#affordable = affordable;
  }

  /** The syntax tree, or `undefined` if the pattern is nested too deeply. */
  get tree(): AST.Pattern | undefined {
    return this.#analyse().tree;
  }

  /** Searches an input as `RegExp.prototype.exec` does. */
  exec(input: string): BoundedResult {
    if (this.#isTooShort(input)) return null;
    if (this.mayRun(input)) return this.#onEngine(() => partOf(this.#native.exec(input)));
    const known = this.#known.get(input);
    if (known !== undefined) return known;
    const result = this.#execBounded(input);
    if (this.#known.size < REMEMBERED) this.#known.set(input, result);
    return result;
  }

  /** Like `exec`, without the matched part and a little faster. */
  test(input: string): boolean | "gave-up" {
    if (this.#isTooShort(input)) return false;
    if (this.mayRun(input)) return this.#onEngine(() => this.#native.test(input));
    const result = this.exec(input);
    return result === "gave-up" ? result : result !== null;
  }

  /** Where the search of an input that does not match gets stuck; `undefined` beyond the bounds. */
  stuck(input: string): Stuck | undefined {
    if (input.length > MAX_INPUT_LENGTH) return undefined;
    const result = this.#interpret(input);
    return result?.status === "none" ? result.stuck : undefined;
  }

  /** True if the engine may match this input without bounds; takes its steps from the budget. */
  mayRun(input: string): boolean {
    if (input.length > MAX_INPUT_LENGTH) return false;
    if (this.#affordable?.(input)) return true;
    const { cost, isFit, stepsPerStart } = this.#analyse();
    if (cost === undefined || !isFit) return false;
    return this.#budget.spendOnEngine(engineSteps(cost, stepsPerStart, input.length));
  }

  /** V8 took 40 ms to compile 1,000 groups, of which no name that is tried is long enough. */
  #isTooShort(input: string): boolean {
    return !this.#affordable && input.length < this.#analyse().shortest;
  }

  /** V8 compiles an expression at its first use and throws then if it is too large. */
  #onEngine<T>(run: () => T): T | "gave-up" {
    if (this.#tooLarge) return "gave-up";
    try {
      return run();
    } catch (error) {
      asRefusal(error);
      this.#tooLarge = true;
      return "gave-up";
    }
  }

  #analyse(): Analysis {
    if (!this.#analysis) {
      const tree = treeOf(this.#native.source);
      this.#analysis = {
        tree,
        cost: tree && costOf(tree, this.#native.ignoreCase),
        stepsPerStart: tree ? stepsPerStart(tree) : 0,
        isFit: tree !== undefined && mayRunOnEngine(tree),
        shortest: tree ? lengthOf(tree).min : 0,
      };
    }
    return this.#analysis;
  }

  #execBounded(input: string): BoundedResult {
    if (input.length > MAX_INPUT_LENGTH) return "gave-up";
    const result = this.#interpret(input);
    if (result?.status === "match") return { start: result.start, end: result.end };
    return result?.status === "none" ? null : this.#askHost(input);
  }

  #interpret(input: string) {
    const { tree } = this.#analyse();
    if (!tree || this.#steps <= 0 || this.#budget.left <= 0) return undefined;
    this.#interpreter ??= new Interpreter(tree, this.#flags);
    const budget = Math.min(STEPS_PER_INPUT, this.#steps + FREE_STEPS, this.#budget.left);
    const result = this.#interpreter.search(input, budget);
    const ownSteps = Math.max(0, this.#interpreter.stepsTaken - FREE_STEPS);
    this.#steps -= ownSteps;
    if (ownSteps > 0) this.#budget.preventRefill();
    this.#budget.spend(this.#interpreter.stepsTaken + STEPS_PER_SEARCH);
    return result;
  }

  #askHost(input: string): BoundedResult {
    if (!this.#host?.execRegex || this.#timeouts <= 0 || !this.#analyse().isFit) return "gave-up";
    const result = this.#host.execRegex(this.#native.source, this.#flags, input, HOST_DEADLINE);
    if (result !== "timeout") return result;
    this.#timeouts--;
    return "gave-up";
  }
}

function partOf(match: RegExpExecArray | null): RegexPart | null {
  return match && { start: match.index, end: match.index + match[0].length };
}
