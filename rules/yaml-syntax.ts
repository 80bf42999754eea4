import { findTemplateTag } from "../src/document/scan.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { SpecFile } from "../src/pipeline/model.ts";
import { sortFaults } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "yaml-syntax",
  severity: "error",
  summary: "the file is not YAML that Codefresh can read",
  why: "Codefresh reads specs with js-yaml 3 and rejects a file that this reader rejects. Where the mistake is clear the rest of the file is read as if it were fixed; a part that cannot be read reliably has no other findings. A template that is not rendered yet cannot be checked at all.",
  sources: ["codefresh-io/cli, which reads specs with js-yaml 3", "js-yaml 3.15, which reads every file"],
  onFaults: true,
  file(file, context) {
    if (file.faults.length > 0 && file.format === "yaml") return check(file, context);
  },
});

async function check(file: SpecFile, { report, text }: RuleContext): Promise<void> {
  const tag = findTemplateTag(text);
  if (tag !== undefined) {
    const message = "this is a template, not YAML; render it first and lint the result";
    report({ span: { start: tag, end: tag + 2 }, path: undefined }, message);
    return;
  }
  // Tabs that the platform reads in its own way are an error where it rejects the result.
  const { platformValues = [] } = file;
  const { findSpecFaults } = await import("../src/pipeline/schema/spec-faults.ts");
  const isRejected = platformValues.flatMap(specsIn).some((spec) => findSpecFaults(spec).length > 0);
  // `unquoted-pattern` reports a pattern without quotes.
  for (const { span, message, repair, severity } of sortFaults(file).others) {
    const own = isRejected ? "error" : severity;
    report({ span, path: undefined }, message, { severity: own, fix: repair?.fix });
  }
}

/** The specs in the plain value of a document: itself, or those of a list or an export. */
function specsIn(value: unknown): unknown[] {
  const { items, docs } = (value ?? {}) as { items?: unknown; docs?: unknown };
  return [value, items, docs].find(Array.isArray) ?? [value];
}
