import { FAIterators, type NFA, Words } from "refa";
import { memoize, memoizeBy, once } from "../../util/memoize.ts";
import { asRefusal } from "../../util/refusal.ts";
import { complement, intersect, partsOf } from "./automata.ts";
import { TOO_LARGE } from "./automaton-size.ts";
import { REF_NAME } from "./filter-literal.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral } from "./types.ts";

/** The texts that filters see: names of branches and tags, paths, or any text, as a comment is. */
export type TextKind = "name" | "path" | "text";

/** The texts that match a pattern, or with `negated` those that do not; all without a pattern. */
export interface TextSet {
  /** A regex literal. */
  readonly pattern: string | undefined;
  readonly negated?: boolean;
}

/** Whether one set of texts is a part of another one. */
export type Inclusion =
  | { readonly included: true }
  /** `text` is in the first set only; absent where none could be named. */
  | { readonly included: false; readonly text?: string }
  /** The question stays open, for this reason. */
  | { readonly included: undefined; readonly reason: string };

/** Decides whether all texts of one set are in another one. */
export type Includes = (one: TextSet, other: TextSet, kind: TextKind) => Inclusion;

/** A character beyond some; half of a surrogate pair is not one. */
const characterExcept = (others: string): string =>
  `(?:[^${others}\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])`;

const TEXT = `/^${characterExcept("")}*$/`;
/** Any name has one line; that of a branch or tag has more limits (git-check-ref-format). */
const LINE = `/^${characterExcept("\\n\\r\\u2028\\u2029")}+$/`;
const SEGMENT = `${characterExcept("\\n\\r\\u2028\\u2029\\/")}+`;
const PATH = `/^${SEGMENT}(?:\\/${SEGMENT})*$/`;

const POSSIBLE: Readonly<Record<TextKind, string>> = { name: LINE, path: PATH, text: TEXT };

/** Names that Git refuses although they match `REF_NAME` (git-check-ref-format). */
const REFUSED_NAME = "/^@$|^\\.|\\/\\.|\\.\\.|\\.$|\\.lock$|\\.lock\\/|@\\{/";

/** Names and paths that are easy to read, the easiest first. */
const PLAIN = ["/^[a-z0-9][a-z0-9._\\/-]*$/", "/^[A-Za-z0-9][A-Za-z0-9._\\/-]*$/", "/^[^-]/"];

/**
 * Decides by automata whether all texts of one set are in another one; open for back references,
 * most lookarounds and large patterns. Loaded lazily, as `automata.ts` is.
 */
export const includes: Includes = memoizeBy(
  (...question: Parameters<Includes>) => JSON.stringify(question),
  (one, other, kind) => {
    try {
      return differenceOf(setOf(one, kind), setOf(other, kind), kind);
    } catch (error) {
      return { included: undefined, reason: reasonOf([one, other], asRefusal(error)) };
    }
  },
);

/** A set of texts: in all of `accepted`, and in none of `refused`. */
interface Parts {
  readonly accepted: readonly NFA[];
  readonly refused: readonly NFA[];
}

function setOf({ pattern, negated = false }: TextSet, kind: TextKind): Parts {
  if (pattern === undefined) return { accepted: [], refused: [] };
  const parts = keptParts(literalOf(pattern, kind));
  if (!negated) return { accepted: [parts.accepted], refused: parts.refused };
  // One automaton of a pattern with lookaheads is only needed where it is negated.
  const whole = parts.refused.reduce((one, each) => intersect(one, complement(each)), parts.accepted);
  return { accepted: [], refused: [whole] };
}

/** In a text of one line the flag `m` changes nothing. */
function literalOf(pattern: string, kind: TextKind): RegexLiteral {
  const literal = scanRegexLiteral(pattern) as RegexLiteral;
  return kind === "text" ? literal : { ...literal, flags: literal.flags.replace("m", "") };
}

/** A filter is compared in both directions: kept automata halve the time. Few are, for memory. */
const keptParts = memoizeBy(
  ({ source, flags }: RegexLiteral) => `${flags}/${source}`,
  (literal) => partsOf(literal),
  20,
);

/** A text is outside of the other set if one of its parts excludes it: each is tried by itself. */
function differenceOf(one: Parts, other: Parts, kind: TextKind): Inclusion {
  const outside = [...other.accepted.map((each) => complement(each)), ...other.refused];
  for (const part of outside) {
    const all = [...one.accepted, part, ...one.refused.map((each) => complement(each))];
    const difference = all.reduce(intersect);
    const found = textIn(difference, kind);
    if (found) return found;
  }
  return { included: true };
}

/** A text of an automaton that is possible for its kind; undefined if there is none. */
function textIn(automaton: NFA, kind: TextKind): Inclusion | undefined {
  if (automaton.isEmpty) return undefined;
  const possible = intersect(automaton, automatonOf(POSSIBLE[kind]));
  if (possible.isEmpty) return undefined;
  if (kind !== "name") return { included: false, ...readable(possible) };
  const names = intersect(intersect(possible, automatonOf(REF_NAME)), acceptedNames());
  return names.isEmpty ? undefined : { included: false, ...readable(names) };
}

const acceptedNames = once((): NFA => complement(automatonOf(REFUSED_NAME)));

const automatonOf = memoize(
  (pattern: string): NFA => partsOf(scanRegexLiteral(pattern) as RegexLiteral).accepted,
);

/** A shortest text of an automaton, of plain characters where there is one. */
function readable(automaton: NFA): { text?: string } {
  for (const pattern of [...PLAIN, undefined]) {
    const texts = pattern === undefined ? automaton : intersect(automaton, automatonOf(pattern));
    const words = FAIterators.shortestWordSet(texts.transitionIterator());
    if (words) return { text: Words.fromUTF16ToString(Words.pickMostReadableWord(words)) };
  }
  return {};
}

function reasonOf(sets: readonly TextSet[], { message }: Error): string {
  const sources = sets.map(({ pattern = "" }) => pattern);
  if (sources.some((source) => /\\[1-9]|\\k</.test(source))) return "a filter has a back reference";
  if (sources.some((source) => /\(\?<?[=!]/.test(source))) return "a filter has a lookaround";
  if (/assertion/i.test(message)) return 'a filter has "^", "$" or "\\b" in a repetition or in many groups';
  return TOO_LARGE;
}
