import { memoize } from "../../util/memoize.ts";
import { exactNames, mayBeSlow } from "./filter-literal.ts";
import type { RegexLiteral } from "./types.ts";

/** The first and last texts of every match of one alternative; `[""]` if unknown. */
interface Edges {
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** True if the alternative matches only the texts in `starts`. */
  readonly whole: boolean;
}

/** The texts that a part of a pattern matches; undefined if it may match others, or none. */
type Piece = { readonly texts: readonly string[]; readonly repeats: boolean } | undefined;

/** Groups nested deeper than this are left to a parser. */
const MAX_DEPTH = 50;

/** More beginnings or ends than this are not compared. */
const MAX_TEXTS = 50;

/**
 * True if the literal beginnings and ends of two filters prove that no single line matches both,
 * such as `/^main$/` and `/^feature\/.+$/`, or `/-rc$/` and `/-beta$/`. Loads no parser; false
 * proves nothing.
 */
export function excludeEachOther(one: RegexLiteral, other: RegexLiteral): boolean {
  const anyCase = `${one.flags}${other.flags}`.includes("i");
  const [ours, theirs] = [one, other].map(({ source }) => {
    const edges = edgesOf(source);
    return anyCase ? edges.map(inLowerCase) : edges;
  }) as [readonly Edges[], readonly Edges[]];
  if (ours.every((a) => theirs.every((b) => areApart(a, b)))) return true;
  return refusesNamesOf(one, other, anyCase) || refusesNamesOf(other, one, anyCase);
}

/** True if a filter spells its names and the other one matches none of them. */
function refusesNamesOf(spelling: RegexLiteral, { source }: RegexLiteral, anyCase: boolean): boolean {
  // In a text of one line the flag m changes nothing.
  const names = exactNames({ ...spelling, flags: "" });
  if (!names || mayBeSlow(source)) return false;
  const regex = new RegExp(source, anyCase ? "i" : "");
  return !names.some((name) => regex.test(name));
}

function inLowerCase({ starts, ends, whole }: Edges): Edges {
  const lower = (text: string): string => text.toLowerCase();
  return { starts: starts.map(lower), ends: ends.map(lower), whole };
}

function areApart(a: Edges, b: Edges): boolean {
  const differ = (some: readonly string[], others: readonly string[], fits: Fits): boolean =>
    some.every((text) => others.every((other) => !fits(text, other) && !fits(other, text)));
  if (differ(a.starts, b.starts, startsWith) || differ(a.ends, b.ends, endsWith)) return true;
  return isRefusedBy(a, b) || isRefusedBy(b, a);
}

type Fits = (text: string, edge: string) => boolean;
const startsWith: Fits = (text, edge) => text.startsWith(edge);
const endsWith: Fits = (text, edge) => text.endsWith(edge);

/** True if an alternative matches only some texts, and the other alternative none of them. */
function isRefusedBy(a: Edges, b: Edges): boolean {
  const passes = (text: string): boolean =>
    b.starts.some((edge) => (b.whole ? text === edge : text.startsWith(edge))) &&
    b.ends.some((edge) => text.endsWith(edge));
  return a.whole && !a.starts.some(passes);
}

/** The edges of each alternative of a pattern; those of any text if a parser is needed. */
const edgesOf: (source: string) => readonly Edges[] = memoize((source) => {
  const alternatives = splitAlternatives(source)?.map(edgesOfAlternative);
  const known = alternatives?.every((edges) => edges !== undefined);
  return known ? (alternatives as Edges[]) : [{ starts: [""], ends: [""], whole: false }];
});

function edgesOfAlternative(source: string): Edges | undefined {
  const start = source.startsWith("^");
  const end = /(?:^|[^\\])(?:\\\\)*\$$/.test(source);
  const pieces = piecesOf(source.slice(start ? 1 : 0, end ? -1 : undefined));
  if (!pieces) return undefined;
  const texts = start && end ? textsOf(pieces) : undefined;
  if (texts) return { starts: texts, ends: texts, whole: true };
  return {
    starts: start ? joined(pieces, (before, text) => before + text) : [""],
    ends: end ? joined(pieces.toReversed(), (after, text) => text + after) : [""],
    whole: false,
  };
}

