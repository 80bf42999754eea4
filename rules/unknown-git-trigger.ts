import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { GitTrigger } from "../src/pipeline/model.ts";

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
    // If a list is duplicated, the intended one is unknown: `duplicate-key` reports that.
    if (pipeline.spec && pipeline.spec.entries.filter(({ key }) => key.value === "triggers").length > 1)
      return;
    const { triggers } = pipeline;
    // `cron-git-trigger` reports a pipeline without any.
    if (triggers.length === 0) return;
    if (triggers.some(({ id }) => id?.value.toLowerCase() === gitTriggerId.value.toLowerCase())) return;
    // An id of another form may be the intended one.
    if (triggers.some(({ id, node }) => node.has("id") && !isId(id?.value ?? ""))) return;
    if (triggers.every(({ id }) => id !== undefined)) reportNoMatch(gitTriggerId, triggers, context);
    else reportUncertain(gitTriggerId, triggers, context);
  },
});

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
  report(gitTriggerId, message);
}
