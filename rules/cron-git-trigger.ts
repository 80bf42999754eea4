import { isScalar, isSequence, type Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { CronTrigger, GitTrigger } from "../src/pipeline/model.ts";

export default defineRule({
  id: "cron-git-trigger",
  severity: "error",
  summary: "a cron trigger references a missing Git trigger, or sets only one of `gitTriggerId` and `branch`",
  why: "`gitTriggerId` and `branch` must be set together, and the id must be that of a Git trigger of the same pipeline. The schema does not check whether that trigger exists, so the fault only shows when a build lacks its repository. If a Git trigger has no `id` in the spec, the check is uncertain, and the finding is a warning.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: gitTriggerId and branch together or neither",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: the pipeline must have at least one Git trigger",
  ],
  cronTrigger(trigger, context) {
    if (!reportHalf(trigger, context)) reportUnknownId(trigger, context);
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

function isNull(value: ReturnType<CronTrigger["node"]["get"]>): boolean {
  return value !== undefined && isScalar(value) && value.value === null;
}

function reportUnknownId({ gitTriggerId, pipeline }: CronTrigger, context: RuleContext): void {
  if (!gitTriggerId || !isId(gitTriggerId.value)) return;
  const written = pipeline.spec?.get("triggers");
  if (written && !isSequence(written)) return;
  // If a list is duplicated, the intended one is unknown: `duplicate-key` reports that.
  if (pipeline.spec && pipeline.spec.entries.filter(({ key }) => key.value === "triggers").length > 1) return;
  const triggers = pipeline.triggers;
  if (triggers.some(({ id }) => id?.value.toLowerCase() === gitTriggerId.value.toLowerCase())) return;
  // An invalid id is reported on its own, and may be the intended one.
  if (triggers.some(({ id, node }) => node.has("id") && !isId(id?.value ?? ""))) return;
  if (triggers.length === 0) {
    const message =
      'this pipeline has no Git trigger to simulate; add one, or remove "gitTriggerId" and "branch"';
    context.report(gitTriggerId, message);
  } else if (triggers.every(({ id }) => id !== undefined)) reportNoMatch(gitTriggerId, triggers, context);
  else reportUncertain(gitTriggerId, triggers, context);
}

/** The ids that the schema accepts; other values are reported on their own. */
function isId(text: string): boolean {
  return /^[0-9a-f]{24}$/i.test(text);
}

function reportNoMatch(
  gitTriggerId: Located<string>,
  triggers: readonly GitTrigger[],
  { report }: RuleContext,
): void {
  const [only, another] = triggers;
  const related = triggers.map(({ id, name }) => ({
    place: id!,
    message: name ? `the id of "${name.value}"` : "the id of a trigger",
  }));
  const hint = another ? "write the id of one of its triggers" : `write "${only!.id!.value}"`;
  const message = `no Git trigger of this pipeline has the id "${gitTriggerId.value}"; ${hint}`;
  const fix = another ? {} : { fix: replaceValue(gitTriggerId, only!.id!.value, false) };
  report(gitTriggerId, message, { related, ...fix });
}

function reportUncertain(
  gitTriggerId: Located<string>,
  triggers: readonly GitTrigger[],
  { report }: RuleContext,
): void {
  const some = triggers.some(({ id }) => id !== undefined);
  const lack = some ? "some Git triggers here have no id" : "the Git triggers here have no id";
  const message = `"${gitTriggerId.value}" cannot be checked because ${lack}; compare it with the output of "codefresh get pipelines -o yaml"`;
  report(gitTriggerId, message, { severity: "warning" });
}
