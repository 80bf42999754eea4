import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "yaml-syntax",
  severity: "error",
  summary: "the file is not YAML that the platform can read",
  why: "The platform reads a spec with js-yaml 3. What that reader refuses cannot be created or replaced, and nothing after the first fault can be relied on, so other findings stop there.",
  sources: [
    "codefresh-io/cli, which reads specs with js-yaml 3",
    "js-yaml 3.15, run on every file as the referee",
  ],
  file(file, { report, text }) {
    if (isTemplate(text) && file.faults.length > 0) {
      const [first] = file.faults;
      report(
        { span: first!.span, path: undefined },
        "this is a template, not yet YAML; render it first and lint the result",
      );
      return;
    }
    for (const fault of file.faults) {
      report({ span: fault.span, path: undefined }, fault.message, { severity: fault.severity });
    }
  },
});

/** Template tags that stand where YAML takes no brace: outside quotes, and not the platform's own `${{…}}`. */
function isTemplate(text: string): boolean {
  return /^(?:[^"'#\n]*[^"'#\n$])?\{\{[^{]/m.test(text) || /^\s*\{%/m.test(text);
}
