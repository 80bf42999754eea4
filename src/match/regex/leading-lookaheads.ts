import type { AST } from "./syntax/ast.ts";
import { isGroup, isNegativeLookahead, lengthOf, treeOf } from "./syntax/ast.ts";

/** A lookahead before each character of a line: the lines that do not contain its body. */
const TEMPERED = /^\^\((?:\?:)?\(\?!(.+)\)\.\)([*+])\$$/;

/** A pattern without its leading negative lookaheads, and their bodies. */
export interface PeeledPattern {
  readonly positive: string;
  /** Patterns of texts that the whole pattern does not match. */
  readonly negatives: readonly string[];
}

/**
 * Removes negative lookaheads at a pattern's start, where "not at the start" and "not in the
 * language" are the same: `^(?!X)Y` is `^Y` without the texts of `^X`, and `^((?!X).)*$` is a line
 * without the texts of `X`.
 */
export function peelLookaheads(source: string, multiline: boolean): PeeledPattern {
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
