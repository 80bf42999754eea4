import { defineRule } from "../src/lint/rule.ts";
import { adviceOnList, pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-separator",
  severity: "warning",
  summary: "a glob lists patterns with a separator that is an ordinary character in a glob",
  why: "Only commas in braces separate patterns: `{src/**,lib/**}`. A `|`, a `;`, a blank or a line break is a part of the pattern, so the list matches nothing.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: multiple expressions in braces",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger: pitfallCheck("separator", ({ glob, written, advice }) => {
    const noun = /\n/.test(written)
      ? "a line break"
      : written.trim() === ""
        ? "a blank"
        : `"${written.trim()}"`;
    return `${noun} does not separate patterns in a glob; ${advice(adviceOnList(glob))}`;
  }),
});
