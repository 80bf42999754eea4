import { visit } from "./nodes.ts";
import type { AST } from "./syntax.ts";

/** Pieces that may be left out; with twice as many V8 compiles `a?a?…aa…` for seconds, with ten times as many for ever. */
const MAX_OPTIONALS = 16;

/** V8 writes out repetitions of at most this many times one after the other (`kMaxUnrolledMaxMatches`). */
const UNROLLED = 3;

/**
 * Whether V8 compiles a pattern in a few milliseconds. It compiles at the first use, follows each way past pieces that may be left out,
 * and cannot be stopped meanwhile, neither by steps nor by the deadline of a host (measured on Node.js 20: 16 optional characters 27 ms,
 * 24 of them 740 ms, 100 more than a minute).
 */
export function compilesQuickly(tree: AST.Pattern): boolean {
  let optionals = 0;
  visit(tree, (node) => {
    optionals += optionalPieces(node);
  });
  return optionals <= MAX_OPTIONALS;
}

function optionalPieces(node: AST.Node): number {
  if (node.type === "Quantifier") return node.max <= UNROLLED ? node.max - node.min : 0;
  if (node.type === "Alternative")
    return node.elements.length === 0 && node.parent.alternatives.length > 1 ? 1 : 0;
  return 0;
}
