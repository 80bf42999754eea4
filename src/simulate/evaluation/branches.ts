import { sources } from "../../catalogue/citations.ts";
import { type Cells, filters, none } from "./row.ts";

const { schema, gitTriggers } = sources;
const notBuilding = "docs.codefresh.io _docs/kb/articles/pr-not-building.md";

/** How regex filters are matched, and which name the branch filters see. */
export const branchesRules = {
  "filter-absent": [
    filters,
    "inferred",
    schema,
    "A filter that is absent lets everything pass; so does an empty target branch filter.",
  ],
  "filter-matches-all": [
    filters,
    "inferred",
    gitTriggers,
    "A filter that matches every text passes, whatever the fact that it looks at.",
  ],
  "filter-search": [
    filters,
    "inferred",
    gitTriggers,
    "A filter is searched for anywhere in the text; without `^` and `$` a part that matches is enough.",
  ],
  "branch-of-push": [
    "branch",
    "documented",
    gitTriggers,
    "On a push the branch filter sees the name of the branch, without `refs/heads/`.",
  ],
  "branch-tag-name": [
    "branch",
    "documented",
    gitTriggers,
    "On a tag push the branch filter sees the name of the tag.",
  ],
  "branch-source": [
    "branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the branch filter sees the source branch.",
  ],
  "branch-release": [
    "branch",
    "unknown",
    none,
    "It is not known whether the branch filter sees the tag or the target of a release; where both are given and it makes the same of them, that is the answer.",
  ],
  "branch-change": [
    "branch",
    "inferred",
    gitTriggers,
    "On an event of Gerrit the branch filter sees the branch of the change.",
  ],
  "target-no-pull-request": [
    "target-branch",
    "inferred",
    gitTriggers,
    "The target branch filter plays no part in events other than those of pull requests.",
  ],
  "target-branch": [
    "target-branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the target branch filter sees the branch to merge into.",
  ],
  "target-unsupported": [
    "target-branch",
    "unknown",
    gitTriggers,
    "The target branch filter is not available for Bitbucket Server; what one does there is not known.",
  ],
} as const satisfies Record<string, Cells>;
