import { findTemplateTag } from "../src/document/scan.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "json-syntax",
  severity: "error",
  summary: "a `.json` file is not JSON",
  why: "Codefresh's command line reads a file whose name ends with `.json` with JSON.parse, and rejects one with YAML, comments, single quotes, a comma before a closing bracket or a byte order mark. Where the mistake is clear the rest of the file is read as if it were fixed.",
  sources: ["codefresh-io/cli lib/interface/cli/helpers/general.js, which reads .json files with JSON.parse"],
  onFaults: true,
  file({ faults, format }, { report, text }) {
    if (format !== "json" || faults.length === 0) return;
    const tag = findTemplateTag(text);
    if (tag !== undefined) {
      const message = "this is a template, not JSON; render it first and lint the result";
      report({ span: { start: tag, end: tag + 2 }, path: undefined }, message);
      return;
    }
    for (const { span, message, repair } of faults)
      report({ span, path: undefined }, message, { fix: repair?.fix });
  },
});
