import { sources } from "../../catalogue/citations.ts";
import type { Cells } from "./row.ts";

const { gitTriggers, gitProviders } = sources;
const globArticle = "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md";
const engines = "picomatch 4.0.7 and minimatch 3.1.5, run side by side";

/** How the glob is matched against the changed files. */
export const filesRules = {
  "files-no-filter": ["files", "documented", gitTriggers, "Without a glob, any changed file passes."],
  "files-any": [
    "files",
    "documented",
    gitTriggers,
    "One changed file that matches is enough, for a negated glob too.",
  ],
  "files-pull-request": [
    "files",
    "documented",
    gitTriggers,
    "Since March 2021 the glob applies to events of pull requests as well.",
  ],
  "files-engine": [
    "files",
    "unknown",
    engines,
    "It is not known which glob library the platform uses; where the candidates disagree, so is the answer.",
  ],
  "files-leading-slash": [
    "files",
    "unknown",
    engines,
    "Taken literally a leading slash matches nothing; it is not known whether the platform takes it for the repository's root.",
  ],
  "files-missing": [
    "files",
    "unknown",
    globArticle,
    "It is not known what a glob does with an event that lists no changed files: a tag push, a release, a label, a comment.",
  ],
  "files-incomplete": [
    "files",
    "unknown",
    gitProviders,
    "A list of changed files that is cut short can show that a glob matches, not that it does not.",
  ],
} as const satisfies Record<string, Cells>;
