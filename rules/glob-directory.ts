import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-directory",
  severity: "warning",
  summary: "a glob ends in a slash, so it matches no file",
  why: "A glob is matched against the paths of changed files, never against folders: `test/` matches nothing, `test/**` matches every file below `test`.",
  sources: [
    "tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4",
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: my-subproject/**",
  ],
  gitTrigger: pitfallCheck(
    "directory",
    ({ advice }) =>
      `the "/" at the end matches only folders, never a changed file; ${advice('end it with "/**"')}`,
  ),
});
