import { readSpecFile } from "../spec/documents.ts";
import type { SpecFile } from "../spec/model.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { applyFixes, chosenEdits, type FixOptions, fixesApart } from "./fix.ts";
import { keepsTheRest } from "./fix-check.ts";

/** How often a text is linted and fixed anew: one fix can make room for another, but no text should need many rounds. */
const MOST_ROUNDS = 10;

/** A file after fixing. */
export interface FixedText {
  readonly file: SpecFile;
  /** How many findings were mended. */
  readonly fixed: number;
  /** The rules whose fix was left out, since it would have broken the text or changed more than it says. */
  readonly refused: readonly string[];
}

/**
 * Fixes a file until nothing more changes. `lint` gives the findings of a text that may be fixed. Every round is checked: the text must
 * still be read without a new fault, and its value may change only where an edit touches it; a fix that fails this is left out.
 */
export async function fixText(
  file: SpecFile,
  lint: (file: SpecFile) => Promise<readonly Diagnostic[]>,
  options: FixOptions = {},
): Promise<FixedText> {
  const refused = new Set<string>();
  let current = file;
  let fixed = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fixable = (await lint(current)).filter(({ rule }) => !refused.has(rule));
    const chosen = fixesApart(fixable, options);
    if (chosen.length === 0) break;
    const next = (await tried(current, chosen)) ?? (await oneByOne(current, chosen, refused));
    if (!next) continue;
    current = next.file;
    fixed += next.fixed;
  }
  return { file: current, fixed, refused: [...refused] };
}

interface Round {
  readonly file: SpecFile;
  readonly fixed: number;
}

/** The file with the fixes applied, or undefined where the result does not keep the rest. */
async function tried(file: SpecFile, fixes: readonly Diagnostic[]): Promise<Round | undefined> {
  const all = { suggestions: true };
  const { path, text } = file.source;
  const after = applyFixes(text, fixes, all);
  if (after === text) return undefined;
  const read = await readSpecFile(path, after);
  return keepsFile(file, read, chosenEdits(fixes, all)) ? { file: read, fixed: fixes.length } : undefined;
}

/** When fixes fail together, each is tried alone; the first that holds is taken, and the rules of those that do not are refused. */
async function oneByOne(
  file: SpecFile,
  fixes: readonly Diagnostic[],
  refused: Set<string>,
): Promise<Round | undefined> {
  for (const fix of fixes) {
    if (refused.has(fix.rule)) continue;
    const alone = await tried(file, [fix]);
    if (alone) return alone;
    refused.add(fix.rule);
  }
  return undefined;
}

function keepsFile(before: SpecFile, after: SpecFile, edits: ReturnType<typeof chosenEdits>): boolean {
  const faults = (file: SpecFile) => file.faults.filter(({ severity }) => severity === "error").length;
  if (faults(after) > faults(before)) return false;
  if (faults(before) > 0) return true;
  if (before.documents.length !== after.documents.length) return false;
  const spans = edits.map(({ range }) => ({ start: range.start.offset, end: range.end.offset }));
  return before.documents.every(({ root }, index) => {
    const now = after.documents[index]!.root;
    return root && now ? keepsTheRest(root.node, now.node, spans) : root === now;
  });
}
