import { sources } from "../../catalogue/citations.ts";
import { documented, inferred, type RulesByCondition, unknown, withoutEvidence } from "./row.ts";

const { gitTriggers } = sources;
const notBuilding = "docs.codefresh.io _docs/kb/articles/pr-not-building.md";

/** How regex filters are matched, and which name the branch filters see. */
export const branchesRules = {
  branch: {
    "branch-of-push": documented(
      gitTriggers,
      "On a push the branch filter is matched against the name of the branch, without `refs/heads/`.",
    ),
    "branch-tag-name": documented(
      gitTriggers,
      "On a tag push the branch filter is matched against the name of the tag.",
    ),
    "branch-source": documented(
      notBuilding,
      "On a pull request and on a comment the branch filter is matched against the source branch.",
    ),
    "branch-release": withoutEvidence(
      "It is unknown whether the branch filter of a release is matched against its tag or its target; if both give the same result, that result is used.",
    ),
    "branch-change": inferred(
      gitTriggers,
      "On a Gerrit event the branch filter is matched against the branch of the change.",
    ),
  },
  "target-branch": {
    "target-no-pull-request": inferred(
      gitTriggers,
      "The target branch filter applies only to pull request events.",
    ),
    "target-branch": documented(
      notBuilding,
      "On a pull request and on a comment the target branch filter is matched against the branch to merge into.",
    ),
    "target-change": inferred(
      gitTriggers,
      "On a Gerrit event the target branch filter is matched against the branch of the change.",
    ),
    "target-unsupported": unknown(
      gitTriggers,
      "Bitbucket Server does not support the target branch filter; the effect of a filter there is unknown.",
    ),
  },
} as const satisfies RulesByCondition;
