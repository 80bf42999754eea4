import { workflowCommand } from "../lint/github.ts";
import { type CasesReport, failureLine } from "./cases-report.ts";

/** Returns workflow commands of GitHub Actions, one per expectation that is not met. */
export function casesGithub({ files }: CasesReport): string {
  return files
    .flatMap(({ path, cases }) =>
      cases.flatMap(({ name, failures }) =>
        failures.map((failure) => {
          const { line, column } = failure.range.start;
          const properties = { file: path, line, endLine: line, col: column, title: `dryfire test: ${name}` };
          return workflowCommand("error", properties, failureLine(failure));
        }),
      ),
    )
    .join("");
}
