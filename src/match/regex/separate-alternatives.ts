import { type AST, isGroup, treeOf } from "./syntax/ast.ts";

/** More alternatives, or more characters of all of them, make an automaton too large. */
const MAX_ALTERNATIVES = 30;
const MAX_LENGTH = 10_000;

/**
 * Returns the alternatives of a pattern of which only some have an assertion, with groups
 * multiplied out: `^x\/` and `^x$` of `^x(\/|$)`. refa resolves an assertion only where every
 * alternative has one. The pattern itself where there is none, or where they are too many.
 */
export function separateAlternatives(source: string): readonly string[] {
  const tree = source.includes("|") ? treeOf(source) : undefined;
  if (!tree) return [source];
  // A group that is multiplied out has no number of its own.
  if (/\\(?:[1-9]|k<)/.test(source)) return [source];
  const uneven = new Set<AST.Node>();
  findUneven(tree, uneven);
  const found = uneven.has(tree) ? multipliedOut(tree.alternatives, uneven) : [];
  return found.length > 0 && found.join("").length <= MAX_LENGTH ? found : [source];
}

type Kinds = ReadonlySet<AST.Assertion["kind"]>;

/** Collects the groups with an assertion in some alternatives only, and those around them. */
function findUneven(node: AST.Pattern | AST.Group | AST.CapturingGroup, uneven: Set<AST.Node>): Kinds {
  const kinds = node.alternatives.map(({ elements }) => {
    const own = new Set<AST.Assertion["kind"]>();
    for (const element of elements) {
      if (element.type === "Assertion") own.add(element.kind);
      if (!isGroup(element)) continue;
      for (const kind of findUneven(element, uneven)) own.add(kind);
      if (uneven.has(element)) uneven.add(node);
    }
    return own;
  });
  const all = new Set(kinds.flatMap((own) => [...own]));
  if (kinds.some(({ size }) => size < all.size)) uneven.add(node);
  return all;
}

/** The sequences of some alternatives; none if there are too many. */
function multipliedOut(alternatives: readonly AST.Alternative[], uneven: ReadonlySet<AST.Node>): string[] {
  const found: string[] = [];
  for (const { elements } of alternatives) {
    let sequences = [""];
    for (const element of elements) {
      const options =
        isGroup(element) && uneven.has(element)
          ? multipliedOut(element.alternatives, uneven).map((each) => `(?:${each})`)
          : [element.raw];
      if (sequences.length * options.length > MAX_ALTERNATIVES) return [];
      sequences = sequences.flatMap((before) => options.map((option) => before + option));
    }
    found.push(...sequences);
    if (found.length > MAX_ALTERNATIVES || sequences.length === 0) return [];
  }
  return found;
}
