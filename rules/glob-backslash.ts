import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-backslash",
  severity: "warning",
  summary: "a glob has a backslash instead of a slash",
  why: "Git writes paths with slashes on every system. In a glob, a backslash only escapes the next character, so `src\\\\app` matches `srcapp`.",
  sources: ["tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4"],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "backslash");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const advice = repaired === undefined ? 'write "/"' : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `"\\" does not separate folders; ${advice}`, repaired);
  },
});
