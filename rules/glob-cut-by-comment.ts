import { quoteIt } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { cutPattern, unquotedMessage } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "glob-cut-by-comment",
  severity: "warning",
  summary: "a glob without quotes ends in the middle, where YAML begins a comment",
  why: 'YAML ends a value without quotes before " #". The rest of the glob is accepted, but matches other files.',
  sources: ["tested with js-yaml 3.15, with and without quotes", "YAML 1.2.2, section 6.6, comments"],
  gitTrigger({ modifiedFilesGlob: glob }, context) {
    const cut = glob && cutPattern(context.text, glob);
    // `unquoted-pattern` reports a regex, which is rejected.
    if (!cut || cut.text.startsWith("/")) return;
    const fix = cut.unsure ? undefined : quoteIt(cut.span, cut.text, context, false);
    context.report({ span: cut.span, path: glob.path }, unquotedMessage(cut), { fix });
  },
});
