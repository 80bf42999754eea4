import { memoizeBy } from "../../util/memoize.ts";
import { Budget, type MatchOptions } from "../budget.ts";
import { compileRegex, type RegexMatcher } from "./matcher.ts";
import type { AST } from "./syntax/ast.ts";
import { isAnyCharacter, isGroup, isNegativeLookahead, lengthOf, treeOf, visit } from "./syntax/ast.ts";
import type { RegexLiteral, Span } from "./types.ts";

/**
 * True if a pattern matches every non-empty line, such as `/.*` + `/gi`, `/./`, `/^/` or `//`.
 * False if the syntax does not show it. Kept, since every evaluation of a filter asks: to parse it
 * again took a fifth of a comparison.
 */
export const matchesEverything = memoizeBy(
  ({ source }: RegexLiteral) => source,
  ({ source }): boolean => treeOf(source)?.alternatives.some(isFree) ?? false,
);

/** An edge counts only at its own end of the whole pattern: `.^` and `.*$.` match nothing. */
function isFree({ elements }: AST.Alternative): boolean {
  const [first, ...others] = elements;
  if (first && isGroup(first) && others.length === 0) return first.alternatives.some(isFree);
  const start = isEdge(first, "start");
  const end = isEdge(elements.at(-1), "end");
  const pieces = elements.slice(start ? 1 : 0, end ? -1 : undefined);
  const covers = pieces.some(
    (node) => node.type === "Quantifier" && node.max > 1e6 && containsAny(node.element),
  );
  return leastLength(pieces) <= 1 && (!(start && end) || covers);
}

function isEdge(node: AST.Element | undefined, kind: "start" | "end"): boolean {
  return node?.type === "Assertion" && node.kind === kind;
}

/** The length from which a sequence matches any text; infinite if it does not. */
function leastLength(elements: readonly AST.Element[]): number {
  return elements.reduce((sum, node) => sum + leastOf(node), 0);
}

function leastOf(node: AST.Element): number {
  if (isGroup(node)) return Math.min(...node.alternatives.map(({ elements }) => leastLength(elements)));
  if (node.type === "Quantifier" && node.min === 0) return 0;
  return containsAny(node) ? 1 : Number.POSITIVE_INFINITY;
}

function containsAny(node: AST.Node): boolean {
  if (isGroup(node)) {
    return node.alternatives.some(({ elements }) => elements.length === 1 && containsAny(elements[0]!));
  }
  if (node.type === "Quantifier") return node.min <= 1 && node.max >= 1 && containsAny(node.element);
  return isAnyCharacter(node);
}

/** A letter, a digit, a hyphen, or digits of any kind and number. */
function isPlain(node: AST.Node | undefined): boolean {
  if (node?.type === "Character") return /[\w-]/.test(String.fromCharCode(node.value));
  if (node?.type === "Quantifier") return node.min > 0 && isDigit(node.element);
  return node !== undefined && isDigit(node);
}

function isDigit(node: AST.Node): boolean {
  if (node.type === "CharacterSet") return node.kind === "digit" && !node.negate;
  return node.type === "CharacterClass" && /^\[(?:\\d|0-9|1-9)+\]$/.test(node.raw);
}

/**
 * Finds single dots between letters and digits, as in `/^release-1.2$/` and `/^v\d+.\d+$/`, where a
 * literal dot was meant.
 *
 * @returns the span of each dot in the literal, in order
 */
export function unescapedDots(literal: RegexLiteral): Span[] {
  const dots: Span[] = [];
  const tree = treeOf(literal.source);
  if (!tree) return dots;
  visit(tree, (node) => {
    if (node.type !== "Alternative") return;
    for (const [index, element] of node.elements.entries()) {
      const any = element.type === "CharacterSet" && element.kind === "any";
      if (any && isPlain(node.elements[index - 1]) && isPlain(node.elements[index + 1])) {
        dots.push({ start: element.start + 1, end: element.end + 1 });
      }
    }
  });
  return dots;
}

/** A negative lookahead that excludes more than the name in it. Offsets are into the literal. */
export interface PrefixExclusion extends Span {
  name: string;
  /** A longer name that is excluded as well; verified. */
  alsoExcludes: string;
  /** The literal with `$` added to the lookahead; verified to match the longer name. */
  replacement?: string;
}

/** Longer, plausible names that start with a short one. */
function longerNames(name: string): string[] {
  return [...(name === "main" ? ["maintenance"] : []), `${name}-backup`, `${name}2`];
}

/**
 * Finds names in a negative lookahead without an end: `/^((?!main)).*` + `/` also excludes
 * `maintenance`. A name that ends in a separator, such as `release/` or `feature-`, is meant as a
 * prefix and is skipped.
 */
export function prefixExclusions(
  literal: RegexLiteral,
  isBeginning: (name: string) => boolean = () => false,
  options: MatchOptions = {},
): PrefixExclusion[] {
  const tree = treeOf(literal.source);
  if (!tree) return [];
  const found: PrefixExclusion[] = [];
  const bounds = { ...options, budget: options.budget ?? new Budget() };
  const matcher = compileRegex(literal, bounds);
  visit(tree, (node) => {
    if (isNegativeLookahead(node)) found.push(...judge(matcher, node, isBeginning, bounds));
  });
  return found;
}

