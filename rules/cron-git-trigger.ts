import { isScalar, isSequence, type Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { CronTrigger, GitTrigger } from "../src/pipeline/model.ts";

export default defineRule({
  id: "cron-git-trigger",
  severity: "error",
  summary:
    "a cron trigger simulates a Git trigger that this pipeline does not have, or names only half of it",
  why: "`gitTriggerId` and `branch` go together, and the id is that of a Git trigger of the same pipeline. The schema checks the pair, not whether the trigger exists: an id that matches none is found when the build lacks its repository. Where Git triggers state no id, nothing tells, and it is a warning.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: gitTriggerId and branch together or neither",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: the pipeline must have at least one Git trigger",
  ],
  cronTrigger(trigger, context) {
    if (!reportHalf(trigger, context)) reportUnknownId(trigger, context);
  },
});

/** Whether one of the two keys stands alone; a null one is a fault of its own, told by `null-value`. */
function reportHalf({ node }: CronTrigger, { report }: RuleContext): boolean {
  const keys = ["gitTriggerId", "branch"].filter((key) => node.has(key));
  const nulls = keys.filter((key) => isNull(node.get(key)));
  if (keys.length !== 1 || nulls.length > 0) return nulls.length > 0;
  const [half] = keys as [string];
  const other = half === "branch" ? "gitTriggerId" : "branch";
  report(node.entry(half)!.key, `"${half}" stands without "${other}"; write both keys, or neither`);
  return true;
}

function isNull(value: ReturnType<CronTrigger["node"]["get"]>): boolean {
  return value !== undefined && isScalar(value) && value.value === null;
}

function reportUnknownId({ gitTriggerId, pipeline }: CronTrigger, context: RuleContext): void {
  if (!gitTriggerId || !isId(gitTriggerId.value)) return;
  const written = pipeline.spec?.get("triggers");
  if (written && !isSequence(written)) return;
  // Of two lists one is lost, and which of them was meant is not known: "duplicate-key" speaks of that.
  if (pipeline.spec && pipeline.spec.entries.filter(({ key }) => key.value === "triggers").length > 1) return;
  const triggers = pipeline.triggers;
  if (triggers.some(({ id }) => id?.value.toLowerCase() === gitTriggerId.value.toLowerCase())) return;
  // An id that is none is a fault of its own, and may be the one that is meant.
  if (triggers.some(({ id, node }) => node.has("id") && !isId(id?.value ?? ""))) return;
  if (triggers.length === 0) {
    const message = "this pipeline has no Git trigger to simulate; add one, or remove the id and the branch";
    context.report(gitTriggerId, message);
  } else if (triggers.every(({ id }) => id !== undefined)) reportNoMatch(gitTriggerId, triggers, context);
  else reportUncertain(gitTriggerId, triggers, context);
}

/** What the schema takes for an id; anything else is the fault of the id itself. */
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
    message: `the id of "${name?.value ?? "a trigger"}"`,
  }));
  const hint = another ? "use one of theirs" : `use "${only!.id!.value}"`;
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
  const lack = some ? "and some have no id to compare" : "for they state none";
  const message = `no Git trigger here has the id "${gitTriggerId.value}", ${lack}; compare it with the ids that "codefresh get pipelines -o yaml" shows`;
  report(gitTriggerId, message, { severity: "warning" });
}
