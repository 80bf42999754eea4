import { byPlace, type Diagnostic } from "../../lint/diagnostic.ts";
import { lintProject } from "../../lint/project.ts";
import { RuleSet } from "../../lint/rule-set.ts";
import type { FileLint } from "../../lint/run.ts";
import { suppress } from "../../lint/suppress/suppress.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";

/** One file that was linted. */
export interface Linted {
  readonly result: FileLint;
  readonly rules: RuleSet;
  /** Kept where there is, or may be, something to show of it. */
  readonly text: string | undefined;
}

/** The findings of all files, those of the rules across files among them, without what comments hide, and how many these hid. */
export function finish(linted: readonly Linted[]): { files: LintedFile[]; hidden: number } {
  const across = acrossFiles(linted);
  let hidden = 0;
  const files = linted.map(({ result, rules, text }) => {
    const more = across.get(result.path) ?? [];
    const all = more.length === 0 ? result.diagnostics : [...result.diagnostics, ...more].sort(byPlace);
    const left = suppress(all, result.ignores, rules);
    hidden += left.hidden;
    const { path, secrets } = result;
    return { path, diagnostics: left.diagnostics, secrets, ...(text !== undefined && { text }) };
  });
  return { files, hidden };
}

/** A rule across files runs once for all of them; how severe a finding is, the config of its file says. */
function acrossFiles(linted: readonly Linted[]): Map<string, Diagnostic[]> {
  const active = new Map(
    [...new Set(linted.map(({ rules }) => rules))].flatMap((rules) =>
      rules.at("project").map(({ rule, options }) => [rule.id, { rule, options }]),
    ),
  );
  if (active.size === 0) return new Map();
  const facts = linted.flatMap(({ result }) => result.facts);
  const across = lintProject(new RuleSet([...active.values()]), facts);
  for (const { result, rules } of linted) {
    const found = across.get(result.path)?.map((diagnostic) => withSeverity(diagnostic, rules));
    if (found) across.set(result.path, found);
  }
  return across;
}

function withSeverity(diagnostic: Diagnostic, rules: RuleSet): Diagnostic {
  const severity = rules.get(diagnostic.rule)?.severity;
  return severity === undefined ? diagnostic : { ...diagnostic, severity };
}
