import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-single-braces",
  severity: "warning",
  summary: "a glob has braces around a single pattern, so it matches nothing",
  why: "Braces need a list: with a single entry, minimatch and picomatch treat them as ordinary characters, and no file has such a name. Codefresh's help page on globs that do not work describes this case.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger: pitfallCheck("single-braces", ({ written, repaired, advice }) => {
    const fault =
      repaired?.includes("{") && written.includes("|")
        ? `"|" does not separate patterns in the braces "${written}", a comma does`
        : `the braces in "${written}" contain only one pattern, so they are ordinary characters`;
    return `${fault}; ${advice("remove them")}`;
  }),
});
