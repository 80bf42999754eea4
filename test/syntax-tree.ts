import { type ESTree, parseSync } from "rolldown/utils";

/** A node of the syntax tree of a source file (ESTree). */
export type SyntaxNode = ESTree.Node;

/** A source file, as the parser of the bundler reads it. Offsets are in UTF-16 code units. */
export interface SyntaxTree {
  readonly program: SyntaxNode;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
}

/** Parses JavaScript or TypeScript, by the end of the file's name. Throws if it has an error. */
export function parseSource(path: string, code: string): SyntaxTree {
  const { program, comments, errors } = parseSync(path, code);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return { program, comments };
}

/** Calls a function with each node directly in a node, in order. */
export function eachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item);
    } else if (isNode(value)) visit(value);
  }
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value;
}

/** Returns the line in which a node begins, from 1. */
export function lineOf({ start }: { readonly start: number }, code: string): number {
  return code.slice(0, start).split("\n").length;
}