/** The texts of the pieces up to the first one that is not plain text. */
function joined(pieces: readonly Piece[], join: (done: string, text: string) => string): string[] {
  let texts = [""];
  for (const piece of pieces) {
    if (!piece || texts.length * piece.texts.length > MAX_TEXTS) break;
    texts = texts.flatMap((done) => piece.texts.map((text) => join(done, text)));
    if (piece.repeats) break;
  }
  return texts;
}

/** Every text of a sequence of pieces; undefined where it is not made of a few plain texts. */
function textsOf(pieces: readonly Piece[]): string[] | undefined {
  const few = pieces.reduce((count, piece) => count * (piece?.texts.length ?? 0), 1) <= MAX_TEXTS;
  if (!few || !pieces.every((piece) => piece && !piece.repeats)) return undefined;
  return joined(pieces, (before, text) => before + text);
}

/** Splits a pattern at each `|` outside groups; undefined if its brackets are not in pairs. */
function splitAlternatives(source: string): string[] | undefined {
  const alternatives: string[] = [];
  let start = 0;
  for (let at = 0; at < source.length; ) {
    if (source[at] === "|") {
      alternatives.push(source.slice(start, at));
      start = at + 1;
    }
    const end = endOfAtom(source, at);
    if (end === undefined) return undefined;
    at = end;
  }
  return [...alternatives, source.slice(start)];
}

/** Where the character, escape, class or group ends that begins at an offset. */
function endOfAtom(source: string, start: number, depth = 0): number | undefined {
  const char = source[start];
  if (char === ")" || depth > MAX_DEPTH) return undefined;
  if (char === "\\") return start + 2;
  if (char !== "[" && char !== "(") return start + 1;
  const close = char === "[" ? "]" : ")";
  for (let at = start + 1; at < source.length; ) {
    if (source[at] === close) return at + 1;
    const end = char === "(" ? endOfAtom(source, at, depth + 1) : at + (source[at] === "\\" ? 2 : 1);
    if (end === undefined) return undefined;
    at = end;
  }
  return undefined;
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/y;

/** The pieces of a sequence; undefined where it has an escape that only a parser reads. */
function piecesOf(source: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < source.length; ) {
    const end = endOfAtom(source, at);
    const atom = source.slice(at, end);
    if (end === undefined || /^(?:[*+?{]|\\(?:[^dDwWsSbBtnrfv\W]|$))/.test(atom)) return undefined;
    const texts = textsOfAtom(atom);
    QUANTIFIER.lastIndex = end;
    const [quantifier, least] = QUANTIFIER.exec(source) ?? [""];
    const optional = /^[*?]/.test(quantifier) || Number(least) === 0;
    pieces.push(texts && !optional ? { texts, repeats: quantifier !== "" } : undefined);
    at = end + quantifier.length;
  }
  return pieces;
}

/** The texts of a character, an escape, a class of one character or a group of plain texts. */
function textsOfAtom(atom: string): readonly string[] | undefined {
  const [char] = atom;
  if (char === "\\") return /^\\[!-/:-@[-^`{-~]$/.test(atom) ? [atom[1]!] : undefined;
  if (char === "[") return /^\[[\w./-]\]$/.test(atom) ? [atom[1]!] : undefined;
  if (char === "(") return textsOfGroup(atom.slice(1, -1));
  return /^[ !"#%&',\-/\w:;<=>@_`~]$/.test(atom) ? [atom] : undefined;
}

function textsOfGroup(inside: string): readonly string[] | undefined {
  if (/^\?(?!:)/.test(inside)) return undefined;
  const alternatives = splitAlternatives(inside.replace(/^\?:/, ""));
  const texts = alternatives?.map((alternative) => {
    const pieces = piecesOf(alternative);
    return pieces && textsOf(pieces);
  });
  return texts?.every((each) => each !== undefined) ? texts.flat() : undefined;
}
