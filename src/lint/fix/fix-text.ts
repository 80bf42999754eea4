import type { SpecFile } from "../../pipeline/model.ts";
import { readSpecFile } from "../../pipeline/read-spec-file.ts";
import { groupBy } from "../../util/group-by.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { applyFixes, chosenEdits, type FixOptions, fixesApart } from "./apply-fixes.ts";
import { keepsTheRest } from "./fix-check.ts";

/** The maximum number of rounds: one fix can make another possible, but few texts need many. */
const MOST_ROUNDS = 10;

/** A file after fixing. */
export interface FixedText {
  readonly file: SpecFile;
  /** The number of fixed findings. */
  readonly fixed: number;
  /**
   * The rules whose fix was left out: it would have broken the text or changed more than it claims,
   * or another fix undoes it.
   */
  readonly refused: readonly string[];
}

/**
 * Fixes a file until nothing changes. `lint` returns the findings that may be fixed. Each round is
 * checked: the text must be readable without a new fault, and its value may change only where an
 * edit touches it; a fix that fails this is left out. If rules undo each other's fixes, the result
 * does not depend on which comes first.
 */
export async function fixText(
  file: SpecFile,
  lint: (file: SpecFile) => Promise<readonly Diagnostic[]>,
  options: FixOptions = {},
): Promise<FixedText> {
  const refused = new Set<string>();
  const states: State[] = [{ file, fixed: 0, rules: [] }];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const current = states.at(-1)!;
    const fixable = (await lint(current.file)).filter(({ rule }) => !refused.has(rule));
    const chosen = fixesApart(fixable, options);
    if (chosen.length === 0) break;
    const next = (await tried(current.file, chosen)) ?? (await mostOf(current.file, chosen, refused));
    if (!next) continue;
    const again = states.findIndex((state) => state.file.source.text === next.file.source.text);
    if (again >= 0) return settled(states.slice(again), next.rules, refused);
    states.push({ ...next, fixed: current.fixed + next.rules.length });
  }
  const { file: result, fixed } = states.at(-1)!;
  return { file: result, fixed, refused: [...refused] };
}

/**
 * Returns the diagnostics whose fixes can be applied to a text, checked like a round of `fixText`:
 * if they fail together, those that fail are left out.
 */
export function checkedFixes(
  text: string,
  diagnostics: readonly Diagnostic[],
  options: FixOptions,
  read: (text: string) => SpecFile,
): readonly Diagnostic[] {
  const before = read(text);
  const keeps = (fixes: readonly Diagnostic[]): boolean =>
    keepsFile(before, read(applyFixes(text, fixes, ALL)), chosenEdits(fixes, ALL));
  const chosen = fixesApart(diagnostics, options);
  if (keeps(chosen)) return chosen;
  const search = searchMost(chosen);
  let step = search.next();
  while (!step.done) step = search.next(keeps(step.value));
  return step.value;
}

/** Fixes that were chosen are applied, safe or not. */
const ALL: FixOptions = { suggestions: true };

/** An intermediate text, with the rules whose fixes led to it. */
interface State extends Round {
  readonly fixed: number;
}

/** Returns the same one of several texts that lead to each other forever. */
function settled(circle: readonly State[], last: readonly string[], refused: ReadonlySet<string>): FixedText {
  const [{ file, fixed }] = [...circle].sort((a, b) =>
    a.file.source.text < b.file.source.text ? -1 : 1,
  ) as [State];
  const rules = new Set([...refused, ...circle.slice(1).flatMap((state) => state.rules), ...last]);
  return { file, fixed, refused: [...rules] };
}

interface Round {
  readonly file: SpecFile;
  readonly rules: readonly string[];
}

/** The file with the fixes applied, or undefined if they change anything else. */
async function tried(file: SpecFile, fixes: readonly Diagnostic[]): Promise<Round | undefined> {
  const { path, text } = file.source;
  const after = applyFixes(text, fixes, ALL);
  if (after === text) return undefined;
  const read = await readSpecFile(path, after);
  return keepsFile(file, read, chosenEdits(fixes, ALL))
    ? { file: read, rules: fixes.map(({ rule }) => rule) }
    : undefined;
}

/** As many of some fixes as succeed together; if none do, their rules are rejected. */
async function mostOf(
  file: SpecFile,
  fixes: readonly Diagnostic[],
  refused: Set<string>,
): Promise<Round | undefined> {
  const search = searchMost(fixes);
  let best: Round | undefined;
  for (let step = search.next(); !step.done; ) {
    const round = await tried(file, step.value);
    if (round) best = round;
    step = search.next(round !== undefined);
  }
  if (!best) for (const { rule } of fixes) refused.add(rule);
  return best;
}

/** The maximum number of tries for fixes of rules that fail together; each reads the text. */
const MOST_TRIES = 40;

/**
 * Yields fixes to try together, and is given whether they succeed; returns as many as do. The rules
 * are tried one after another, then halves of those that fail.
 */
function* searchMost(fixes: readonly Diagnostic[]): Generator<readonly Diagnostic[], typeof fixes, boolean> {
  let kept: readonly Diagnostic[] = [];
  const failed: Diagnostic[][] = [];
  const rules = groupBy(fixes, ({ rule }) => rule);
  for (const group of rules.values()) {
    const more = [...kept, ...group];
    if (yield more) kept = more;
    else failed.push(group);
  }
  const queue = failed.flatMap(halves);
  for (let tries = 0; queue.length > 0 && tries < MOST_TRIES; tries++) {
    const group = queue.shift()!;
    const more = [...kept, ...group];
    if (yield more) kept = more;
    else queue.push(...halves(group));
  }
  return kept;
}

/** The halves of a group; none of a group of one. */
function halves<T>(group: readonly T[]): T[][] {
  const middle = Math.ceil(group.length / 2);
  return group.length < 2 ? [] : [group.slice(0, middle), group.slice(middle)];
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
