import type { Span } from "../../document/source.ts";
import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";

/** What a lint run found, as every reporter gets it. Reporters turn it into text and decide nothing. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly summary: LintSummary;
  /** What a run over a part of the files keeps for `merge-reports`; only the JSON report has it. */
  readonly shard?: object;
}

/** One file of a run. Clean files are listed too. */
export interface LintedFile {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  /** The text, where there is something to show of it; for reporters that print a code frame. */
  readonly text?: string;
  /** Stretches of the text that no output may show. */
  readonly secrets: readonly Span[];
}

/** The counts of a run. */
export interface LintSummary {
  readonly files: number;
  readonly pipelines: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly fixable: number;
  readonly suppressed: number;
}

/** Counts a run. `pipelines` and `suppressed` are sums that the diagnostics do not tell. */
export function summarize(
  files: readonly { readonly diagnostics: readonly Diagnostic[] }[],
  pipelines: number,
  suppressed: number,
): LintSummary {
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const count = (severity: string) => all.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    files: files.length,
    pipelines,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    fixable: all.filter(({ fix }) => fix?.safe).length,
    suppressed,
  };
}

/** What a report may tell of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  /** Where the rule is described. */
  readonly url: string;
}
