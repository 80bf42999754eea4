import type { Diagnostic, TextEdit } from "./diagnostic.ts";

/** Which fixes to apply: safe ones always, suggestions where asked for. */
export interface FixOptions {
  readonly suggestions?: boolean;
}

/**
 * A text with the fixes of its diagnostics applied, in the order of the text; a fix that touches what an earlier one changed is left
 * for the next run. Everything outside the edits stays byte for byte.
 */
export function applyFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: FixOptions = {},
): string {
  let fixed = "";
  let done = 0;
  for (const { range, text: replacement } of chosenEdits(diagnostics, options)) {
    fixed += text.slice(done, range.start.offset) + replacement;
    done = range.end.offset;
  }
  return fixed + text.slice(done);
}

/** The edits that can be applied together, in the order of the text. */
export function chosenEdits(diagnostics: readonly Diagnostic[], options: FixOptions = {}): TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const { fix } of diagnostics) {
    if (!fix || !(fix.safe || options.suggestions)) continue;
    const clash = fix.edits.some((edit) => chosen.some((other) => touches(edit, other)));
    if (!clash) chosen.push(...fix.edits);
  }
  return chosen.sort((a, b) => a.range.start.offset - b.range.start.offset);
}

function touches(a: TextEdit, b: TextEdit): boolean {
  return a.range.start.offset <= b.range.end.offset && b.range.start.offset <= a.range.end.offset;
}
