import type { SpecFile } from "../pipeline/model.ts";
import { getOrAdd } from "../util/memoize.ts";
import { buildDiagnostic, byPlace, type Diagnostic } from "./diagnostic.ts";
import type { LintSettings, Rule } from "./rule.ts";
import type { RuleSet } from "./rule-set.ts";
import { type FileLint, lintFile, RuleCrash } from "./run.ts";
import { suppress } from "./suppress/suppress.ts";

/** The result of one file, with the rules that ran on it. */
export interface FileLintWithRules extends FileLint {
  readonly rules: RuleSet;
}

/** The result of one file at the end of the run: `diagnostics` are the remaining ones. */
export type Finished<File extends FileLintWithRules> = File & {
  /** The number of findings that its ignore comments hid. */
  readonly hidden: number;
};

/** Lints one file as if it were the whole run. Throws `RuleCrash` like `lintFile`. */
export async function lintAlone(
  file: SpecFile,
  rules: RuleSet,
  settings: LintSettings,
): Promise<Finished<FileLintWithRules>> {
  const result = await lintFile(file, rules, settings);
  return finish([{ ...result, rules }])[0]!;
}

/**
 * Runs the rules across all files of a run, then applies the ignore comments of each file. Throws
 * `RuleCrash` when a rule fails.
 */
export function finish<File extends FileLintWithRules>(files: readonly File[]): Finished<File>[] {
  const across = lintAcross(files);
  return files.map((file) => {
    const more = across.get(file) ?? [];
    const all = more.length === 0 ? file.diagnostics : [...file.diagnostics, ...more].sort(byPlace);
    return { ...file, ...suppress(all, file.ignores, file.rules) };
  });
}

/**
 * The findings across files by file, since two paths may be alike once their secrets are masked.
 * The config of each file decides their severity.
 */
function lintAcross<File extends FileLintWithRules>(files: readonly File[]): Map<File, Diagnostic[]> {
  const found = new Map<File, Diagnostic[]>();
  for (const { id, project } of rulesOf(files)) {
    if (!project) continue;
    const entries = files.flatMap((file) =>
      file.facts.flatMap((fact) => (fact.rule === id ? { ...fact, path: file.path, file } : [])),
    );
    try {
      for (const { at, message, related = [] } of project.judge(entries)) {
        const entry = entries[at]!;
        // The path of a fact is that of its file, and the path of a diagnostic one in a definition.
        const { path: _, ...place } = entry;
        const diagnostic = buildDiagnostic(entry.file.rules.get(id)!, place, message, {
          related: related.map((other) => {
            const { path, range } = entries[other.at]!;
            return { message: other.message, range, ...(path !== entry.path && { path }) };
          }),
        });
        getOrAdd(found, entry.file, () => []).push(diagnostic);
      }
    } catch (error) {
      throw new RuleCrash(id, files.length === 1 ? files[0]!.path : `${files.length} files`, error);
    }
  }
  return found;
}

/** The rules that ran on any file, each once. */
export function rulesOf(files: readonly FileLintWithRules[]): readonly Rule[] {
  const sets = new Set(files.map(({ rules }) => rules));
  const byId = [...sets].flatMap(({ active }) => active.map(({ rule }) => [rule.id, rule] as const));
  return [...new Map(byId).values()];
}
