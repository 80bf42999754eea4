import { findTemplateTag } from "../src/document/scan.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { SpecFile } from "../src/pipeline/model.ts";
import { sortFaults } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "yaml-syntax",
  severity: "error",
  summary: "the file is not YAML that the platform can read",
  why: "The platform reads a spec with js-yaml 3. What that reader refuses cannot be created or replaced, and nothing after the first fault can be relied on, so other findings stop there; of a template that is not rendered yet, nothing can be said at all.",
  sources: [
    "codefresh-io/cli, which reads specs with js-yaml 3",
    "js-yaml 3.15, run on every file as the referee",
  ],
  onFaults: true,
  file(file, context) {
    if (file.faults.length > 0) return check(file, context);
  },
});

async function check(file: SpecFile, { report, text }: RuleContext): Promise<void> {
  const tag = findTemplateTag(text);
  if (tag !== undefined) {
    const message = "this is a template, not yet YAML; render it first and lint the result";
    report({ span: { start: tag, end: tag + 2 }, path: undefined }, message);
    return;
  }
  // A pattern without quotes is a fault with a rule of its own.
  const { others } = await sortFaults(file);
  for (const { span, message, severity } of others) report({ span, path: undefined }, message, { severity });
}
