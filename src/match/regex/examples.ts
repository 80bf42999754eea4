import type { MatchOptions } from "../budget.ts";
import { BoundedRegex } from "./interpreter/bounded-match.ts";
import type { CharacterNode } from "./interpreter/characters.ts";
import { characterTest, isCharacterNode } from "./interpreter/characters.ts";
import type { AST } from "./syntax/ast.ts";
import { isGroup, treeOf, visit } from "./syntax/ast.ts";
import type { RegexLiteral } from "./types.ts";

/** How examples are chosen. */
export interface ExampleOptions extends MatchOptions {
  /** Real texts to try first, such as the branches of a checkout. */
  prefer?: readonly string[];
  /** How many examples to return at most; 5 by default. */
  limit?: number;
  /** How many texts to make at most, and as many more for lookarounds; 200 by default. */
  tries?: number;
}

/** The usual number of texts to try for one pattern. */
const TRIES = 200;

/**
 * The number of texts that are joined for one pattern before only a few are kept of each piece:
 * 500 characters with 30 groups made 40,000, which took 50 ms.
 */
const MAX_JOINED = 3_000;

/** How many texts are kept of each piece beyond that. */
const FEW = 2;

/** The maximum number of lookarounds whose texts are tried. */
const MAX_LOOKAROUNDS = 3;

/** How many texts are made longer. */
const MAX_LONGER = 20;

/** The maximum length of a text. */
const MAX_LENGTH = 300;

/** Common names of branches, tags and comments, for patterns that suggest none. */
const COMMON = [
  "main",
  "master",
  "develop",
  "feature/x",
  "release/1.0",
  "hotfix/x",
  "v1.0.0",
  "x",
  "test",
  "1",
  "/test",
];

/** Characters that represent a class, the most readable first. */
const FRIENDLY = "axbn10-_/. AXZ";

/**
 * Returns texts that a pattern matches, from real ones first, then from its syntax tree. Each was
 * tested, so lookarounds and back references cannot give a wrong one.
 *
 * @param literal a usable literal
 * @returns distinct texts, none empty if possible; an empty list proves nothing
 */
export function examples(literal: RegexLiteral, options: ExampleOptions = {}): string[] {
  const regex = boundedOf(literal, options);
  const candidates = regex.tree
    ? candidatesOf(regex.tree, literal.flags.includes("i"), options.tries ?? TRIES)
    : [];
  const own = candidates.filter((candidate) => candidate !== "");
  // An edge of a word may need a letter next to it, as in `é\b`.
  if (/\\b/i.test(literal.source)) own.push(...own.slice(0, MAX_LONGER).flatMap(longerTexts));
  // A pattern that only excludes names suggests poor ones.
  const made = literal.source.includes("(?!") ? [...COMMON, ...own] : [...own, ...COMMON];
  return choose(
    [...(options.prefer ?? []), ...made, ""],
    options.limit ?? 5,
    (text) => regex.test(text) === true,
  );
}

