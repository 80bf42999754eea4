import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-single-braces",
  severity: "warning",
  summary: "a glob has braces round a single pattern, which match nothing",
  why: "Braces hold a list: with one entry, both minimatch and picomatch take them for ordinary characters, and no file has such a name. The platform's own help page on globs that do not work names this one.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md",
    "minimatch 3 to 10, picomatch 2 to 4, run",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "single-braces");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const part = glob.value.slice(pitfall.start, pitfall.end);
    const advice = repaired === undefined ? "remove them" : `write "${repaired}"`;
    const listed = repaired?.includes("{") && part.includes("|");
    const message = listed
      ? `"|" separates nothing in the braces "${part}", a comma does; ${advice}`
      : `the braces in "${part}" hold one pattern only and are ordinary characters then; ${advice}`;
    reportPart(context, glob, pitfall, message, repaired);
  },
});
