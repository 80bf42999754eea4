import { firstNotBefore } from "../../util/binary-search.ts";
import type { Diagnostic, TextEdit } from "../diagnostic.ts";

/** Which fixes to apply: safe ones always, suggestions on request. */
export interface FixOptions {
  readonly suggestions?: boolean;
}

/**
 * Returns a text with the fixes of its diagnostics applied, in the order of the text; a fix that
 * overlaps an earlier one is left for the next run. Everything outside the edits stays the same;
 * line breaks in an edit become those of the text.
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: FixOptions = {},
): string {
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  let fixed = "";
  let done = 0;
  for (const { range, text: replacement } of chosenEdits(diagnostics, options)) {
    fixed += text.slice(done, range.start.offset) + replacement.replace(/\r\n|\n/g, lineBreak);
    done = range.end.offset;
  }
  return fixed + text.slice(done);
}

/** The edits that can be applied together, in the order of the text. */
export function chosenEdits(diagnostics: readonly Diagnostic[], options: FixOptions = {}): TextEdit[] {
  return fixesApart(diagnostics, options)
    .flatMap(({ fix }) => fix?.edits ?? [])
    .sort((a, b) => a.range.start.offset - b.range.start.offset);
}

/** The diagnostics whose fixes can be applied together: the first of two that overlap. */
export function fixesApart(diagnostics: readonly Diagnostic[], options: FixOptions = {}): Diagnostic[] {
  const taken = new TakenStretches();
  return diagnostics.filter(({ fix }) => {
    if (!fix || fix.edits.length === 0 || !(fix.safe || options.suggestions)) return false;
    if (fix.edits.some((edit) => taken.touches(edit))) return false;
    for (const edit of fix.edits) taken.add(edit);
    return true;
  });
}

/** The changed spans of a text, sorted and disjoint, so that lookups are fast. */
class TakenStretches {
  readonly #taken: TextEdit[] = [];

  touches({ range }: TextEdit): boolean {
    const next = this.#taken[this.#firstEndingFrom(range.start.offset)];
    return next !== undefined && next.range.start.offset <= range.end.offset;
  }

  add(edit: TextEdit): void {
    this.#taken.splice(this.#firstEndingFrom(edit.range.start.offset), 0, edit);
  }

  #firstEndingFrom(offset: number): number {
    return firstNotBefore(this.#taken, ({ range }) => range.end.offset < offset);
  }
}
