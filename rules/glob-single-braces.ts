import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-single-braces",
  severity: "warning",
  summary: "a glob has braces around a single pattern, so it matches nothing",
  why: "Braces need a list: with a single entry, minimatch and picomatch treat them as ordinary characters, and no file has such a name. Codefresh's help page on globs that do not work describes this case.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
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
      ? `"|" does not separate patterns in the braces "${part}", a comma does; ${advice}`
      : `the braces in "${part}" contain only one pattern, so they are ordinary characters; ${advice}`;
    reportPart(context, glob, pitfall, message, repaired);
  },
});