/** The alternatives of a lookahead, at most one group deep, that are a name without an end. */
function namesIn(node: AST.LookaheadAssertion): AST.Alternative[] {
  const alternatives = node.alternatives.flatMap((alternative) => {
    const [only, ...rest] = alternative.elements.filter(
      (element) => element.type !== "Assertion" || element.kind !== "start",
    );
    return only && isGroup(only) && rest.length === 0 ? only.alternatives : [alternative];
  });
  return alternatives.filter(({ elements }) => plainText(elements) !== undefined);
}

function plainText(elements: AST.Element[]): string | undefined {
  let text = "";
  for (const element of elements) {
    if (element.type === "Character") text += String.fromCharCode(element.value);
    else if (!(element.type === "Assertion" && element.kind === "start" && text === "")) return undefined;
  }
  return /\w$/.test(text) ? text : undefined;
}

/** The steps for each character of a pattern that is compiled to try one name. */
const STEPS_PER_CHARACTER = 5;

function judge(
  matcher: RegexMatcher,
  node: AST.LookaheadAssertion,
  isBeginning: (name: string) => boolean,
  options: MatchOptions & { budget: Budget },
): PrefixExclusion[] {
  const { literal } = matcher;
  const names = namesIn(node).filter(({ elements }) => !isBeginning(plainText(elements)!));
  const span = { start: node.start + 1, end: node.end + 1 };
  return names.flatMap(({ elements }) => {
    if (!options.budget.spend(literal.source.length * STEPS_PER_CHARACTER)) return [];
    const name = plainText(elements)!;
    const longer = longerNames(name).find((text) => matcher.test(text) === "no");
    if (longer === undefined || matcher.test(name) !== "no") return [];
    const replacement = withEnds(literal, node, names, { ...options, name, longer });
    return [{ ...span, name, alsoExcludes: longer, ...(replacement ? { replacement } : {}) }];
  });
}

/** The rest of `^((?!name).)*$` without the lookahead, which is tested before each character. */
const TEMPERED = /^\^\((?:\?:)?\.\)([*+])\$$/;

/**
 * Anchors some alternatives at the end: `(?!main|release\/)` becomes `(?!main$|release\/)`, since
 * the others are meant as prefixes. Undefined if the result does not behave as intended.
 */
function withEnds(
  literal: RegexLiteral,
  node: AST.LookaheadAssertion,
  names: readonly AST.Alternative[],
  { name, longer, ...options }: MatchOptions & { name: string; longer: string },
): string | undefined {
  const { source } = literal;
  const ended = names.reduceRight(
    (text, alternative) => `${text.slice(0, alternative.end)}$${text.slice(alternative.end)}`,
    source,
  );
  const tempered = TEMPERED.exec(source.slice(0, node.start) + source.slice(node.end));
  // Tested before each character, several alternatives are meant as parts of names.
  if (tempered && namesIn(node).length > 1) return undefined;
  const repaired = tempered ? `^${ended.slice(node.start, node.end + 1)}.${tempered[1]}$` : ended;
  const candidate: RegexLiteral = {
    ...literal,
    source: repaired,
    text: `/${repaired}/${literal.flags}`,
    flagsStart: repaired.length + 2,
  };
  const matcher = compileRegex(candidate, options);
  const apart = !tempered || matcher.test(`do${name}`) === "yes";
  return apart && matcher.test(longer) === "yes" && matcher.test(name) === "no" ? candidate.text : undefined;
}

/**
 * Finds the piece that prevents every match, if the syntax shows it: `/a^/`, `/$x/`, `/[]/`,
 * `/(?!)/`.
 *
 * @returns the piece as offsets into the literal; `undefined` if something may match
 */
export function impossiblePiece(literal: RegexLiteral): Span | undefined {
  const tree = treeOf(literal.source);
  const piece = tree && impossibleIn(tree.alternatives, literal.flags.includes("m"));
  return piece && { start: piece.start + 1, end: piece.end + 1 };
}

function impossibleIn(alternatives: AST.Alternative[], multiline: boolean): AST.Node | undefined {
  const pieces = alternatives.map((alternative) => impossibleElement(alternative.elements, multiline));
  return pieces.every((piece) => piece !== undefined) ? pieces[0] : undefined;
}

function impossibleElement(elements: AST.Element[], multiline: boolean): AST.Node | undefined {
  const isConsuming = (element: AST.Element): boolean => lengthOf(element).min > 0;
  const first = elements.findIndex(isConsuming);
  const last = elements.findLastIndex(isConsuming);
  return elements.find((element, index) => {
    if (element.type === "CharacterClass") return element.elements.length === 0 && !element.negate;
    if (isNegativeLookahead(element)) return element.alternatives.some((body) => body.elements.length === 0);
    if (isGroup(element)) return impossibleIn(element.alternatives, multiline) !== undefined;
    if (element.type === "Quantifier")
      return element.min > 0 && impossibleElement([element.element as AST.Element], multiline) !== undefined;
    if (element.type !== "Assertion" || multiline) return false;
    if (element.kind === "start") return first !== -1 && first < index;
    return element.kind === "end" && last > index;
  });
}
