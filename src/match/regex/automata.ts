import {
  type CharSet,
  combineTransformers,
  DFA,
  JS,
  NFA,
  type NodeFactory,
  Transformers,
  transform,
} from "refa";
import { memoize } from "../../util/memoize.ts";
import { asRefusal } from "../../util/refusal.ts";
import { automatonSize, MAX_AUTOMATON_SIZE } from "./automaton-size.ts";
import { peelLookaheads } from "./leading-lookaheads.ts";
import { separateAlternatives } from "./separate-alternatives.ts";
import { lengthOf, treeOf, visit } from "./syntax/ast.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral } from "./types.ts";

/**
 * States and transitions that an automaton may have; beyond them the question stays open. There
 * are as many transitions as the square of the states where pieces may be empty: 206,000 in 320
 * times `.*a*?`, which took 4 s to compare.
 */
const MAX_STATES = 3_000;
const MAX_TRANSITIONS = 3_000;

/** Pairs of transitions of two automata that are intersected: at most 50 ms. */
const MAX_PAIRS = 200_000;

/** The rounds in which assertions are resolved; some expressions never stop changing. */
const MAX_PASSES = 8;

/** The maximum size of a lookahead's body, whose complement takes far longer. */
const MAX_COMPLEMENT = 100;
const MAX_COMPLEMENT_STATES = 600;

/** True if no text matches all of several patterns, false if one does, undefined if unknown. */
export type Prover = (literals: readonly RegexLiteral[]) => boolean | undefined;

/**
 * Decides by automata whether no text matches all of several patterns; undefined for back
 * references, most lookarounds and large patterns. Specs repeat their filters, so answers are
 * cached. Loaded lazily, since the library takes about 30 ms.
 */
export const isEmptyIntersection: Prover = (literals) =>
  isEmpty(JSON.stringify(literals.map(({ text }) => text)));

const isEmpty = memoize((texts: string): boolean | undefined => {
  const literals = (JSON.parse(texts) as string[]).map(scanRegexLiteral) as RegexLiteral[];
  try {
    return literals.flatMap(automataOf).reduce(intersect).isEmpty;
  } catch (error) {
    // refa throws for assertions, back references and too many states: the answer is then unknown.
    asRefusal(error);
    return undefined;
  }
});

/** The texts that two automata accept. Throws beyond a number of states and transitions. */
export function intersect(one: NFA, other: NFA): NFA {
  if (transitionsOf(one) * transitionsOf(other) > MAX_PAIRS) throw new Error("too large");
  return NFA.fromIntersection(one, other, limitedStates());
}

function transitionsOf(nfa: NFA): number {
  let count = 0;
  for (const { out } of nfa.nodes()) count += out.size;
  return count;
}

/** A state whose transitions are counted when they are made. */
class CountedState extends NFA.Node {
  readonly #count: () => void;

  constructor(count: () => void) {
    super();
    this.#count = count;
  }

  override link(to: NFA.Node, via: CharSet): void {
    this.#count();
    super.link(to, via);
  }
}

/** Returns a maker of the states of one automaton, which throws beyond the limits. */
function limitedStates(): NodeFactory<NFA.Node> {
  let states = 0;
  let transitions = 0;
  const count = (): void => {
    if (++transitions > MAX_TRANSITIONS) throw new Error("too many transitions");
  };
  return {
    createNode() {
      if (++states > MAX_STATES) throw new Error("too many states");
      return new CountedState(count);
    },
  };
}

/** A pattern as automata that must all accept: its own, and complements of leading lookaheads. */
function automataOf(literal: RegexLiteral): NFA[] {
  const { accepted, refused } = partsOf(literal, MAX_COMPLEMENT);
  return [accepted, ...refused.map((each) => complement(each))];
}

/** The texts of a pattern: those of `accepted` that are in none of `refused`. */
interface RegexParts {
  readonly accepted: NFA;
  readonly refused: readonly NFA[];
}

/**
 * Builds the automata of a pattern, of which leading negative lookaheads are the refused ones.
 * Throws for what refa cannot express, and for patterns that are too large.
 */
export function partsOf(literal: RegexLiteral, maxRefused = MAX_AUTOMATON_SIZE): RegexParts {
  const flags = literal.flags.replace("g", "");
  const { positive, negatives } = peelLookaheads(literal.source, flags.includes("m"));
  if (
    automatonSize(positive) > MAX_AUTOMATON_SIZE ||
    negatives.some((body) => automatonSize(body) > maxRefused)
  )
    throw new Error("too large");
  return {
    accepted: build(positive, flags),
    refused: negatives.map((body) => build(body, flags)),
  };
}

/** The texts that an automaton does not accept. Throws beyond a number of states. */
export function complement(nfa: NFA): NFA {
  const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(MAX_COMPLEMENT_STATES));
  dfa.complement(new DFA.LimitedNodeFactory(MAX_COMPLEMENT_STATES));
  return NFA.fromFA(dfa, limitedStates());
}

function build(source: string, flags: string): NFA {
  if (hasEmptyLookaround(source)) throw new Error("a lookaround of an empty text");
  // Edges of the whole text, which `^` and `$` are not with the flag m.
  const around = separateAlternatives(source)
    .map((each) => `(?<![^])[^]*(?:${each})[^]*(?![^])`)
    .join("|");
  const parser = JS.Parser.fromLiteral({ source: around, flags });
  const { expression, maxCharacter } = parser.parse({ backreferences: "throw", maxNodes: MAX_STATES });
  const applied = transform(APPLY, expression, { maxPasses: MAX_PASSES });
  const simplified = transform(REMOVE, applied, { maxPasses: MAX_PASSES });
  return NFA.fromRegex(simplified, { maxCharacter }, { assertions: "throw" }, limitedStates());
}

/** True for a lookaround whose body may be empty, such as `(?!\b)`, which refa gets wrong. */
function hasEmptyLookaround(source: string): boolean {
  let found = false;
  visit(treeOf(source)!, (node) => {
    if (node.type !== "Assertion" || !("alternatives" in node)) return;
    found ||= node.alternatives.some(({ elements }) => elements.every((each) => lengthOf(each).min === 0));
  });
  return found;
}

const OPTIONS = { ignoreOrder: true, ignoreAmbiguity: true };

/** Resolves assertions with the texts around them, of which the edges are a part. */
const APPLY = combineTransformers([
  Transformers.simplify(OPTIONS),
  Transformers.applyAssertions(OPTIONS),
  Transformers.removeUnnecessaryAssertions(OPTIONS),
  Transformers.inline(OPTIONS),
  Transformers.removeDeadBranches(OPTIONS),
]);

/** Removes the edges themselves. */
const REMOVE = combineTransformers([
  Transformers.patternEdgeAssertions({ inline: false, remove: true }),
  Transformers.inline(OPTIONS),
  Transformers.removeDeadBranches(OPTIONS),
]);
