import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "cron-git-trigger",
  severity: "error",
  summary:
    "a cron trigger simulates a Git trigger that this pipeline does not have, or names only half of it",
  why: "`gitTriggerId` and `branch` go together, and the id is that of a Git trigger of the same pipeline. The schema checks the pair, not whether the trigger exists: an id that matches none is found when the build lacks its repository.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: gitTriggerId and branch together or neither",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: the pipeline must have at least one Git trigger",
  ],
  cronTrigger({ node, gitTriggerId, branch, pipeline }, { report }) {
    const half = node.has("gitTriggerId") ? "gitTriggerId" : "branch";
    const other = half === "gitTriggerId" ? "branch" : "gitTriggerId";
    if (node.has("gitTriggerId") !== node.has("branch")) {
      report(node.entry(half)!.key, `"${half}" stands without "${other}"; give both, or neither`);
      return;
    }
    if (!gitTriggerId || !branch) return;
    const ids = pipeline.triggers.map(({ id }) => id?.value);
    if (ids.includes(gitTriggerId.value)) return;
    if (ids.length === 0) {
      report(
        gitTriggerId,
        "this pipeline has no Git trigger to simulate; add one, or remove the id and the branch",
      );
    } else if (ids.every((id) => id !== undefined)) {
      report(
        gitTriggerId,
        `no Git trigger of this pipeline has the id "${gitTriggerId.value}"; use one of theirs`,
        {
          related: pipeline.triggers.map(({ id, name }) => ({
            place: id!,
            message: `the id of "${name?.value ?? "a trigger"}"`,
          })),
        },
      );
    } else {
      report(
        gitTriggerId,
        `no Git trigger here has the id "${gitTriggerId.value}", and some have no id to compare; check it`,
        {
          severity: "warning",
        },
      );
    }
  },
});
