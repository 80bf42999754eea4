import { combineTransformers, DFA, JS, NFA, Transformers, transform } from "refa";
import { memoize } from "../../util/memoize.ts";
import { asRefusal } from "../../util/refusal.ts";
import type { AST } from "./syntax/ast.ts";
import { isGroup, isNegativeLookahead, lengthOf, treeOf, visit } from "./syntax/ast.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral } from "./types.ts";

/** States that an automaton may have; beyond them the question stays open. */
const MAX_STATES = 3_000;

/** The maximum size of a pattern, and of a lookahead's body, whose complement takes far longer. */
const MAX_SIZE = 2_000;
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
  return intersection(literals)?.isEmpty;
});

function intersection(literals: readonly RegexLiteral[]): NFA | undefined {
  try {
    const [first, ...rest] = literals.flatMap(automataOf);
    return rest.reduce((one, other) => NFA.fromIntersection(one, other, limit()), first!);
  } catch (error) {
    // refa throws for assertions, back references and too many states: the answer is then unknown.
    asRefusal(error);
    return undefined;
  }
}

/** Counts the states of an automaton, and throws beyond the limit. */
export function limit() {
  return new NFA.LimitedNodeFactory(MAX_STATES);
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
export function partsOf(literal: RegexLiteral, maxRefused = MAX_SIZE): RegexParts {
  const flags = literal.flags.replace("g", "");
  const { positive, negatives } = peel(literal.source, flags.includes("m"));
  if (sizeOf(positive) > MAX_SIZE || negatives.some((body) => sizeOf(body) > maxRefused))
    throw new Error("too large");
  return {
    accepted: build(positive, flags),
    refused: negatives.map((body) => build(body, flags)),
  };
}

/**
 * Returns the size of a pattern's automaton before it is built: characters with their counts
 * multiplied out, times the square of its lookarounds and word edges, since each is resolved
 * against all others.
 */
function sizeOf(source: string): number {
  const tree = treeOf(source);
  if (!tree) return Number.POSITIVE_INFINITY;
  let lookarounds = 0;
  const states = (node: AST.Node): number => {
    if (node.type === "Quantifier")
      return states(node.element) * (Number.isFinite(node.max) ? Math.max(1, node.max) : node.min + 1);
    if (node.type === "Alternative") return sum(node.elements);
    if (node.type === "Assertion" && node.kind !== "start" && node.kind !== "end") lookarounds++;
    if (!("alternatives" in node)) return 1;
    return sum(node.alternatives as AST.Node[]);
  };
  const sum = (nodes: readonly AST.Node[]): number => nodes.reduce((total, node) => total + states(node), 1);
  return states(tree) * (1 + lookarounds) ** 2;
}

/** The texts that an automaton does not accept. Throws beyond a number of states. */
export function complement(nfa: NFA): NFA {
  const dfa = DFA.fromFA(nfa, new DFA.LimitedNodeFactory(MAX_COMPLEMENT_STATES));
  dfa.complement(new DFA.LimitedNodeFactory(MAX_COMPLEMENT_STATES));
  return NFA.fromFA(dfa, limit());
}

function build(source: string, flags: string): NFA {
  if (hasEmptyLookaround(source)) throw new Error("a lookaround of an empty text");
  // Edges of the whole text, which `^` and `$` are not with the flag m.
  const around = `(?<![^])[^]*(?:${source})[^]*(?![^])`;
  const parser = JS.Parser.fromLiteral({ source: around, flags });
  const { expression, maxCharacter } = parser.parse({ backreferences: "throw", maxNodes: MAX_STATES });
  const applied = transform(APPLY, expression, { maxPasses: 50 });
  const simplified = transform(REMOVE, applied, { maxPasses: 50 });
  return NFA.fromRegex(simplified, { maxCharacter }, { assertions: "throw" }, limit());
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

/** A lookahead before each character of a line: the lines that do not contain its body. */
const TEMPERED = /^\^\((?:\?:)?\(\?!(.+)\)\.\)([*+])\$$/;

/**
 * Removes negative lookaheads at a pattern's start, where "not at the start" and "not in the
 * language" are the same: `^(?!X)Y` is `^Y` without the texts of `^X`, and `^((?!X).)*$` is a line
 * without the texts of `X`.
 */
function peel(source: string, multiline: boolean): { positive: string; negatives: string[] } {
  const [, tempered = "", times] = TEMPERED.exec(source) ?? [];
  const body = treeOf(tempered);
  // The end of the line, where a body that may be empty would match, has no lookahead.
  if (body && lengthOf(body).min > 0 && !multiline) return { positive: `^.${times}$`, negatives: [tempered] };
  const negatives: string[] = [];
  let positive = source;
  for (
    let lookahead = leadingLookahead(positive);
    lookahead && !multiline;
    lookahead = leadingLookahead(positive)
  ) {
    negatives.push(`^(?:${positive.slice(lookahead.start + 3, lookahead.end - 1)})`);
    positive = positive.slice(0, lookahead.start) + positive.slice(lookahead.end);
  }
  return { positive, negatives };
}

function leadingLookahead(source: string): AST.Node | undefined {
  const tree = treeOf(source);
  const [start, next] = tree?.alternatives.length === 1 ? tree.alternatives[0]!.elements : [];
  return start?.type === "Assertion" && start.kind === "start" ? lookaheadAt(next) : undefined;
}

function lookaheadAt(node: AST.Element | undefined): AST.Node | undefined {
  if (!node) return undefined;
  if (isNegativeLookahead(node)) return node;
  return isGroup(node) && node.alternatives.length === 1
    ? lookaheadAt(node.alternatives[0]!.elements[0])
    : undefined;
}
