import { defineRule } from "../src/lint/rule.ts";
import { adviceOnList, pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-comma-without-braces",
  severity: "warning",
  summary: "a glob lists patterns with commas but without braces",
  why: "A comma separates patterns only inside braces. Elsewhere it is an ordinary character, so a list of patterns matches nothing.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger: pitfallCheck("comma-without-braces", ({ glob, end, repaired, advice }) => {
    if (repaired !== undefined && glob.slice(end).trim() === "")
      return `the "," at the end is part of the pattern; write "${repaired}"`;
    return `"," outside braces does not separate patterns; ${advice(adviceOnList(glob))}`;
  }),
});
