import type { AST } from "./syntax/ast.ts";

/**
 * Whether every way through a pattern is tied to the given edge of the input by `^` or `$`.
 *
 * @param pattern the syntax tree of a source
 * @param edge which edge; flag `m`, under which the edge is a line's, is the caller's business
 */
export function isAnchored(pattern: AST.Pattern, edge: "start" | "end"): boolean {
  return pattern.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
}

/** One mandatory anchor is enough, wherever it stands: what lies beyond it can only be empty. */
function sequenceIsAnchored(sequence: AST.Alternative, edge: "start" | "end"): boolean {
  return sequence.elements.some((element) => elementIsAnchored(element, edge));
}

function elementIsAnchored(element: AST.Element, edge: "start" | "end"): boolean {
  if (element.type === "Assertion") return element.kind === edge;
  if (element.type === "Group" || element.type === "CapturingGroup") {
    return element.alternatives.every((alternative) => sequenceIsAnchored(alternative, edge));
  }
  return (
    element.type === "Quantifier" &&
    element.min > 0 &&
    elementIsAnchored(element.element as AST.Element, edge)
  );
}
