import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-backslash",
  severity: "warning",
  summary: "a glob has a backslash where a path has a slash",
  why: "Git names paths with slashes on every system. A backslash in a glob only takes the meaning off the character after it, so `src\\\\app` matches `srcapp`.",
  sources: ["minimatch 3 to 10, micromatch 3 and 4, picomatch 2 to 4, run"],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "backslash");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const advice = repaired === undefined ? 'write "/"' : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `"\\" separates no folders; ${advice}`, repaired);
  },
});
