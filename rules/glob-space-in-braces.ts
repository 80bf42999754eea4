import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-space-in-braces",
  severity: "warning",
  summary: "a glob has a space after a comma in braces, which becomes part of the pattern",
  why: "In `{a/**, b/**}` the second pattern begins with a space, and no changed file has such a name. Both minimatch and picomatch keep the space.",
  sources: ["tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4"],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "space-in-braces");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const advice = repaired === undefined ? "remove it" : `write "${repaired}"`;
    reportPart(
      context,
      glob,
      pitfall,
      `a space in braces is part of the pattern next to it; ${advice}`,
      repaired,
    );
  },
});
