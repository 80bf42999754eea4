import type { Diagnostic } from "../../lint/diagnostic.ts";
import { attributes, xmlDocument } from "../text/xml.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";

/**
 * XML as Checkstyle prints it (checkstyle.org; ESLint's formatter of the same name): an element per
 * file, with its findings. `source` is the rule behind the name of dryfire.
 */
export function checkstyleReport({ files }: LintReport): string {
  return xmlDocument("checkstyle", { version: "4.3" }, files.map(fileElement));
}

function fileElement({ path, diagnostics }: LintedFile): string {
  const name = attributes({ name: path });
  if (diagnostics.length === 0) return `  <file${name}/>\n`;
  return `  <file${name}>\n${diagnostics.map(errorElement).join("")}  </file>\n`;
}

/** Its severities are those of dryfire. */
function errorElement({ range, severity, message, rule }: Diagnostic): string {
  const { line, column } = range.start;
  const values = { line, column, severity, message: `${message} [${rule}]`, source: `dryfire.${rule}` };
  return `    <error${attributes(values)}/>\n`;
}
