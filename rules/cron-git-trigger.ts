import { isNull, isSequence } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";
import type { CronTrigger } from "../src/pipeline/model.ts";

export default defineRule({
  id: "cron-git-trigger",
  severity: "error",
  summary: "a cron trigger sets only one of `gitTriggerId` and `branch`, or no Git trigger exists",
  why: "`gitTriggerId` and `branch` must be set together. According to the documentation, the pipeline must have at least one Git trigger; the schema does not check that, so the fault only shows when a build lacks its repository.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: gitTriggerId and branch together or neither",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: the pipeline must have at least one Git trigger",
  ],
  schemaFinding: reportUnread,
  cronTrigger(trigger, context) {
    if (!reportHalf(trigger, context)) reportNoGitTrigger(trigger, context);
  },
});

/** Reports one key without the other; `null-value` reports a key that is null. */
function reportHalf({ node }: CronTrigger, { report }: RuleContext): boolean {
  const keys = ["gitTriggerId", "branch"].filter((key) => node.has(key));
  const nulls = keys.filter((key) => isNull(node.get(key)));
  if (keys.length !== 1 || nulls.length > 0) return nulls.length > 0;
  const [half] = keys as [string];
  const other = half === "branch" ? "gitTriggerId" : "branch";
  report(node.entry(half)!.key, `"${half}" requires "${other}"; set both or neither`);
  return true;
}

function reportNoGitTrigger({ gitTriggerId, pipeline }: CronTrigger, { report }: RuleContext): void {
  const written = pipeline.spec?.get("triggers");
  if (!gitTriggerId || pipeline.triggers.length > 0 || (written && !isSequence(written))) return;
  // If a list is duplicated, the intended one is unknown: `duplicate-key` reports that.
  if (pipeline.spec && pipeline.spec.entries.filter(({ key }) => key.value === "triggers").length > 1) return;
  const message =
    'this pipeline has no Git trigger to simulate; add one, or remove "gitTriggerId" and "branch"';
  report(gitTriggerId, message);
}
