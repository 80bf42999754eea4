import { findTemplateTag } from "../src/document/scan.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { SpecFile } from "../src/pipeline/model.ts";
import { sortFaults } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "yaml-syntax",
  severity: "error",
  summary: "the file is not YAML that Codefresh can read",
  why: "Codefresh reads specs with js-yaml 3 and rejects a file that this reader rejects. The content after the first syntax error cannot be read reliably, so it has no other findings. A template that is not rendered yet cannot be checked at all.",
  sources: ["codefresh-io/cli, which reads specs with js-yaml 3", "js-yaml 3.15, which reads every file"],
  onFaults: true,
  file(file, context) {
    if (file.faults.length > 0) return check(file, context);
  },
});

async function check(file: SpecFile, { report, text }: RuleContext): Promise<void> {
  const tag = findTemplateTag(text);
  if (tag !== undefined) {
    const message = "this is a template, not YAML; render it first and lint the result";
    report({ span: { start: tag, end: tag + 2 }, path: undefined }, message);
    return;
  }
  // `unquoted-pattern` reports a pattern without quotes.
  const { others } = await sortFaults(file);
  for (const { span, message, severity } of others) report({ span, path: undefined }, message, { severity });
}
