import { sources } from "../../catalogue/citations.ts";
import { documented, type RulesByCondition, unknown } from "./row.ts";

const { gitTriggers, gitProviders } = sources;
const globArticle = "docs.codefresh.io _docs/kb/articles/glob-expression-trigger-not-working.md";
const engines = "picomatch 4.0.7 and minimatch 3.1.5, run side by side";

/** How the glob is matched against the changed files. */
export const filesRules = {
  files: {
    "files-no-filter": documented(gitTriggers, "Without a glob, any changed file passes."),
    "files-any": documented(gitTriggers, "One matching changed file is enough, also for a negated glob."),
    "files-pull-request": documented(
      gitTriggers,
      "Since March 2021 the glob also applies to pull request events, of which some do not list the files: those that are given count.",
    ),
    "files-bitbucket-push": unknown(
      globArticle,
      "On branch pushes of Bitbucket Cloud a glob acts only with feature flags that may be off for an account; a file that matches passes either way.",
    ),
    "files-engine": unknown(
      engines,
      "It is unknown which glob library Codefresh uses; if the candidates disagree, the result is unknown.",
    ),
    "files-leading-slash": unknown(
      engines,
      "A literal leading slash matches no file; it is unknown whether Codefresh reads it as the repository's root.",
    ),
    "files-missing": unknown(
      globArticle,
      "The effect of a glob on events without a list of changed files (tag pushes, releases, comments, and labels or a merge if no files are given) is undocumented.",
    ),
    "files-incomplete": unknown(
      gitProviders,
      "An incomplete list of changed files can prove that a glob matches, but not that it does not.",
    ),
  },
} as const satisfies RulesByCondition;
