import type { AST } from "../syntax/ast.ts";
import type { CharacterNode } from "./characters.ts";
import { characterTest, isCharacterNode } from "./characters.ts";
import type { Run, Stuck } from "./run-state.ts";
import { capturesIn, cleared, isLineEnd, isWord, newRun, sameFolded } from "./run-state.ts";

export type { Stuck } from "./run-state.ts";

/** The result of a bounded search. */
export type Interpretation =
  | { status: "match"; start: number; end: number }
  | { status: "none"; stuck: Stuck }
  | { status: "gave-up" };

type Continue = (index: number) => boolean;
type Step = (index: number, next: Continue) => boolean;

/** The maximum number of pieces that are collected at the end of an attempt. */
const MAX_PIECES = 12;

/** An iteration of a group makes closures, and its frames stay until the end of the match. */
const STEPS_PER_ITERATION = 3;

/** A lookaround makes closures, and its captures are kept until the end of the match. */
const STEPS_PER_LOOKAROUND = 3;

/** The number of captures whose copy takes as long as a step. */
const CAPTURES_PER_STEP = 4;

/** A search that overflows the stack takes 1.4 ms. */
const STEPS_OF_OVERFLOW = 50_000;

/** Thrown when the budget is used up; one object, since a stack trace costs more than a search. */
const outOfSteps = new Error("out of steps");

/**
 * A backtracking matcher with a budget of steps. It gives the same answers as the engine (a
 * property test compares them), always ends, on any machine after the same number of steps, and
 * reports where it got stuck. The engine's `exec` is 20 to 50 times faster, so this one is for
 * patterns that may explode and for explanations.
 */
export class Interpreter {
  readonly #pattern: AST.Pattern;
  readonly #ignoreCase: boolean;
  readonly #multiline: boolean;
  /** The number of each capturing group, from 0. */
  readonly #slots: ReadonlyMap<AST.Node, number>;
  readonly #program: Step;
  #run: Run = newRun("", 0);

  /**
   * @param pattern the syntax tree of a source
   * @param flags any of `i` and `m`; `g` is ignored
   */
  constructor(pattern: AST.Pattern, flags: string) {
    this.#pattern = pattern;
    this.#ignoreCase = flags.includes("i");
    this.#multiline = flags.includes("m");
    this.#slots = new Map(capturesIn(pattern).map((group, slot) => [group, slot]));
    this.#program = this.#alternatives(pattern.alternatives, false);
  }

