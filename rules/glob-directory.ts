import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-directory",
  severity: "warning",
  summary: "a glob ends in a slash and so matches no file",
  why: "A glob is put to the names of changed files, and Git has no folders: `test/` matches none of them, `test/**` all that lie below.",
  sources: [
    "minimatch 3 to 10, micromatch 3 and 4, picomatch 2 to 4, run",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: my-subproject/**",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "directory");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const advice = repaired === undefined ? 'end it with "/**"' : `write "${repaired}"`;
    reportPart(
      context,
      glob,
      pitfall,
      `the "/" at the end asks for a folder, and only files change; ${advice}`,
      repaired,
    );
  },
});
