import type { MatchOptions, RegexPart } from "../budget.ts";
import { BoundedRegex, MAX_INPUT_LENGTH } from "./interpreter/bounded-match.ts";
import { MAX_CAPTURES } from "./interpreter/cost.ts";
import { capturesIn } from "./interpreter/run-state.ts";
import { isAnchored } from "./syntax/ast.ts";
import type { Outcome, RegexLiteral, Span } from "./types.ts";

/** The part of an input that matched. Offsets are into the input. */
export interface RegexHit extends Span {
  outcome: "yes";
  /** The matched text. */
  text: string;
  /** Whether the pattern is anchored at the start and at the end of the input. */
  anchoredStart: boolean;
  anchoredEnd: boolean;
  /** True if only a part of the input matched: between `^` and `$` the pattern would not match. */
  onlyUnanchored: boolean;
  /** Whether every alternative has `^` or `$`, which is the edge of any line with the flag `m`. */
  hasStart: boolean;
  hasEnd: boolean;
}

/** A piece of a pattern, as offsets into the literal's text, and its text. */
export interface StuckPiece extends Span {
  text: string;
}

/** Why an input did not match. */
export interface RegexMiss {
  outcome: "no";
  /** Where the best attempt ended; `undefined` if this exceeds the bounds. */
  stuck?: {
    /** The offset in the input at which the pattern could not continue. */
    index: number;
    /** The pieces of which one would have to match there; empty if there are too many. */
    pieces: readonly StuckPiece[];
    /** Whether the pattern has to match from the start of the input. */
    anchored: boolean;
  };
}

/** No answer within the bounds. */
export interface RegexUnknown {
  outcome: "unknown";
  reason: string;
}

export type RegexMatch = RegexHit | RegexMiss | RegexUnknown;

/**
 * Compiles a literal once for many inputs.
 *
 * A pattern with bounded backtracking runs on the engine; any other runs on a matcher with a step
 * budget, then under the host's deadline if there is one, and else is `unknown`. Flag `g` is
 * dropped: a reused `RegExp` with it gives alternating answers (semantics, part 0 item 5).
 *
 * @param literal the result of `parseRegexLiteral`
 */
export function compileRegex(literal: RegexLiteral, options: MatchOptions = {}): RegexMatcher {
  return new RegexMatcher(literal, options);
}

/** A compiled regex literal. Matching is a search (semantics, part 0 item 5). */
export class RegexMatcher {
  readonly literal: RegexLiteral;
  readonly #flags: string;
  readonly #regex: BoundedRegex;

  constructor(literal: RegexLiteral, options: MatchOptions) {
    this.literal = literal;
    this.#flags = literal.flags.replace("g", "");
    this.#regex = new BoundedRegex(new RegExp(literal.source, this.#flags), options);
  }

  /** Whether the input matches, without the reason; the fast way. */
  test(input: string): Outcome {
    const found = this.#regex.test(input);
    return found === "gave-up" ? "unknown" : found ? "yes" : "no";
  }

  /** Whether the input matches, with the matched part or the place where it failed. */
  match(input: string): RegexMatch {
    const found = this.#regex.exec(input);
    if (found === null) return this.#miss(input);
    return found === "gave-up"
      ? { outcome: "unknown", reason: this.#tooHard(input) }
      : this.#hit(input, found);
  }

  #tooHard(input: string): string {
    if (input.length > MAX_INPUT_LENGTH) return `the text has ${input.length} characters, too many to match`;
    const { tree } = this.#regex;
    if (!tree) return "the regex is nested too deeply to be matched safely";
    const groups = capturesIn(tree).length;
    if (groups > MAX_CAPTURES) return `the regex has ${groups} capturing groups, too many to match`;
    return "the regex backtracks too much on this text to be matched in bounded time";
  }

  #hit(input: string, { start, end }: RegexPart): RegexHit {
    return {
      outcome: "yes",
      start,
      end,
      text: input.slice(start, end),
      anchoredStart: this.#isTied("start"),
      anchoredEnd: this.#isTied("end"),
      onlyUnanchored: (start > 0 || end < input.length) && !this.#matchesWhole(input),
      hasStart: this.#has("start"),
      hasEnd: this.#has("end"),
    };
  }

  #isTied(edge: "start" | "end"): boolean {
    return !this.#flags.includes("m") && this.#has(edge);
  }

  #has(edge: "start" | "end"): boolean {
    const { tree } = this.#regex;
    return tree !== undefined && isAnchored(tree, edge);
  }

  /** True too where it is not known, since a hint about anchors would then be wrong. */
  #matchesWhole(input: string): boolean {
    if (!this.#regex.mayRun(input)) return true;
    return new RegExp(`^(?:${this.literal.source})$`, this.#flags.replace("m", "")).test(input);
  }

  #miss(input: string): RegexMiss {
    const stuck = this.#regex.stuck(input);
    if (!stuck) return { outcome: "no" };
    const { source } = this.literal;
    const pieces = stuck.pieces.map((piece) => {
      const [start, end] = [beforePair(source, piece.start), afterPair(source, piece.end)];
      return { start: start + 1, end: end + 1, text: source.slice(start, end) };
    });
    const index = beforePair(input, stuck.index);
    return { outcome: "no", stuck: { index, pieces, anchored: this.#isTied("start") } };
  }
}

/** Without the flag `u` a pattern matches the halves of a surrogate pair one by one. */
function isInPair(text: string, index: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, index - 1), index + 1));
}

const beforePair = (text: string, index: number): number => (isInPair(text, index) ? index - 1 : index);
const afterPair = (text: string, index: number): number => (isInPair(text, index) ? index + 1 : index);
