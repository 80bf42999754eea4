import { memoizeBy } from "../../../util/memoize.ts";
import { type AST, isGroup, treeOf, visit } from "../syntax/ast.ts";
import type { RegexLiteral } from "../types.ts";
import { characterTest, isCharacterNode } from "./characters.ts";
import { capturesIn } from "./run-state.ts";

/**
 * An upper bound on the ways to try a pattern on an input of a given length. `stars` are unbounded
 * repetitions that share the input, `ways` multiplies choices that do not depend on the length,
 * `explodes` is true if no polynomial bound was found.
 */
export interface Cost {
  stars: number;
  ways: number;
  explodes: boolean;
}

/** Larger counted repetitions count as unbounded. */
const MANY = 100;

const NOTHING: Cost = { stars: 0, ways: 1, explodes: false };

/**
 * Bounds the backtracking of a pattern from its syntax tree: nested repetitions and overlapping
 * alternatives under a repetition count as exploding, whether or not they do.
 *
 * @param pattern the syntax tree of a source
 * @param ignoreCase whether flag `i` is set
 */
export function costOf(pattern: AST.Pattern, ignoreCase: boolean): Cost {
  return ofAlternatives(pattern.alternatives, ignoreCase);
}

/** Among so many repetitions a step takes twice as long: 2 ns with 3 of them, 160 ns with 90. */
const STARS_PER_SLOWDOWN = 10;

/** From one start the engine goes through so many nodes of the tree in the time of a step. */
const NODES_PER_STEP = 20;

/** A capturing group costs as much as so many other nodes: 4,500 of them took 5 ms per name. */
const NODES_PER_CAPTURE = 10;

/**
 * The steps of the engine to go through a pattern once: 200 times `(a|b)` took 300 microseconds in
 * a text of 200 characters, at each of which it may start.
 */
export function stepsPerStart(tree: AST.Pattern): number {
  let nodes = 0;
  visit(tree, ({ type }) => {
    nodes += type === "CapturingGroup" ? NODES_PER_CAPTURE : 1;
  });
  return nodes / NODES_PER_STEP;
}

/**
 * The most steps of the engine for a pattern and an input of this length.
 *
 * @param cost the result of `costOf`
 * @param perStart the result of `stepsPerStart`
 */
export function engineSteps({ stars, ways, explodes }: Cost, perStart: number, length: number): number {
  if (explodes) return Number.POSITIVE_INFINITY;
  // The search for a start is one more repetition.
  const backtracking = ways * splits(length, stars + 1) * (1 + stars / STARS_PER_SLOWDOWN);
  return backtracking + perStart * (length + 1);
}

/** The number of ways to divide `length` characters among `parts` pieces: a binomial. */
export function splits(length: number, parts: number): number {
  let result = 1;
  for (let part = 1; part <= parts; part++) result *= (length + part) / part;
  return result;
}

function ofAlternatives(alternatives: AST.Alternative[], ignoreCase: boolean): Cost {
  const costs = alternatives.map((alternative) => ofSequence(alternative.elements, ignoreCase));
  const disjoint = isDisjoint(alternatives, ignoreCase);
  const total = costs.reduce((sum, cost) => either(sum, cost, disjoint), { ...NOTHING, ways: 0 });
  return { ...total, ways: Math.max(1, total.ways) };
}

function either(one: Cost, other: Cost, disjoint: boolean): Cost {
  const ways = disjoint ? Math.max(one.ways, other.ways) : one.ways + other.ways;
  return { stars: Math.max(one.stars, other.stars), ways, explodes: one.explodes || other.explodes };
}

function ofSequence(elements: AST.Element[], ignoreCase: boolean): Cost {
  let decided = false;
  const costs = elements.map((element, at) => {
    const cost = ofElement(element, ignoreCase);
    if (cost.stars === 0 || !isDecided(element, elements[at + 1], ignoreCase)) return cost;
    decided = true;
    return NOTHING;
  });
  const sum = costs.reduce(then, NOTHING);
  // Decided repetitions add up, since each has its own piece of the input.
  return decided ? { ...sum, stars: sum.stars + 1 } : sum;
}

/**
 * Whether only one length of a repetition can succeed: the character after it, as in `\d+\.`, is
 * none that it repeats. A lookbehind is matched from its end, so it is left out.
 */
function isDecided(node: AST.Element, next: AST.Element | undefined, ignoreCase: boolean): boolean {
  if (node.type !== "Quantifier" || !isCharacterNode(node.element) || next?.type !== "Character")
    return false;
  return !isInLookbehind(node) && !characterTest(node.element, ignoreCase)(next.value);
}

function isInLookbehind(node: AST.Node): boolean {
  for (let each: AST.Node | null = node; each; each = each.parent)
    if (each.type === "Assertion" && each.kind === "lookbehind") return true;
  return false;
}

function then(one: Cost, other: Cost): Cost {
  return {
    stars: one.stars + other.stars,
    ways: one.ways * other.ways,
    explodes: one.explodes || other.explodes,
  };
}

function ofElement(node: AST.Element, ignoreCase: boolean): Cost {
  if (isGroup(node)) return ofAlternatives(node.alternatives, ignoreCase);
  if (node.type === "Quantifier") return ofQuantifier(node, ignoreCase);
  if (node.type !== "Assertion" || !("alternatives" in node)) return NOTHING;
  const inner = ofAlternatives(node.alternatives, ignoreCase);
  // A lookaround succeeds in one way only, so a few choices in it cost time but do not multiply.
  return inner.stars === 0 && inner.ways <= 64 && !inner.explodes ? NOTHING : inner;
}

