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

interface Habit {
  pattern: RegExp;
  describe: (match: RegExpExecArray) => Omit<ForeignSyntax, keyof Span>;
}

/**
 * Syntax of Perl, PCRE, Python and Go (semantics b: tried against JavaScript's own compiler). Each
 * pattern is sticky and tried at the start of an element, so that escaped and bracketed text never
 * matches.
 */
const HABITS: readonly Habit[] = [
  {
    pattern: /\(\?([im]+)\)/y,
    describe: (match) => ({
      means: `is not JavaScript; put the flag "${match[1]}" after the closing slash`,
      compiles: false,
      ...(/^(?:i|m)$/.test(match[1]!) ? { instead: "", addFlag: match[1] as "i" | "m" } : {}),
    }),
  },
  {
    pattern: /\(\?[a-zA-Z^-]+[):]/y,
    describe: () => ({
      means: "is not JavaScript; only the flags after the closing slash exist",
      compiles: false,
    }),
  },
  {
    pattern: /\(\?P<(?=\w+>)/y,
    describe: () => ({
      means: 'is Python and Go; write "(?<" in JavaScript',
      instead: "(?<",
      compiles: false,
    }),
  },
  {
    pattern: /\(\?P=(\w+)\)/y,
    describe: (match) => ({
      means: `is Python; write "\\k<${match[1]}>" in JavaScript`,
      instead: `\\k<${match[1]}>`,
      compiles: false,
    }),
  },
  {
    pattern: /\(\?#[^)]*\)/y,
    describe: () => ({ means: "is a Perl comment; remove it", instead: "", compiles: false }),
  },
  {
    pattern: /\(\?>/y,
    describe: () => ({
      means: 'is an atomic group, which JavaScript does not have; write "(?:"',
      instead: "(?:",
      compiles: false,
    }),
  },
  {
    pattern: /\\A/y,
    describe: () => ({
      means: 'is the letter "A" in JavaScript; write "^" for the start',
      instead: "^",
      compiles: true,
    }),
  },
  {
    pattern: /\\[Zz]/y,
    describe: (match) => ({
      means: `is the letter "${match[0][1]}" in JavaScript; write "$" for the end`,
      instead: "$",
      compiles: true,
    }),
  },
  {
    pattern: /\\Q|\\E/y,
    describe: (match) => ({
      means: `is the letter "${match[0][1]}" in JavaScript; escape the characters one by one`,
      compiles: true,
    }),
  },
  {
    pattern: /\\[pP]\{\w+(?:=\w+)?\}|\\[pP][A-Z](?![a-z])/y,
    describe: () => ({
      means: 'needs the flag "u", which the platform refuses; write a character class such as "[a-zA-Z]"',
      compiles: true,
    }),
  },
  {
    pattern: /\\h/y,
    describe: () => ({
      means: 'is the letter "h" in JavaScript; write "[ \\t]"',
      instead: "[ \\t]",
      compiles: true,
    }),
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
  for (const habit of HABITS) {
    habit.pattern.lastIndex = index;
    const match = habit.pattern.exec(source);
    if (match) return { start: index, end: index + match[0].length, ...habit.describe(match) };
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
