import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { globOfRegex, looksLikeRegex } from "../src/match/glob/pitfalls.ts";

export default defineRule({
  id: "glob-regex",
  severity: "warning",
  summary: "a filter on changed files is written as a regex, but read as a glob",
  why: "`branchRegex` and similar keys take a regex; `modifiedFilesGlob` takes a glob. In a glob, `^`, `$` and the slashes around a regex are ordinary characters, and no changed file has them in its path.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: modifiedFilesGlob",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger({ modifiedFilesGlob: glob }, { report }) {
    if (!glob || !looksLikeRegex(glob.value)) return;
    const meant = globOfRegex(glob.value);
    const advice = meant === undefined ? 'write one, such as "src/**"' : `write "${meant}"`;
    const fix = replaceValue(glob, meant, false);
    report(glob, `this is a regex, but modifiedFilesGlob takes a glob; ${advice}`, { fix });
  },
});
