import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-comma-without-braces",
  severity: "warning",
  summary: "a glob lists patterns with commas but without braces",
  why: "A comma separates patterns only inside braces. Elsewhere it is an ordinary character, so a list of patterns matches nothing.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "comma-without-braces");
    if (!pitfall) return;
    const { repaired } = pitfall;
    if (repaired !== undefined && glob.value.slice(pitfall.end).trim() === "") {
      const message = `the "," at the end is part of the pattern; write "${repaired}"`;
      reportPart(context, glob, pitfall, message, repaired);
      return;
    }
    const advice = repaired === undefined ? "write the list in braces" : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `"," outside braces does not separate patterns; ${advice}`, repaired);
  },
});
