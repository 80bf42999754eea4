import type { AST } from "./syntax/ast.ts";
import { isGroup, treeOf } from "./syntax/ast.ts";
import type { RegexLiteral, Span } from "./types.ts";

/** A plain name in a pattern, and whether it is anchored. Offsets are into the literal. */
export interface SpelledName extends Span {
  name: string;
  anchoredStart: boolean;
  anchoredEnd: boolean;
}

/** Patterns with more names than this are not listed. */
const MAX_NAMES = 200;

interface Candidate extends SpelledName {
  /** Whether a character or anchor was seen, so that `start` is set. */
  begun: boolean;
}

/**
 * Lists the names of a pattern of plain names: `/main/`, `/^(main|v1\.0)$/`, `/main|develop/`.
 * Anchors count per name: in `/^main|develop$/` each name has only one.
 *
 * @returns the names in order; `undefined` for any other pattern
 */
export function spelledNames(literal: RegexLiteral): SpelledName[] | undefined {
  const tree = treeOf(literal.source);
  if (!tree || literal.flags.includes("m")) return undefined;
  const blank: Candidate = {
    name: "",
    start: 0,
    end: 0,
    anchoredStart: false,
    anchoredEnd: false,
    begun: false,
  };
  const candidates = ofAlternatives(tree.alternatives, [blank]);
  if (!candidates || candidates.some((candidate) => candidate.name === "")) return undefined;
  return candidates.map(({ begun: _, ...name }) => ({ ...name, start: name.start + 1, end: name.end + 1 }));
}

/** Continues all names together: one by one doubles the work at each level of nested choices. */
function ofAlternatives(
  alternatives: AST.Alternative[],
  before: readonly Candidate[],
): readonly Candidate[] | undefined {
  const all: Candidate[] = [];
  for (const { elements } of alternatives) {
    const candidates = ofSequence(elements, before);
    if (!candidates || all.length + candidates.length > MAX_NAMES) return undefined;
    all.push(...candidates);
  }
  return all;
}

function ofSequence(elements: AST.Element[], before: readonly Candidate[]): readonly Candidate[] | undefined {
  let candidates: readonly Candidate[] | undefined = before;
  for (const element of elements) {
    candidates = isGroup(element)
      ? ofAlternatives(element.alternatives, candidates)
      : each(candidates, (candidate) => ofElement(element, candidate));
    if (!candidates) return undefined;
  }
  return candidates;
}

function each(
  candidates: readonly Candidate[],
  next: (candidate: Candidate) => Candidate | undefined,
): readonly Candidate[] | undefined {
  const all = candidates.map(next);
  return all.includes(undefined) ? undefined : (all as Candidate[]);
}

function ofElement(element: AST.Element, candidate: Candidate): Candidate | undefined {
  if (element.type === "Assertion" && element.kind === "start" && candidate.name === "")
    return { ...candidate, anchoredStart: true };
  if (element.type === "Assertion" && element.kind === "end") return { ...candidate, anchoredEnd: true };
  if (element.type !== "Character" || candidate.anchoredEnd) return undefined;
  const start = candidate.begun ? candidate.start : element.start;
  const name = candidate.name + String.fromCharCode(element.value);
  return { ...candidate, name, start, end: element.end, begun: true };
}