  /**
   * Searches an input for the first match, as `RegExp.prototype.exec` does.
   *
   * @param input the text to search
   * @param budget the number of steps after which it gives up
   */
  search(input: string, budget: number): Interpretation {
    const run = newRun(input, budget);
    this.#run = run;
    try {
      for (let start = 0; start <= input.length; start++) {
        run.origin = start;
        run.captures = [];
        let end = start;
        const matched = this.#program(start, (index) => {
          end = index;
          return true;
        });
        if (matched) return { status: "match", start, end };
      }
    } catch (error) {
      if (error === outOfSteps) return { status: "gave-up" };
      if (!(error instanceof RangeError)) throw error;
      // A stack overflow: the pattern or input is nested too deeply.
      run.steps -= STEPS_OF_OVERFLOW;
      return { status: "gave-up" };
    }
    return { status: "none", stuck: this.#stuckOrWhole() };
  }

  /** The number of steps that the last search took. */
  get stepsTaken(): number {
    return this.#run.budget - this.#run.steps;
  }

  #stuckOrWhole(): Stuck {
    const { stuck, progress } = this.#run;
    return progress >= 0
      ? stuck
      : { index: 0, pieces: [{ start: this.#pattern.start, end: this.#pattern.end }] };
  }

  #spend(steps = 1): void {
    if (this.#run.steps <= 0) throw outOfSteps;
    this.#run.steps -= steps;
  }

  /** Captures are copied before they change, which takes time if there are many. */
  #spendCopy({ length }: readonly unknown[]): void {
    if (length > CAPTURES_PER_STEP) this.#spend(length / CAPTURES_PER_STEP);
  }

  /**
   * Records a failure. The attempt that consumed most wins, the first of several equal ones; it
   * collects every piece that fails at its end.
   */
  #refuse(index: number, { start, end }: AST.Node): false {
    const run = this.#run;
    if (run.quiet > 0) return false;
    if (index - run.origin > run.progress) {
      run.progress = index - run.origin;
      run.stuckOrigin = run.origin;
      run.stuck = { index, pieces: [{ start, end }] };
    } else if (run.stuck.index === index && run.stuckOrigin === run.origin) {
      const { pieces } = run.stuck;
      const isNew = pieces.every((piece) => piece.start !== start || piece.end !== end);
      if (isNew && pieces.length > 0)
        run.stuck.pieces = pieces.length < MAX_PIECES ? [...pieces, { start, end }] : [];
    }
    return false;
  }

  #alternatives(alternatives: AST.Alternative[], backwards: boolean): Step {
    const branches = alternatives.map((alternative) => this.#sequence(alternative.elements, backwards));
    if (branches.length === 1) return branches[0]!;
    return (index, next) => {
      for (const branch of branches) {
        this.#spend();
        if (branch(index, next)) return true;
      }
      return false;
    };
  }

  #sequence(elements: AST.Element[], backwards: boolean): Step {
    const steps = elements
      .map((element) => this.#element(element, backwards))
      .filter((step) => step !== done);
    if (backwards) steps.reverse();
    return steps.reduceRight<Step>(
      (rest, step) => (rest === done ? step : (index, next) => step(index, (after) => rest(after, next))),
      done,
    );
  }

  #element(node: AST.Element, backwards: boolean): Step {
    switch (node.type) {
      case "Assertion":
        return this.#assertion(node);
      case "Quantifier":
        return this.#quantifier(node, backwards);
      case "Group":
        return this.#alternatives(node.alternatives, backwards);
      case "CapturingGroup":
        return this.#capture(node, backwards);
      case "Backreference":
        return this.#backreference(node, backwards);
      default:
        return this.#character(node as CharacterNode, backwards);
    }
  }

  #character(node: CharacterNode, backwards: boolean): Step {
    const accepts = characterTest(node, this.#ignoreCase);
    return (index, next) => {
      this.#spend();
      const at = backwards ? index - 1 : index;
      const unit = this.#run.input.charCodeAt(at);
      if (!(unit >= 0) || !accepts(unit)) return this.#refuse(index, node);
      return next(backwards ? at : at + 1);
    };
  }

  #quantifier(node: AST.Quantifier, backwards: boolean): Step {
    if (isCharacterNode(node.element)) return this.#repeatedCharacter(node, node.element, backwards);
    const body = this.#element(node.element as AST.Element, backwards);
    const inside = capturesIn(node.element).map((group) => this.#slots.get(group)!);
    const iterate = (count: number, index: number, next: Continue): boolean => {
      this.#spend(STEPS_PER_ITERATION);
      const more = (): boolean => {
        if (count >= node.max) return false;
        const saved = this.#run.captures;
        if (inside.length > 0) this.#spendCopy(saved);
        this.#run.captures = cleared(saved, inside);
        // An iteration beyond the minimum that consumes nothing fails, as the standard requires.
        const again = body(index, (after) =>
          after === index && count >= node.min ? false : iterate(count + 1, after, next),
        );
        if (!again) this.#run.captures = saved;
        return again;
      };
      if (count < node.min) return more();
      return node.greedy ? more() || next(index) : next(index) || more();
    };
    return (index, next) => iterate(0, index, next);
  }

  /** The common case, as a loop, so that long inputs need no stack. */
  #repeatedCharacter(node: AST.Quantifier, element: CharacterNode, backwards: boolean): Step {
    const accepts = characterTest(element, this.#ignoreCase);
    const step = backwards ? -1 : 1;
    const acceptsAt = (index: number): boolean => {
      this.#spend();
      const unit = this.#run.input.charCodeAt(backwards ? index - 1 : index);
      return unit >= 0 && accepts(unit);
    };
    return (index, next) => {
      let at = index;
      let count = 0;
      const limit = node.greedy ? node.max : node.min;
      while (count < limit && acceptsAt(at)) {
        at += step;
        count++;
      }
      if (count < node.min) return this.#refuse(at, node);
      const mayContinue = at < this.#run.input.length || element.type === "Character";
      if (mayContinue && count < limit) this.#refuse(at, node);
      if (node.greedy) {
        for (; count >= node.min; count--, at -= step) if (next(at)) return true;
        return false;
      }
      for (;;) {
        if (next(at)) return true;
        if (count >= node.max || !acceptsAt(at)) return false;
        at += step;
        count++;
      }
    };
  }

  #capture(node: AST.CapturingGroup, backwards: boolean): Step {
    const body = this.#alternatives(node.alternatives, backwards);
    const slot = this.#slots.get(node)!;
    return (index, next) =>
      body(index, (after) => {
        const run = this.#run;
        const saved = run.captures;
        this.#spendCopy(saved);
        run.captures = saved.slice();
        run.captures[slot] = { start: Math.min(index, after), end: Math.max(index, after) };
        if (next(after)) return true;
        run.captures = saved;
        return false;
      });
  }

  #backreference(node: AST.Backreference, backwards: boolean): Step {
    const targets = [node.resolved].flat().map((group) => this.#slots.get(group)!);
    return (index, next) => {
      this.#spend();
      const { captures, input } = this.#run;
      const span = targets.map((slot) => captures[slot]).find((capture) => capture !== undefined);
      if (!span) return next(index);
      const text = input.slice(span.start, span.end);
      const from = backwards ? index - text.length : index;
      const same = from >= 0 && this.#same(input.slice(from, from + text.length), text);
      return same ? next(backwards ? from : index + text.length) : this.#refuse(index, node);
    };
  }

  #same(one: string, other: string): boolean {
    if (one === other || !this.#ignoreCase) return one === other;
    return one.length === other.length && one.split("").every((unit, at) => sameFolded(unit, other[at]!));
  }

  #assertion(node: AST.Assertion): Step {
    if (node.kind === "lookahead" || node.kind === "lookbehind") return this.#lookaround(node);
    const holds = this.#edge(node);
    return (index, next) => {
      this.#spend();
      return holds(index) ? next(index) : this.#refuse(index, node);
    };
  }

  #edge(node: AST.EdgeAssertion | AST.WordBoundaryAssertion): (index: number) => boolean {
    const charAt = (index: number): string => this.#run.input.charAt(index);
    if (node.kind === "start") return (at) => at === 0 || (this.#multiline && isLineEnd(charAt(at - 1)));
    if (node.kind === "end")
      return (at) => at === this.#run.input.length || (this.#multiline && isLineEnd(charAt(at)));
    const { negate } = node as AST.WordBoundaryAssertion;
    return (at) => (isWord(charAt(at - 1)) !== isWord(charAt(at))) !== negate;
  }

  #lookaround(node: AST.LookaroundAssertion): Step {
    const body = this.#alternatives(node.alternatives, node.kind === "lookbehind");
    return (index, next) => {
      this.#spend(STEPS_PER_LOOKAROUND);
      const run = this.#run;
      const saved = run.captures;
      run.quiet++;
      const matched = body(index, () => true);
      run.quiet--;
      if (node.negate) run.captures = saved;
      if (matched === node.negate) return this.#refuse(index, node);
      if (next(index)) return true;
      run.captures = saved;
      return false;
    };
  }
}

const done: Step = (index, next) => next(index);
