import type { Span } from "../types.ts";

/** Syntax of another regex dialect: its meaning in JavaScript, and the replacement. */
export interface ForeignSyntax extends Span {
  /** Its meaning in JavaScript, then what to do; continues the sentence after the quoted piece. */
  means: string;
  /** The replacement; `undefined` if no local change is enough. */
  instead?: string;
  /** A flag that the fix adds to the literal, for `(?i)` and similar groups. */
  addFlag?: "i" | "m";
  /** Whether JavaScript compiles it, with another meaning. */
  compiles: boolean;
}

/** A kind of foreign piece; `$1` in the texts is the first group of the pattern. */
interface Habit extends Pick<ForeignSyntax, "means" | "instead"> {
  pattern: RegExp;
}

/**
 * Syntax of Perl, PCRE, Python and Go (semantics b: tried against JavaScript's own compiler). Each
 * pattern is sticky and tried at the start of an element, so that escaped and bracketed text never
 * matches. JavaScript compiles those that start with a backslash.
 */
const HABITS: readonly Habit[] = [
  {
    pattern: /\(\?([im])\)/y,
    means: 'is not JavaScript syntax; write the flag "$1" after the closing slash',
    instead: "",
  },
  {
    pattern: /\(\?([im]+)\)/y,
    means: 'is not JavaScript syntax; write the flag "$1" after the closing slash',
  },
  {
    pattern: /\(\?[a-zA-Z^-]+[):]/y,
    means: "is not JavaScript syntax; write flags only after the closing slash",
  },
  {
    pattern: /\(\?P<(?=\w+>)/y,
    means: 'is Python and Go syntax; write "(?<" in JavaScript',
    instead: "(?<",
  },
  {
    pattern: /\(\?P=(\w+)\)/y,
    means: 'is Python syntax; write "\\k<$1>" in JavaScript',
    instead: "\\k<$1>",
  },
  { pattern: /\(\?#[^)]{0,200}\)/y, means: "is a Perl comment; remove it", instead: "" },
  {
    pattern: /\(\?>/y,
    means: 'is an atomic group, which JavaScript does not support; write "(?:"',
    instead: "(?:",
  },
  { pattern: /\\A/y, means: 'is the letter "A" in JavaScript; write "^" for the start', instead: "^" },
  { pattern: /\\([Zz])/y, means: 'is the letter "$1" in JavaScript; write "$" for the end', instead: "$" },
  {
    pattern: /\\([QE])/y,
    means: 'is the letter "$1" in JavaScript; escape the characters one by one',
  },
  {
    pattern: /\\[pP]\{\w+(?:=\w+)?\}|\\[pP][A-Z](?![a-z])/y,
    means: 'needs the flag "u", which Codefresh rejects; write a character class such as "[a-zA-Z]"',
  },
  {
    pattern: /\\h/y,
    means: 'is the letter "h" in JavaScript; write "[ \\t]"',
    instead: "[ \\t]",
  },
];

/** Part of every one of them, so that most patterns need no further test. */
const FOREIGN = /\(\?(?![:=!<])|\\[AZzQEpPh]|\[:/;

const POSIX_CLASS = /\[:(?:alnum|alpha|digit|lower|upper|space|punct|word|xdigit):\]/y;

/**
 * Finds the pieces of a pattern that belong to another dialect.
 *
 * @param source a regex without slashes; it need not compile
 * @returns the pieces in order, with offsets into `source`
 */
export function findForeignSyntax(source: string): ForeignSyntax[] {
  if (!FOREIGN.test(source)) return [];
  const found: ForeignSyntax[] = [];
  let inClass = false;
  for (let index = 0; index < source.length; index++) {
    const piece = inClass ? posixClassAt(source, index) : habitAt(source, index);
    if (piece) {
      found.push(piece);
      index = piece.end - 1;
    } else if (source[index] === "\\") index++;
    else if (!inClass && source[index] === "[") inClass = true;
    else if (inClass && source[index] === "]") inClass = false;
  }
  return found;
}

function habitAt(source: string, index: number): ForeignSyntax | undefined {
  if (source[index] !== "\\" && source[index] !== "(") return undefined;
  for (const { pattern, means, instead } of HABITS) {
    pattern.lastIndex = index;
    const match = pattern.exec(source);
    if (!match) continue;
    const [text, group = ""] = match;
    const filled = (template: string): string => template.replace("$1", () => group);
    return {
      start: index,
      end: index + text.length,
      means: filled(means),
      ...(instead !== undefined && { instead: filled(instead) }),
      ...(/^\(\?[im]\)$/.test(text) && { addFlag: group as "i" | "m" }),
      compiles: text.startsWith("\\"),
    };
  }
  return undefined;
}

function posixClassAt(source: string, index: number): ForeignSyntax | undefined {
  POSIX_CLASS.lastIndex = index;
  const match = POSIX_CLASS.exec(source);
  if (!match) return undefined;
  const means = 'is a plain list of letters in JavaScript; write the range, such as "a-z"';
  return { start: index, end: index + match[0].length, means, compiles: true };
}

/** A star in a regex that is meant as in a glob; offsets are into the source. */
export interface GlobStar extends Span {
  /** The character that it repeats; empty if it has nothing to repeat. */
  readonly repeats: string;
}

/** The characters of branch names. */
const SEPARATOR = /[/\-_.@#]/;
/** The text after the star: the end, the end of a group, an alternative, an anchor. */
const NAME_ENDS = /^(?:$|[)|$])/;
const PART_ENDS = /^(?:$|[)|$\-_/]|\\[/.-])/;

/**
 * Finds the glob stars in a regex, such as those of `release-*` and `^(feature\/*|fix\/*)$`: a star
 * after one plain character at the end of a name or of a part, two stars, and a star with nothing
 * to repeat. `s*`, which people write for a plural, is skipped.
 *
 * @param source the text between the slashes; it need not compile
 */
export function findGlobStars(source: string): GlobStar[] {
  if (!source.includes("*")) return [];
  const found: GlobStar[] = [];
  let before = "";
  for (const { 0: atom, index } of source.matchAll(ATOM)) {
    if (atom.startsWith("*")) {
      const end = index + atom.length;
      if (isGlobStar(before, atom, source.slice(end))) found.push({ start: index, end, repeats: before });
    }
    before = characterOf(atom);
  }
  return found;
}

/** A class, an escape, a run of stars, or one character. */
const ATOM = /\[(?:\\[\s\S]|[^\]\\])*\]?|\\[\s\S]|\*+|[\s\S]/g;

/** The plain character of an atom; a space for any other atom, empty before the first. */
function characterOf(atom: string): string {
  if (/^[\^(|]$/.test(atom)) return "";
  const character = atom.replace(/^\\(?=[/\-.@#_])/, "");
  return /^[\w/\-@#]$/.test(character) || atom === "\\." ? character : " ";
}

function isGlobStar(before: string, stars: string, after: string): boolean {
  if (before === " " || stars.length > 2 || after.startsWith("?")) return false;
  if (before === "" || stars.length === 2) return true;
  return SEPARATOR.test(before) ? PART_ENDS.test(after) : before !== "s" && NAME_ENDS.test(after);
}

/**
 * Returns the source with `.*` for each glob star, and with both anchors if it has none and is one
 * name: a glob matches the whole text.
 */
export function withoutGlobStars(source: string): string {
  const stars = findGlobStars(source);
  if (stars.length === 0) return source;
  const wide = stars.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)}.*${text.slice(end)}`,
    source,
  );
  return wide === ".*" || /[\^$|]/.test(wide) ? wide : `^${wide}$`;
}