/** Texts with a part that a negative lookaround of the pattern excludes; not tested. */
export function excludedTexts(literal: RegexLiteral): string[] {
  const tree = /\(\?<?!/.test(literal.source) ? treeOf(literal.source) : undefined;
  return tree
    ? new CandidateBuilder(literal.flags.includes("i"), true).alternatives(tree.alternatives, 20)
    : [];
}

/** Texts with a letter before, behind or around another one. */
export function longerTexts(text: string): string[] {
  return [`${text}x`, `x${text}`, `x${text}x`];
}

function boundedOf(literal: RegexLiteral, options: MatchOptions): BoundedRegex {
  return new BoundedRegex(new RegExp(literal.source, literal.flags.replace("g", "")), options);
}

function choose(candidates: readonly string[], limit: number, fits: (text: string) => boolean): string[] {
  const chosen = new Set<string>();
  for (const text of candidates) {
    if (chosen.size >= limit) break;
    if (text.length <= MAX_LENGTH && !(text === "" && chosen.size > 0) && fits(text)) chosen.add(text);
  }
  return [...chosen];
}

function candidatesOf(tree: AST.Pattern, ignoreCase: boolean, tries: number): string[] {
  const builder = new CandidateBuilder(ignoreCase);
  let candidates = builder.alternatives(tree.alternatives, tries);
  // A text that a lookaround requires is tried at the edge of each: the pieces consume other texts.
  for (const { alternatives, kind } of requiredBy(tree)) {
    const required = builder.alternatives(alternatives, 4);
    const longer = candidates.flatMap((text) =>
      required.map((more) => (kind === "lookahead" ? text + more : more + text)),
    );
    candidates = [...candidates, ...longer].slice(0, 2 * tries);
  }
  return candidates;
}

/** The lookarounds of a pattern that require a text. */
function requiredBy(tree: AST.Pattern): AST.LookaroundAssertion[] {
  const found: AST.LookaroundAssertion[] = [];
  visit(tree, (node) => {
    if (node.type === "Assertion" && "negate" in node && node.kind !== "word" && !node.negate)
      found.push(node);
  });
  return found.slice(0, MAX_LOOKAROUNDS);
}

/** Some texts that a piece of a pattern may consume; not tested. */
export function candidatesOfElement(element: AST.Element, ignoreCase: boolean): string[] {
  return new CandidateBuilder(ignoreCase).element(element, 12);
}

/** Some texts that may precede a piece of a pattern, from every level above; not tested. */
export function candidatesOfPrefix(node: AST.Node, ignoreCase: boolean): string[] {
  const drafter = new CandidateBuilder(ignoreCase);
  let candidates = [""];
  for (let inner: AST.Node = node; inner.parent; inner = inner.parent) {
    const outer: AST.Node = inner.parent;
    if (outer.type !== "Alternative") continue;
    const { start } = inner;
    const heads = drafter.sequence(
      outer.elements.filter((element) => element.end <= start),
      4,
    );
    candidates = heads.flatMap((head) => candidates.map((candidate) => head + candidate)).slice(0, 4);
  }
  return [...new Set([...candidates, ""])];
}

/**
 * Texts that the pieces of a tree may consume; lookarounds are tested later. With `excluded`, a
 * negative one consumes what it excludes.
 */
class CandidateBuilder {
  readonly #ignoreCase: boolean;
  readonly #excluded: boolean;
  #joined = 0;

  constructor(ignoreCase: boolean, excluded = false) {
    this.#ignoreCase = ignoreCase;
    this.#excluded = excluded;
  }

  /** Takes turns among the alternatives, so that each of a long list is used. */
  alternatives(alternatives: readonly AST.Alternative[], limit: number): string[] {
    const share = Math.max(2, Math.ceil(limit / alternatives.length));
    const lists = alternatives.slice(0, limit).map(({ elements }) => this.sequence(elements, share));
    const candidates: string[] = [];
    for (let turn = 0; turn < share && candidates.length < limit; turn++) {
      for (const list of lists) if (list[turn] !== undefined) candidates.push(list[turn]!);
    }
    return candidates.slice(0, limit);
  }

  sequence(elements: readonly AST.Element[], limit: number): string[] {
    let candidates = [""];
    for (const element of elements) {
      const kept = this.#joined < MAX_JOINED ? limit : FEW;
      const next = this.element(element, kept);
      const joined: string[] = [];
      for (const tail of next)
        for (const head of candidates) if (joined.length < kept) joined.push(head + tail);
      this.#joined += joined.length;
      candidates = joined.filter((candidate) => candidate.length <= MAX_LENGTH);
      if (candidates.length === 0) break;
    }
    return candidates;
  }

  element(element: AST.Element, limit: number): string[] {
    if (isGroup(element)) return this.alternatives(element.alternatives, limit);
    if (element.type === "Quantifier") return this.#repeated(element, limit);
    if (element.type === "Backreference") return this.#reference(element, limit);
    if (element.type === "Assertion")
      return this.#excluded && "alternatives" in element && element.negate
        ? this.alternatives(element.alternatives, limit)
        : [""];
    return isCharacterNode(element) ? charactersOf(element, this.#ignoreCase) : [""];
  }

  #repeated(node: AST.Quantifier, limit: number): string[] {
    const once = this.element(node.element as AST.Element, limit).slice(
      0,
      Math.max(1, Math.floor(limit / 3)),
    );
    const usual = Math.min(node.max, Math.max(node.min, 1));
    const counts = new Set([usual, Math.min(node.max, usual + 1), node.min]);
    return [...counts]
      .filter((count) => count <= MAX_LENGTH)
      .flatMap((count) => (count === 0 ? [""] : once.map((text) => text.repeat(count))));
  }

  #reference(node: AST.Backreference, limit: number): string[] {
    const group = [node.resolved].flat()[0];
    return group && group.end <= node.start ? this.alternatives(group.alternatives, limit) : [""];
  }
}

/** Some characters that a node matches. */
function charactersOf(node: CharacterNode, ignoreCase: boolean): string[] {
  if (node.type === "Character") return [String.fromCharCode(node.value)];
  const accepts = characterTest(node, ignoreCase);
  const friendly = [...FRIENDLY].filter((char) => accepts(char.charCodeAt(0))).slice(0, 3);
  // The name of a branch has no space, but may have other white space.
  if (friendly.some((char) => char !== " ")) return friendly;
  let unit = 33;
  while (unit < 1_024 && !accepts(unit)) unit++;
  if (unit < 1_024) return [...friendly, String.fromCharCode(unit)];
  const listed = listedUnits(node).filter((each) => each >= unit);
  return [...friendly, ...listed.slice(0, 1).map((each) => String.fromCharCode(each))];
}

/** The first units of the parts of a class, if it lists what it matches. */
function listedUnits(node: CharacterNode): number[] {
  if (node.type !== "CharacterClass" || node.negate) return [];
  return node.elements.flatMap((element) => {
    if (element.type === "CharacterClassRange") return [element.min.value];
    return element.type === "Character" ? [element.value] : [];
  });
}
