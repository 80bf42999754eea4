import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-separator",
  severity: "warning",
  summary: "a glob lists patterns with a separator that is an ordinary character in a glob",
  why: "Only commas in braces separate patterns: `{src/**,lib/**}`. A `|`, a `;`, a blank or a line break is a part of the pattern, so the list matches nothing.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: multiple expressions in braces",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "separator");
    if (!pitfall) return;
    const written = glob.value.slice(pitfall.start, pitfall.end);
    const noun = /\n/.test(written)
      ? "a line break"
      : written.trim() === ""
        ? "a blank"
        : `"${written.trim()}"`;
    const { repaired } = pitfall;
    const advice = repaired === undefined ? "write the list in braces, with commas" : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `${noun} does not separate patterns in a glob; ${advice}`, repaired);
  },
});
