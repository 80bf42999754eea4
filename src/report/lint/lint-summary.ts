import type { Severity } from "../../lint/diagnostic.ts";
import { printable } from "../text/escape.ts";
import { painter } from "../text/style.ts";
import { displayWidth } from "../text/width.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";
import { prettySummary, suggestionsIn } from "./lint-report.ts";

/** The columns of numbers, with their headings. */
const COLUMNS = ["errors", "warnings", "infos", "fixable", "files"] as const;

type Counts = Record<(typeof COLUMNS)[number], number>;

const SEVERITIES = { error: "errors", warning: "warnings", info: "infos" } as const satisfies Record<
  Severity,
  keyof Counts
>;

/**
 * The findings counted by rule, by folder and in all, with those that `--fix` fixes: for a first
 * look at many specs. The largest counts are first.
 */
export function lintSummary(report: LintReport, { color }: { readonly color: boolean }): string {
  const { files, summary } = report;
  const paint = painter(color);
  const rules = countBy(files, (_, rule) => rule);
  const folders = countBy(files, ({ path }) => folderOf(path));
  const lines = [
    ...(rules.length > 0 ? [...rows("rule", rules).map(paintHead), ""] : []),
    ...(folders.length > 0 ? [...rows("folder", folders).map(paintHead), ""] : []),
  ];
  return `${lines.map((line) => `${line}\n`).join("")}${prettySummary(summary, suggestionsIn(files), paint)}`;

  function paintHead(line: string, index: number): string {
    return index === 0 ? paint.bold(line) : line;
  }
}

/** The counts of findings by a key, the largest number of errors first, then of the others. */
function countBy(
  files: readonly LintedFile[],
  keyOf: (file: LintedFile, rule: string) => string,
): [key: string, counts: Counts][] {
  const all = new Map<string, Counts>();
  for (const file of files) {
    const seen = new Set<string>();
    for (const { rule, severity, fix } of file.diagnostics) {
      const key = keyOf(file, rule);
      const counts = all.get(key) ?? { errors: 0, warnings: 0, infos: 0, fixable: 0, files: 0 };
      counts[SEVERITIES[severity]]++;
      if (fix?.safe) counts.fixable++;
      if (!seen.has(key)) counts.files++;
      seen.add(key);
      all.set(key, counts);
    }
  }
  return [...all].sort(
    ([name, a], [other, b]) =>
      b.errors - a.errors || b.warnings - a.warnings || b.infos - a.infos || (name < other ? -1 : 1),
  );
}

function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, Math.max(1, end));
}

/** A table: the numbers, right-aligned, then the name. */
function rows(title: string, counted: readonly (readonly [string, Counts])[]): string[] {
  const widths = COLUMNS.map((column) =>
    Math.max(displayWidth(column), ...counted.map(([, counts]) => `${counts[column]}`.length)),
  );
  const line = (cells: readonly (string | number)[], name: string): string =>
    `${cells.map((cell, index) => `${cell}`.padStart(widths[index]!)).join("  ")}  ${name}`;
  return [
    line(COLUMNS, title),
    ...counted.map(([name, counts]) =>
      line(
        COLUMNS.map((column) => counts[column] || "–"),
        printable(name),
      ),
    ),
  ];
}
