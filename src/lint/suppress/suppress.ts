import type { Range, Span } from "../../document/source.ts";
import { firstNotBefore } from "../../util/binary-search.ts";
import { limitedClosestMatch } from "../../util/closest-match.ts";
import { groupBy } from "../../util/group-by.ts";
import { isCovered, joinSpans } from "../../util/spans.ts";
import { buildDiagnostic, byPlace, type Diagnostic } from "../diagnostic.ts";
import type { Rule } from "../rule.ts";
import { type ActiveRule, type RuleSet, renamedRule } from "../rule-set.ts";

/** One rule in an ignore comment of a file, as plain data that does not keep the text in memory. */
export interface IgnoreEntry {
  /** The id as written; empty if the comment has none. */
  readonly rule: string;
  /** The place of the id, or of the comment without one. */
  readonly range: Range;
  /** Findings that start in this span are hidden; the end is inclusive. */
  readonly covers: Span;
  /** The 0-based number of the document, if the file has several. */
  readonly document?: number;
  /** The name of the pipeline that the comment is in or above. */
  readonly pipeline?: string;
  /** Whether the text is broken, so that the effect of the comment is unknown. */
  readonly unsure?: boolean;
  /** Whether the line that the comment covers is empty. */
  readonly isBlank?: boolean;
}

/** A file after its ignore comments were applied. */
export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  /** The number of findings that the comments hid. */
  readonly hidden: number;
}

/**
 * Removes the findings that the ignore comments of a file hide, and adds those about the comments.
 * `diagnostics` are all findings of the file, including those of the rules across files. Findings
 * about ignore comments cannot be ignored.
 */
export function suppress(
  diagnostics: readonly Diagnostic[],
  ignores: readonly IgnoreEntry[],
  rules: RuleSet,
): Suppressed {
  if (ignores.length === 0) return { diagnostics, hidden: 0 };
  const byRule = groupBy(diagnostics, ({ rule }) => rule);
  const covered = groupBy(ignores, ({ rule }) => rule);
  const hiding = new Map(
    Array.from(covered, ([rule, entries]) => [rule, joinSpans(entries.map(({ covers }) => covers))] as const),
  );
  const counted = ignores.map((entry) => ({
    entry,
    hidden: countWithin(byRule.get(entry.rule) ?? [], entry.covers),
  }));
  const left = diagnostics.filter(
    ({ rule, range }) => !isCovered(hiding.get(rule) ?? [], range.start.offset),
  );
  const more = rules.at("suppression").flatMap((active) => judge(active, counted, rules));
  return { diagnostics: [...left, ...more].sort(byPlace), hidden: diagnostics.length - left.length };
}

interface CountedEntry {
  readonly entry: IgnoreEntry;
  readonly hidden: number;
}

/** The number of findings, in the order of the text, that start in a span. */
function countWithin(sorted: readonly Diagnostic[], { start, end }: Span): number {
  const first = firstNotBefore(sorted, ({ range }) => range.start.offset < start);
  return firstNotBefore(sorted, ({ range }) => range.start.offset <= end) - first;
}

function judge(active: ActiveRule, counted: readonly CountedEntry[], rules: RuleSet): Diagnostic[] {
  const nearest = limitedClosestMatch([...rules.known]);
  return counted.flatMap(({ entry, hidden }) => {
    if (entry.unsure) return [];
    const known = rules.knows(entry.rule);
    const named = rules.get(entry.rule)?.rule;
    const isJudged = named && !named.suppression && (entry.isBlank || !mayFindMore(named));
    const message = active.rule.suppression?.({
      id: entry.rule,
      known,
      near: known ? undefined : (renamedRule(entry.rule) ?? nearest(entry.rule)),
      hidden: isJudged ? hidden : undefined,
      isBlank: entry.isBlank === true,
    });
    return message === undefined ? [] : [buildDiagnostic(active, { ...entry, pointer: "" }, message)];
  });
}

/** True if a run with other files, or with those of the repository, may have more findings. */
function mayFindMore({ project, needsRepositoryFiles, usesRepositoryFiles }: Rule): boolean {
  return project !== undefined || needsRepositoryFiles === true || usesRepositoryFiles === true;
}
