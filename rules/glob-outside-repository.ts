import { defineRule } from "../src/lint/rule.ts";
import { isOutsideRepository } from "../src/match/glob/pitfalls.ts";

export default defineRule({
  id: "glob-outside-repository",
  severity: "warning",
  summary: "a glob is a URL or an absolute path, which no changed file has",
  why: "A glob is matched against the paths of changed files from the root of the repository, such as `src/app.js`. The spec does not show which part of a URL or an absolute path is such a path, so there is no fix.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: paths are relative to the root folder of the project",
    "tested with minimatch 3 to 10 and picomatch 2 to 4",
  ],
  gitTrigger({ modifiedFilesGlob: glob }, { report }) {
    if (!glob || !isOutsideRepository(glob.value)) return;
    report(
      glob,
      `"${glob.value}" is a URL or an absolute path, which no changed file has; write the path from the repository's root`,
    );
  },
});
