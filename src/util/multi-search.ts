/** Shorter texts are not searched, since they occur anywhere by chance. */
const SHORTEST = 3;

/** The number of first characters that select candidate texts. */
const KEY = 32;

/** The number of first characters of a text that are compared; the rest is assumed to be equal. */
const COMPARED = 1_000;

/** The maximum number of texts with the same beginning that are compared beyond it. */
const ALIKE = 64;

/**
 * Searches a text for many others together, at a cost that hardly depends on their number: a spec
 * may hold thousands of secrets, and none may occur in thousands of messages. For very long texts,
 * and for many texts with the same beginning, it may find too much but never too little, so that
 * the cost stays linear.
 */
export class TextFinder {
  /** By length and content of their prefixes: the compared parts with the lengths of the texts. */
  readonly #byBeginning = new Map<number, Map<string, Map<string, number>>>();
  /** Hashes of the first pair of characters of each text. */
  readonly #starts = new Uint8Array(4_096);

  /** Searches for all of `texts` that have at least three characters. */
  constructor(texts: Iterable<string>) {
    for (const text of texts) if (text.length >= SHORTEST) this.#add(text);
  }

  /** The spans of a text that any of the texts covers, sorted and disjoint. */
  find(text: string): { readonly start: number; readonly end: number }[] {
    const found: { start: number; end: number }[] = [];
    if (this.#byBeginning.size === 0) return found;
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      const end = this.#starts[hashAt(text, at)] ? this.#endAt(text, at) : at;
      const last = found.at(-1);
      if (end === at) continue;
      if (last && at <= last.end) last.end = Math.max(last.end, end);
      else found.push({ start: at, end });
    }
    return found;
  }

  #add(text: string): void {
    const beginning = text.slice(0, KEY);
    const alike = this.#byBeginning.get(beginning.length) ?? new Map<string, Map<string, number>>();
    const lengths = alike.get(beginning) ?? new Map<string, number>();
    const compared = text.slice(0, COMPARED);
    lengths.set(compared, Math.max(text.length, lengths.get(compared) ?? 0));
    const areMany = lengths.size > ALIKE;
    alike.set(beginning, areMany ? new Map([[beginning, Math.max(...lengths.values())]]) : lengths);
    this.#byBeginning.set(beginning.length, alike);
    this.#starts[hashAt(text, 0)] = 1;
  }

  /** The end of the longest text at an offset; the offset itself if there is none. */
  #endAt(text: string, at: number): number {
    let end = at;
    for (const [length, alike] of this.#byBeginning) {
      for (const [compared, whole] of alike.get(text.slice(at, at + length)) ?? [])
        if (at + whole > end && text.startsWith(compared, at)) end = at + whole;
    }
    return Math.min(end, text.length);
  }
}

function hashAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 31 + text.charCodeAt(at + 1) * 7 + text.charCodeAt(at + 2)) & 4_095;
}
