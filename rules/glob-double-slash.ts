import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-double-slash",
  severity: "warning",
  summary: "a glob has two slashes in a row, so it matches no path",
  why: "A path has no empty part, so `my-subproject//pom.xml` matches nothing. The documentation contains such globs because a conversion of its pages removed the `**` between the slashes.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md, before and after commit 3aa1712d: my-subproject/**/pom.xml",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger: pitfallCheck(
    "double-slash",
    ({ written, advice }) => `"${written}" matches no path; ${advice('write "/**/"')}`,
  ),
});
