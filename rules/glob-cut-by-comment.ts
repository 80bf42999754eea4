import { defineRule } from "../src/lint/rule.ts";
import { cutPattern, inSingleQuotes, unquotedMessage } from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "glob-cut-by-comment",
  severity: "warning",
  summary: "a glob without quotes ends in the middle, where YAML begins a comment",
  why: 'YAML ends a value without quotes before " #". The rest of the glob is accepted, but matches other files.',
  sources: ["tested with js-yaml 3.15, with and without quotes", "YAML 1.2.2, section 6.6, comments"],
  gitTrigger({ modifiedFilesGlob: glob }, { report, text }) {
    const cut = glob && cutPattern(text, glob);
    // `unquoted-pattern` reports a regex, which is rejected.
    if (!cut || cut.text.startsWith("/")) return;
    const edits = [{ span: cut.span, text: inSingleQuotes(cut.text) }];
    const fix = cut.unsure ? {} : { fix: { title: "quote it", safe: false, edits } };
    report({ span: cut.span, path: glob.path }, unquotedMessage(cut), fix);
  },
});
