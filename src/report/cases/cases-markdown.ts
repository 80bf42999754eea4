import type { CasesCoverage } from "../../simulate/cases/case-coverage.ts";
import { rejectionItems } from "../simulate/rejection-markdown.ts";
import { printable } from "../text/escape.ts";
import { code, details, formatComment, sentenceCode, table, textDetails } from "../text/markdown.ts";
import type { CasesReport } from "./cases-report.ts";
import { coverageTitle, gapsOf, stepGaps, traceLines } from "./cases-text.ts";

/** The columns of the traces. */
const COLUMNS = 100;

/**
 * Returns Markdown for the comment of a pull request or a step summary: the unmet expectations and
 * the coverage as tables, traces and passed cases below them.
 */
export function casesMarkdown({ files, coverage, summary }: CasesReport): string {
  const { passed, failed, left } = summary;
  const all = files.flatMap(({ path, cases }) => cases.map((each) => ({ path, ...each })));
  const bad = all.filter(({ outcome }) => outcome === "failed");
  const counts = [
    `${passed} passed`,
    `${failed} failed`,
    ...(left > 0 ? [`${left} excluded by the filter`] : []),
  ];
  return formatComment([
    ["### Codefresh triggers: test cases"],
    [failed > 0 ? `**${counts.join(", ")}**` : counts.join(", ")],
    files.flatMap(({ refused }) => rejectionItems(refused)),
    table(
      ["failed case", "expectation", "expected", "got", "line"],
      bad.flatMap(({ path, name, failures }) =>
        failures.map(({ expectation, expected, actual, range }) => [
          sentenceCode(name),
          code(expectation),
          sentenceCode(expected),
          sentenceCode(actual),
          code(`${path}:${range.start.line}`),
        ]),
      ),
    ),
    ...bad.map((each) => {
      const trace = traceLines(each, { color: false, columns: COLUMNS });
      const place = `${each.path}:${each.range.start.line}`;
      return textDetails("Trace of", [printable(each.name), "", ...trace].join("\n"), place);
    }),
    details(
      "Passed",
      all.filter(({ outcome }) => outcome === "passed").map(({ name }) => sentenceCode(name)),
    ),
    ...(coverage ? coverageBlocks(coverage) : []),
  ]);
}

/** The triggers and steps with the outcomes of them that no case reaches. */
function coverageBlocks(coverage: CasesCoverage): string[][] {
  const rows = coverage.pipelines.flatMap(({ pipeline, path, triggers, steps }) => [
    ...triggers.map((trigger) => {
      const { fires, skips, unknown } = trigger;
      const missing = trigger.disabled ? ["disabled"] : gapsOf(trigger);
      const place = code(`${path}:${trigger.range.start.line}`);
      return [nameOf(pipeline, trigger.trigger), `${fires}`, `${skips}`, `${unknown}`, lines(missing), place];
    }),
    ...steps.map((step) => [
      nameOf(pipeline, `step ${step.step}`),
      "",
      "",
      "",
      lines(stepGaps(step)),
      code(path),
    ]),
  ]);
  return [
    [`**${coverageTitle(coverage)}**`],
    table(["trigger or step", "fires", "skips", "unknown", "not reached", "line"], rows),
  ];
}

function nameOf(pipeline: string, name: string): string {
  return `${code(pipeline)} ${code(name)}`;
}

function lines(texts: readonly string[]): string {
  return texts.map(sentenceCode).join("<br>");
}
