import type { Span } from "../document/source.ts";
import { firstNotBefore } from "../util/binary-search.ts";
import { TextFinder } from "../util/multi-search.ts";
import { passwordOf } from "./patterns.ts";

/** The text in messages for the omitted middle or end of a long value. */
const CUT = "…";

/**
 * All that an escape, a suggestion or a JSON Pointer changes: escapes of other characters, and
 * everything that is not a letter or a digit.
 */
const PUNCTUATION = /\\+(?:[nrt]|u[\da-f]{4})|%[\da-f]{2}|~[01]|[^\p{L}\p{N}\u2026]+/giu;

/** The minimum number of letters of a whole secret, of a part at a cut, and of a part anywhere. */
const MIN_WHOLE = 6;
const MIN_AT_CUT = 4;
const MIN_PART = 12;

/** The number of letters from which a part without digits counts. */
const LONG_PART = 24;

/** A secret of fewer letters without a digit may be a word: it counts only as it is written. */
const MIN_RANDOM = 12;

/** The maximum number of letters of a part at a cut, and of parts that are remembered. */
const MAX_AT_CUT = 1_024;
const MAX_PARTS = 200_000;

/**
 * Finds secrets by their letters and digits only, so that no escape, replaced sign, other case or
 * cut hides one. It also finds parts of a random secret.
 */
export class RewrittenFinder {
  readonly #whole: TextFinder;
  /** The secrets that may be words, with their capital letters. */
  readonly #words: TextFinder;
  readonly #parts = new Set<string>();
  /** The secrets in order, and in the order of their reversed texts. */
  readonly #byFirst: readonly string[];
  readonly #byLast: readonly string[];

  constructor(secrets: Iterable<string>) {
    const reduced = new Set<string>();
    const words = new Set<string>();
    for (const secret of secrets) {
      const { letters, written } = reduce(secret.replaceAll(CUT, ""));
      reduced.add(letters);
      if (isWord(letters)) words.add(written);
      // Parts of an address are not secret: only its login is random, and others may use its host.
      if (passwordOf(secret) === undefined) this.#addParts(letters);
    }
    const isLong = ({ length }: string) => length >= MIN_WHOLE;
    this.#whole = new TextFinder([...reduced].filter((letters) => isLong(letters) && !isWord(letters)));
    this.#words = new TextFinder([...words].filter(isLong));
    this.#byFirst = [...reduced].sort(compare);
    this.#byLast = [...reduced].map(reversed).sort(compare);
  }

  /** The spans of a text that show a secret, in no order; they may overlap. */
  find(text: string): Span[] {
    const { letters, written, runs } = reduce(text);
    const placed = ({ start, end }: Span): Span => ({
      start: offsetOf(start, runs),
      end: offsetOf(end - 1, runs) + 1,
    });
    const words = this.#words.find(written).map(placed);
    const found = [...this.#whole.find(letters), ...this.#findParts(letters), ...this.#findAtCuts(letters)];
    return [...words.filter((span) => isWholeWord(text, span)), ...found.map(placed)];
  }

  #addParts(letters: string): void {
    for (let at = 0; at + MIN_PART <= letters.length && this.#parts.size < MAX_PARTS; at++)
      this.#parts.add(letters.slice(at, at + MIN_PART));
  }

  #findParts(letters: string): Span[] {
    const found: Span[] = [];
    let start = 0;
    for (let at = 0; at + MIN_PART <= letters.length; at++) {
      if (this.#parts.has(letters.slice(at, at + MIN_PART))) continue;
      if (at > start) found.push({ start, end: at - 1 + MIN_PART });
      start = at + 1;
    }
    const last = letters.length - MIN_PART;
    if (start <= last) found.push({ start, end: letters.length });
    return found.filter((span) => isRandom(letters.slice(span.start, span.end)));
  }

  /** The beginning of a secret before each cut, and the end of one after it. */
  #findAtCuts(letters: string): Span[] {
    const found: Span[] = [];
    // A part ends at the next cut, so that many cuts stay cheap.
    let last = -1;
    for (let cut = letters.indexOf(CUT); cut >= 0; ) {
      const after = cut + 1;
      const next = letters.indexOf(CUT, after);
      const end = Math.min(next < 0 ? letters.length : next, after + MAX_AT_CUT);
      const before = longestPart(letters.slice(Math.max(last + 1, cut - MAX_AT_CUT), cut), this.#byFirst);
      const behind = longestPart(reversed(letters.slice(after, end)), this.#byLast);
      if (before > 0) found.push({ start: cut - before, end: cut });
      if (behind > 0) found.push({ start: after, end: after + behind });
      last = cut;
      cut = next;
    }
    return found;
  }
}

/** The length of the longest suffix of a text that starts one of the sorted secrets. */
function longestPart(text: string, sorted: readonly string[]): number {
  for (let at = 0; at <= text.length - MIN_AT_CUT; at++) {
    const part = text.slice(at);
    const index = firstNotBefore(sorted, (secret) => secret < part);
    if (sorted[index]?.startsWith(part)) return part.length;
  }
  return 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function reversed(text: string): string {
  return [...text].reverse().join("");
}

/** A run of letters that is kept: where it is in the reduced text, and in the text itself. */
interface Run {
  readonly at: number;
  readonly offset: number;
}

/** A text reduced to its letters, digits and cuts, in lower case and as written. */
interface Reduced {
  readonly letters: string;
  readonly written: string;
  readonly runs: readonly Run[];
}

function reduce(text: string): Reduced {
  const runs: Run[] = [];
  let letters = "";
  let written = "";
  let offset = 0;
  const keep = (end: number): void => {
    if (end === offset) return;
    runs.push({ at: letters.length, offset });
    const part = text.slice(offset, end);
    const lower = part.toLowerCase();
    letters += lower.length === part.length ? lower : part;
    written += part;
  };
  for (const { 0: dropped, index } of text.matchAll(PUNCTUATION)) {
    keep(index);
    offset = index + dropped.length;
  }
  keep(text.length);
  return { letters, written, runs };
}

/** True if no letter is next to a span; the letter of an escape such as `\n` does not count. */
export function isWholeWord(text: string, { start, end }: Span): boolean {
  const before = text
    .slice(Math.max(0, start - 6), start)
    .replace(/(?:\\(?:[nrt]|u[\da-f]{4})|%[\da-f]{2})$/i, "");
  return !/\p{L}$/u.test(before) && !/^\p{L}/u.test(text.slice(end, end + 2));
}

function offsetOf(at: number, runs: readonly Run[]): number {
  const run = runs[firstNotBefore(runs, (each) => each.at <= at) - 1]!;
  return run.offset + at - run.at;
}

function isWord(letters: string): boolean {
  return letters.length < MIN_RANDOM && !/\d/.test(letters);
}

/** True if a part of a secret has letters and digits, or is too long for an ordinary word. */
function isRandom(part: string): boolean {
  return part.length >= LONG_PART || (/\d/.test(part) && /\D/.test(part));
}
