import { attributes, escapeText, xmlDocument } from "../text/xml.ts";
import { type CasesReport, failureLine, type ReportedCase } from "./cases-report.ts";
import { traceLines } from "./cases-text.ts";

/** JUnit XML: a suite per cases file, with each case, its failures and their trace. */
export function casesJunit({ files, summary }: CasesReport): string {
  const { passed, failed } = summary;
  const counts = { tests: passed + failed, failures: failed, errors: 0, time: 0 };
  return xmlDocument("testsuites", { name: "dryfire test", ...counts }, files.map(suite));
}

function suite({ path, cases }: CasesReport["files"][number]): string {
  const failures = cases.filter(({ outcome }) => outcome === "failed").length;
  const counts = { tests: cases.length, failures, errors: 0, skipped: 0, time: 0 };
  const all = cases.map((each) => testCase(path, each)).join("");
  return `  <testsuite${attributes({ name: path, ...counts })}>\n${all}  </testsuite>\n`;
}

function testCase(path: string, each: ReportedCase): string {
  const { name, range, failures } = each;
  const head = attributes({ name, classname: path, file: path, line: range.start.line, time: 0 });
  const [first] = failures;
  if (!first) return `    <testcase${head}/>\n`;
  const lines = failures.map((failure) => {
    const { line, column } = failure.range.start;
    return `${path}:${line}:${column}: ${failureLine(failure)}`;
  });
  const body = [...lines, "", ...traceLines(each, { color: false, columns: 100 })].join("\n");
  const message = attributes({ type: first.expectation, message: failures.map(failureLine).join("; ") });
  return `    <testcase${head}>\n      <failure${message}>${escapeText(body)}</failure>\n    </testcase>\n`;
}
