import type { Span } from "../document/source.ts";
import { TextFinder } from "../util/multi-search.ts";

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

/** The maximum number of letters of a part at a cut, and of parts that are remembered. */
const MAX_AT_CUT = 1_024;
const MAX_PARTS = 200_000;

/**
 * Finds secrets by their letters and digits only, so that no escape, replaced sign, other case or
 * cut hides one. Of a random secret it also finds parts.
 */
export class RewrittenFinder {
  readonly #whole: TextFinder;
  readonly #parts = new Set<string>();
  /** The secrets by their first letters, and by their last ones. */
  readonly #byFirst = new Map<string, string[]>();
  readonly #byLast = new Map<string, string[]>();

  constructor(secrets: Iterable<string>) {
    const reduced = new Set<string>();
    for (const secret of secrets) reduced.add(reduce(secret).letters.replaceAll(CUT, ""));
    this.#whole = new TextFinder([...reduced].filter(({ length }) => length >= MIN_WHOLE));
    for (const letters of reduced) {
      if (letters.length < MIN_AT_CUT) continue;
      addTo(this.#byFirst, letters.slice(0, MIN_AT_CUT), letters);
      addTo(this.#byLast, letters.slice(-MIN_AT_CUT), letters);
      for (let at = 0; at + MIN_PART <= letters.length && this.#parts.size < MAX_PARTS; at++) {
        const part = letters.slice(at, at + MIN_PART);
        if (isRandom(part)) this.#parts.add(part);
      }
    }
  }

  /** The spans of a text that show a secret, in no order; they may overlap. */
  find(text: string): Span[] {
    const { letters, offsets } = reduce(text);
    const found = [...this.#whole.find(letters), ...this.#findParts(letters), ...this.#findAtCuts(letters)];
    return found.map(({ start, end }) => ({ start: offsets[start]!, end: offsets[end - 1]! + 1 }));
  }

  #findParts(letters: string): Span[] {
    const found: Span[] = [];
    if (this.#parts.size === 0) return found;
    for (let at = 0; at + MIN_PART <= letters.length; at++)
      if (this.#parts.has(letters.slice(at, at + MIN_PART))) found.push({ start: at, end: at + MIN_PART });
    return found;
  }

  /** The beginning of a secret before each cut, and the end of one after it. */
  #findAtCuts(letters: string): Span[] {
    const found: Span[] = [];
    for (let cut = letters.indexOf(CUT); cut >= 0; cut = letters.indexOf(CUT, cut + 1)) {
      const start = this.#startBefore(letters, cut);
      const end = this.#endAfter(letters, cut + 1);
      if (start < cut) found.push({ start, end: cut });
      if (end > cut + 1) found.push({ start: cut + 1, end });
    }
    return found;
  }

  #startBefore(letters: string, cut: number): number {
    for (let at = Math.max(0, cut - MAX_AT_CUT); at <= cut - MIN_AT_CUT; at++) {
      const secrets = this.#byFirst.get(letters.slice(at, at + MIN_AT_CUT));
      if (secrets?.some((secret) => secret.startsWith(letters.slice(at, cut)))) return at;
    }
    return cut;
  }

  #endAfter(letters: string, from: number): number {
    for (let at = Math.min(letters.length, from + MAX_AT_CUT); at >= from + MIN_AT_CUT; at--) {
      const secrets = this.#byLast.get(letters.slice(at - MIN_AT_CUT, at));
      if (secrets?.some((secret) => secret.endsWith(letters.slice(from, at)))) return at;
    }
    return from;
  }
}

/** The letters and digits of a text in lower case with its cuts, and the offset of each. */
function reduce(text: string): { readonly letters: string; readonly offsets: readonly number[] } {
  let letters = "";
  let from = 0;
  const offsets: number[] = [];
  const keep = (end: number): void => {
    const part = text.slice(from, end);
    const lower = part.toLowerCase();
    letters += lower.length === part.length ? lower : part;
    for (let at = from; at < end; at++) offsets.push(at);
  };
  for (const { 0: dropped, index } of text.matchAll(PUNCTUATION)) {
    keep(index);
    from = index + dropped.length;
  }
  keep(text.length);
  return { letters, offsets };
}

/** True if a part of a secret is not an ordinary word: it has both letters and digits. */
function isRandom(part: string): boolean {
  return /\d/.test(part) && /\D/.test(part);
}

function addTo(groups: Map<string, string[]>, key: string, text: string): void {
  const group = groups.get(key);
  if (group) group.push(text);
  else groups.set(key, [text]);
}