function ofQuantifier(node: AST.Quantifier, ignoreCase: boolean): Cost {
  const body = isCharacterNode(node.element) ? NOTHING : ofElement(node.element as AST.Element, ignoreCase);
  if (node.max <= 1) return { ...body, ways: body.ways + (node.max - node.min) };
  const single = body.stars === 0 && body.ways === 1 && !body.explodes;
  if (single && !canBeEmpty(node.element)) {
    return node.max > MANY ? { ...NOTHING, stars: 1 } : { ...NOTHING, ways: node.max - node.min + 1 };
  }
  if (node.max > 10) return { ...body, explodes: true };
  return {
    stars: body.stars * node.max,
    ways: body.ways ** node.max * (node.max - node.min + 1),
    explodes: body.explodes,
  };
}

function canBeEmpty(node: AST.Element | AST.QuantifiableElement): boolean {
  if (isGroup(node)) {
    return node.alternatives.some((alternative) => alternative.elements.every(canBeEmpty));
  }
  if (node.type === "Quantifier") return node.min === 0 || canBeEmpty(node.element);
  return node.type === "Assertion" || node.type === "Backreference";
}

/** True if the alternatives start with different characters, so that at most one can continue. */
function isDisjoint(alternatives: AST.Alternative[], ignoreCase: boolean): boolean {
  const taken = new Set<number>();
  return alternatives.every((alternative) => {
    const first = firstUnits(alternative.elements[0], ignoreCase);
    if (!first || first.some((unit) => taken.has(unit))) return false;
    for (const unit of first) taken.add(unit);
    return true;
  });
}

/** ASCII codes that an element can start with, 128 for all others; `undefined` if unknown. */
function firstUnits(node: AST.Element | undefined, ignoreCase: boolean): number[] | undefined {
  if (!node || !isCharacterNode(node)) return undefined;
  if (node.type === "Character" && !ignoreCase) return [Math.min(node.value, 128)];
  const accepts = characterTest(node, ignoreCase);
  const units = Array.from({ length: 128 }, (_, unit) => unit).filter(accepts);
  // Without flag u an ASCII letter folds only with ASCII letters, so 128 is not needed.
  return node.type === "Character" && node.value < 128 ? units : [...units, 128];
}

/** With 32 optional pieces V8 compiles `a?a?…aa…` for seconds, with 160 forever. */
const MAX_OPTIONALS = 16;

/** V8 unrolls repetitions of at most this many times (`kMaxUnrolledMaxMatches`). */
const UNROLLED = 3;

/** V8 takes 100 ms to compile 4,500 capturing groups. */
export const MAX_CAPTURES = 1_000;

/** V8 keeps 16 bytes for each repetition that consumes nothing, up to 64 MB, and copies them. */
const MAX_EMPTY_REPETITIONS = 100_000;

/** The repetitions that must be made although they consume nothing, as in `(?:a?){1000}`. */
function emptyRepetitions(node: AST.Node): number {
  if (node.type === "Quantifier") {
    const inner = emptyRepetitions(node.element);
    return canBeEmpty(node.element) ? node.min * Math.max(1, inner) : inner * Math.max(1, node.min);
  }
  const parts = "alternatives" in node ? node.alternatives : "elements" in node ? node.elements : [];
  return parts.map(emptyRepetitions).reduce((sum, each) => sum + each, 0);
}

/**
 * True if V8 compiles a pattern in a few milliseconds, and searches with little memory. It compiles
 * at first use, follows every combination of optional pieces, and can be stopped neither by steps
 * nor by a deadline (measured on Node.js 20: 16 optional characters 27 ms, 24 of them 740 ms, 100
 * more than a minute).
 */
export function mayRunOnEngine(tree: AST.Pattern): boolean {
  if (emptyRepetitions(tree) > MAX_EMPTY_REPETITIONS) return false;
  let optionals = 0;
  visit(tree, (node) => {
    optionals += optionalPieces(node);
  });
  return optionals <= MAX_OPTIONALS && capturesIn(tree).length <= MAX_CAPTURES;
}

/** V8 compiles what follows an edge of a word twice: 8 nested ones take 2 ms, 14 of them 800 ms. */
const PIECES_OF_EDGE = 2;

function optionalPieces(node: AST.Node): number {
  if (node.type === "Assertion") return node.kind === "word" ? PIECES_OF_EDGE : 0;
  if (node.type === "Quantifier") return node.max <= UNROLLED ? node.max - node.min : 0;
  if (node.type === "Alternative")
    return node.elements.length === 0 && node.parent.alternatives.length > 1 ? 1 : 0;
  return 0;
}

/**
 * Whether the syntax rules catastrophic backtracking out: cheap, and enough for most patterns. The
 * answers are kept, since aliases repeat patterns: 11,000 of one took 70 milliseconds.
 */
export const isClearlySafe = memoizeBy(
  ({ source, flags }: RegexLiteral) => `${flags}/${source}`,
  ({ source, flags }): boolean => {
    const tree = treeOf(source);
    if (!tree) return false;
    const cost = costOf(tree, flags.includes("i"));
    return !cost.explodes && cost.stars <= 3 && cost.ways <= 1_000;
  },
);
