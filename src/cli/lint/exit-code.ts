import { atLeast, type Severity } from "../../lint/diagnostic.ts";
import type { LintedFile } from "../../report/lint/lint-report.ts";
import type { ExitCode, Io } from "../command.ts";

/** What makes a run fail. */
export interface Gate {
  readonly failOn: Severity;
  readonly maxWarnings: number | undefined;
}

/** The exit code of findings: 1 where one is as heavy as the gate, or where there are too many warnings, which is told. */
export function verdict(files: readonly LintedFile[], { failOn, maxWarnings }: Gate, io: Io): ExitCode {
  const all = files.flatMap(({ diagnostics }) => diagnostics);
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  const tooMany = maxWarnings !== undefined && warnings > maxWarnings;
  if (tooMany)
    io.err(
      `dryfire: ${warnings} ${warnings === 1 ? "warning is" : "warnings are"} more than --max-warnings ${maxWarnings} allows\n`,
    );
  return tooMany || all.some(({ severity }) => atLeast(severity, failOn)) ? 1 : 0;
}
