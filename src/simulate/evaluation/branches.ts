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
    "An absent filter passes every event, and so does an empty target branch filter.",
  ],
  "filter-matches-all": [
    filters,
    "inferred",
    gitTriggers,
    "A filter that matches every text passes, even if the text is unknown.",
  ],
  "filter-search": [
    filters,
    "inferred",
    gitTriggers,
    "A filter may match anywhere in the text; without `^` and `$` a matching part is enough.",
  ],
  "branch-of-push": [
    "branch",
    "documented",
    gitTriggers,
    "On a push the branch filter is matched against the name of the branch, without `refs/heads/`.",
  ],
  "branch-tag-name": [
    "branch",
    "documented",
    gitTriggers,
    "On a tag push the branch filter is matched against the name of the tag.",
  ],
  "branch-source": [
    "branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the branch filter is matched against the source branch.",
  ],
  "branch-release": [
    "branch",
    "unknown",
    none,
    "It is unknown whether the branch filter of a release is matched against its tag or its target; if both give the same result, that result is used.",
  ],
  "branch-change": [
    "branch",
    "inferred",
    gitTriggers,
    "On a Gerrit event the branch filter is matched against the branch of the change.",
  ],
  "target-no-pull-request": [
    "target-branch",
    "inferred",
    gitTriggers,
    "The target branch filter applies only to pull request events.",
  ],
  "target-branch": [
    "target-branch",
    "documented",
    notBuilding,
    "On a pull request and on a comment the target branch filter is matched against the branch to merge into.",
  ],
  "target-change": [
    "target-branch",
    "inferred",
    gitTriggers,
    "On a Gerrit event the target branch filter is matched against the branch of the change.",
  ],
  "target-unsupported": [
    "target-branch",
    "unknown",
    gitTriggers,
    "Bitbucket Server does not support the target branch filter; the effect of a filter there is unknown.",
  ],
} as const satisfies Record<string, Cells>;
