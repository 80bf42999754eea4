import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-double-slash",
  severity: "warning",
  summary: "a glob has two slashes in a row, so it matches no path",
  why: "A path has no empty part, so `my-subproject//pom.xml` matches nothing. The documentation contains such globs because a conversion of its pages removed the `**` between the slashes.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, before and after commit 3aa1712d: my-subproject/**/pom.xml",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "double-slash");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const slashes = glob.value.slice(pitfall.start, pitfall.end);
    const advice = repaired === undefined ? 'write "/**/"' : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `"${slashes}" matches no path; ${advice}`, repaired);
  },
});
