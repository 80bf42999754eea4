import type { Diagnostic } from "../../lint/diagnostic.ts";
import { numbered } from "../../util/text.ts";
import { printable } from "../text/escape.ts";
import { attributes, escapeText, xmlDocument } from "../text/xml.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";

/**
 * JUnit XML: a suite per file with a failed case per finding, or with one passed case. A case is
 * named by rule and pointer, so that its history survives moved lines. JUnit has no severity, so it
 * becomes the failure's type.
 */
export function junitReport({ files }: LintReport): string {
  const failures = files.reduce((sum, { diagnostics }) => sum + diagnostics.length, 0);
  const tests = files.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), 0);
  const counts = { tests, failures, errors: 0, time: 0 };
  return xmlDocument("testsuites", { name: "dryfire", ...counts }, files.map(suite));
}

function suite({ path, diagnostics }: LintedFile): string {
  const failures = diagnostics.length;
  const counts = { tests: Math.max(1, failures), failures, errors: 0, skipped: 0, time: 0 };
  const names = namesOf(diagnostics);
  const cases = diagnostics.map((diagnostic, index) => failedCase(path, names[index]!, diagnostic));
  if (failures === 0)
    cases.push(`    <testcase${attributes({ name: "no findings", classname: path, time: 0 })}/>\n`);
  return `  <testsuite${attributes({ name: path, ...counts })}>\n${cases.join("")}  </testsuite>\n`;
}

function failedCase(path: string, name: string, { severity, message, range, rule }: Diagnostic): string {
  const { line, column } = range.start;
  const body = `${printable(path)}:${line}:${column}: ${severity} ${message} [${rule}]\nMore: dryfire explain ${rule}`;
  return [
    `    <testcase${attributes({ name, classname: path, time: 0 })}>\n`,
    `      <failure${attributes({ type: severity, message })}>${escapeText(body)}</failure>\n`,
    "    </testcase>\n",
  ].join("");
}

/** Numbers distinguish several findings of a rule at one pointer. */
function namesOf(diagnostics: readonly Diagnostic[]): string[] {
  const names = diagnostics.map(
    ({ rule, pointer, document }) =>
      `${rule} at ${document === undefined ? "" : `document ${document} `}${pointer || "/"}`,
  );
  return numbered(names, (count) => ` (${count})`);
}
