import type { Host, RegexPart } from "../host.ts";
import { isAnchored } from "./anchors.ts";
import type { Cost } from "./cost.ts";
import { costOf, isAffordable } from "./cost.ts";
import { Interpreter } from "./interpret.ts";
import type { AST } from "./syntax.ts";
import { treeOf } from "./syntax.ts";
import type { Outcome, RegexLiteral, Span } from "./types.ts";

/** Inputs above this many characters are not matched; Git and the providers allow none so long. */
const MAX_INPUT_LENGTH = 200_000;

/** Steps of the bounded matcher before it gives up: about fifty milliseconds. */
const STEP_BUDGET = 300_000;

/** Milliseconds that a host gets for one pattern and input. */
const HOST_DEADLINE = 150;

/** The part of an input that matched. Offsets are into the input. */
export interface RegexHit extends Span {
  outcome: "yes";
  /** The matched text. */
  text: string;
  /** Whether the pattern is tied to the start and to the end of the input by `^` and `$`. */
  anchoredStart: boolean;
  anchoredEnd: boolean;
  /** Whether only a part of the input matched: the same pattern between `^` and `$` would refuse it. */
  onlyUnanchored: boolean;
}

/** Why an input did not match. */
export interface RegexMiss {
  outcome: "no";
  /** Where the best attempt ended; `undefined` when it could not be worked out in bounded time. */
  stuck?: {
    /** Offset in the input at which the pattern could not go on. */
    index: number;
    /** The piece that refused, as offsets into the literal's text. */
    piece: Span;
    /** That piece's text. */
    text: string;
  };
}

/** No answer within the bounds. */
export interface RegexUnknown {
  outcome: "unknown";
  reason: string;
}

export type RegexMatch = RegexHit | RegexMiss | RegexUnknown;

/** A compiled regex literal. Matching is a search (semantics, part 0 item 5), and flag `g` has no effect. */
export interface RegexMatcher {
  readonly literal: RegexLiteral;
  /** Whether the input matches, without working out why; the fast way. */
  test(input: string): Outcome;
  /** Whether the input matches and what matched, or where the pattern got stuck. */
  match(input: string): RegexMatch;
}

/**
 * Compiles a literal once for many inputs.
 *
 * A pattern whose backtracking is bounded runs on the engine; any other one runs on a matcher with a step
 * budget, then under the host's deadline if there is one, and ends in `unknown` otherwise. Flag `g` is dropped:
 * a reused `RegExp` with it gives alternating answers (semantics, part 0 item 5).
 *
 * @param literal what `parseRegexLiteral` returned
 * @param options `host`: what the surroundings can do better
 */
export function compileRegex(literal: RegexLiteral, options: { host?: Host } = {}): RegexMatcher {
  return new Matcher(literal, options.host);
}

/** A result without explanation. */
type Found = RegexPart | null | { reason: string };

class Matcher implements RegexMatcher {
  readonly literal: RegexLiteral;
  readonly #host: Host | undefined;
  readonly #flags: string;
  readonly #native: RegExp;
  readonly #tree: AST.Pattern | undefined;
  readonly #cost: Cost | undefined;
  #interpreter: Interpreter | undefined;
  /** Results of runs that were not affordable, by input: asking twice must not cost twice. */
  readonly #costly = new Map<string, Found>();

  constructor(literal: RegexLiteral, host: Host | undefined) {
    this.literal = literal;
    this.#host = host;
    this.#flags = literal.flags.replace("g", "");
    this.#native = new RegExp(literal.source, this.#flags);
    this.#tree = treeOf(literal.source);
    this.#cost = this.#tree && costOf(this.#tree, this.#flags.includes("i"));
  }

  test(input: string): Outcome {
    if (this.#mayRun(input)) return this.#native.test(input) ? "yes" : "no";
    const found = this.#find(input);
    return found === null ? "no" : "reason" in found ? "unknown" : "yes";
  }

  match(input: string): RegexMatch {
    const found = this.#find(input);
    if (found === null) return this.#miss(input);
    return "reason" in found ? { outcome: "unknown", reason: found.reason } : this.#hit(input, found);
  }

  #mayRun(input: string): boolean {
    return (
      this.#cost !== undefined && input.length <= MAX_INPUT_LENGTH && isAffordable(this.#cost, input.length)
    );
  }

  #find(input: string): Found {
    if (this.#mayRun(input)) return partOf(this.#native.exec(input));
    const known = this.#costly.get(input);
    if (known !== undefined) return known;
    const found = this.#findBounded(input);
    this.#costly.set(input, found);
    return found;
  }

  #findBounded(input: string): Found {
    if (input.length > MAX_INPUT_LENGTH)
      return { reason: `the text has ${input.length} characters, too many to match` };
    const interpreted = this.#interpret(input);
    if (interpreted?.status === "match") return { start: interpreted.start, end: interpreted.end };
    if (interpreted?.status === "none") return null;
    const hosted = this.#host?.execRegex?.(this.literal.source, this.#flags, input, HOST_DEADLINE);
    return hosted === undefined || hosted === "timeout" ? { reason: this.#tooSlow() } : hosted;
  }

  #tooSlow(): string {
    if (!this.#tree) return "the regex is nested too deeply to be matched safely";
    return "the regex backtracks too much on this text to be matched in bounded time";
  }

  #interpret(input: string) {
    if (!this.#tree) return undefined;
    this.#interpreter ??= new Interpreter(this.#tree, this.#flags);
    return this.#interpreter.search(input, STEP_BUDGET);
  }

  #hit(input: string, { start, end }: RegexPart): RegexHit {
    const tied = (edge: "start" | "end"): boolean =>
      this.#tree !== undefined && !this.#flags.includes("m") && isAnchored(this.#tree, edge);
    return {
      outcome: "yes",
      start,
      end,
      text: input.slice(start, end),
      anchoredStart: tied("start"),
      anchoredEnd: tied("end"),
      onlyUnanchored: (start > 0 || end < input.length) && !this.#matchesWhole(input),
    };
  }

  #matchesWhole(input: string): boolean {
    const whole = scratch(`^(?:${this.literal.source})$`, this.#flags.replace("m", ""));
    return whole !== undefined && this.#mayRun(input) && whole.test(input);
  }

  #miss(input: string): RegexMiss {
    const result = input.length <= MAX_INPUT_LENGTH ? this.#interpret(input) : undefined;
    if (result?.status !== "none") return { outcome: "no" };
    const { index, piece } = result.stuck;
    const text = this.literal.source.slice(piece.start, piece.end);
    return { outcome: "no", stuck: { index, piece: { start: piece.start + 1, end: piece.end + 1 }, text } };
  }
}

function partOf(match: RegExpExecArray | null): RegexPart | null {
  return match && { start: match.index, end: match.index + match[0].length };
}

function scratch(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}
