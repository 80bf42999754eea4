import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type GitTrigger, gitTriggerWithId, oncePerPipeline } from "../src/pipeline/model.ts";

export default defineRule({
  id: "unknown-git-trigger",
  severity: "warning",
  summary: "a cron trigger simulates a Git trigger whose id is not in the spec",
  why: "`gitTriggerId` is the id of a Git trigger of the same pipeline. Neither the schema nor the documentation states what happens if no trigger has it; the build probably lacks its repository. If a Git trigger has no `id` in the spec, the id may be that trigger's.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Cron triggers: retrieved from the pipeline for which it is defined",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: an id of any trigger passes",
  ],
  cronTrigger({ gitTriggerId, pipeline, branch }, context) {
    if (!gitTriggerId || !branch || !isId(gitTriggerId.value)) return;
    const { triggers } = pipeline;
    const { areUncertain, areComplete } = idsIn(pipeline);
    // `cron-git-trigger` reports a pipeline without any.
    if (triggers.length === 0 || areUncertain) return;
    if (gitTriggerWithId(pipeline, gitTriggerId.value)) return;
    if (areComplete) reportNoMatch(gitTriggerId, triggers, context);
    else reportUncertain(gitTriggerId, triggers, context);
  },
});

const idsIn = oncePerPipeline(({ spec, triggers }) => ({
  // If a list is duplicated, the intended one is unknown: `duplicate-key` reports that. An id of
  // another form may be the intended one.
  areUncertain:
    (spec?.entries ?? []).filter(({ name }) => name === "triggers").length > 1 ||
    triggers.some(({ id, node }) => node.has("id") && !isId(id?.value ?? "")),
  areComplete: triggers.every(({ id }) => id !== undefined),
}));

/** The maximum number of Git triggers that a finding shows. */
const MAX_SHOWN = 10;

/** True for the form of the ids that Codefresh generates; the schema accepts others too. */
function isId(text: string): boolean {
  return /^[0-9a-f]{24}$/i.test(text);
}

function reportNoMatch(
  gitTriggerId: Located<string>,
  triggers: readonly GitTrigger[],
  { report }: RuleContext,
): void {
  const [only, another] = triggers;
  const related = triggers.slice(0, MAX_SHOWN).map(({ id, name }) => ({
    place: id!,
    message: name ? `the id of "${name.value}"` : "the id of a trigger",
  }));
  const hint = another ? "write the id of one of its triggers" : `write "${only!.id!.value}"`;
  const message = `no Git trigger of this pipeline has the id "${gitTriggerId.value}"; ${hint}`;
  const fix = another ? undefined : replaceValue(gitTriggerId, only!.id!.value, false);
  report(gitTriggerId, message, { related, fix });
}

function reportUncertain(
  gitTriggerId: Located<string>,
  triggers: readonly GitTrigger[],
  { report }: RuleContext,
): void {
  const some = triggers.some(({ id }) => id !== undefined);
  const lack = some ? "some Git triggers here have no id" : "the Git triggers here have no id";
  const message = `"${gitTriggerId.value}" cannot be checked because ${lack}; compare it with the output of "codefresh get pipelines -o yaml"`;
  report(gitTriggerId, message);
}
