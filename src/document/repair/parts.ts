/** A list with fewer parts is repaired as a whole. */
const MIN_PARTS = 3;

/** The maximum number of parts before that of a refusal in which its cause is searched. */
const MAX_BACK = 2;

/**
 * Returns the starts of the parts that YAML reads one after the other: of the documents of a text,
 * else of the items of the list that is all of it, as in an export (`items:`). Empty for any other
 * text. A line inside a text in quotes may look like a start, so the caller checks the result.
 */
export function partStarts(text: string): readonly number[] {
  const documents = starts(text, /^---(?=\s|$)/gm);
  if (documents.length >= MIN_PARTS) return documents;
  const dash = /^(?:---[^\S\n]*\r?\n)?(?:[\w"']+:[^\S\n]*\r?\n)?( *)- /.exec(text);
  if (!dash) return [];
  const items = starts(text, new RegExp(`^ {${dash[1]!.length}}- `, "gm"));
  return items.length >= MIN_PARTS ? items : [];
}

function starts(text: string, pattern: RegExp): number[] {
  return Array.from(text.matchAll(pattern), ({ index }) => index);
}

/**
 * A part of a text behind what precedes the first part. Where another part follows, so does the
 * start of one, after which js-yaml refuses a change that ends the list.
 */
export interface PartAlone {
  readonly text: string;
  /** The number of characters by which its offsets are smaller than in the whole text. */
  readonly shift: number;
  /** The end of the part in the whole text, without that start. */
  readonly end: number;
  /** The column of the list; a line moved to it would end the list. */
  readonly indent: number;
}

/**
 * Yields the part of a text with an offset; then also with one or two parts before it, but never
 * the whole text, so that a part may be divided in the same way.
 */
export function* partsAlone(text: string, starts: readonly number[], offset: number): Generator<PartAlone> {
  const at = starts.findLastIndex((start) => start <= offset);
  const head = text.slice(0, starts[0]);
  const end = starts[at + 1] ?? text.length;
  const [mark] = /^(?:---| *- )/.exec(text.slice(starts[0]))!;
  const isList = mark.endsWith(" ");
  const indent = isList ? mark.indexOf("-") : -1;
  const next = end === text.length ? "" : isList ? `${mark}a: b` : mark;
  for (let first = at; first >= 0 && first >= at - MAX_BACK; first--) {
    const start = starts[first]!;
    const part = head + text.slice(start, end) + next;
    if (part === text) return;
    yield { text: part, shift: start - head.length, end, indent };
  }
}
