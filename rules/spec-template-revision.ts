import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "spec-template-revision",
  severity: "warning",
  summary: "a template without `revision` is read from the branch of a trigger on another repository",
  why: "Without `revision`, Codefresh reads the template from the branch that the trigger reports. If the trigger is on another repository, that branch may not exist in the template's repository, and the build fails. An empty revision is rejected.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/multi-git-triggers.md",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: specTemplate.revision is not empty",
    "codefresh-io/terraform-provider-codefresh issue 31: an absent revision follows the trigger's branch",
  ],
  schemaFinding: (finding, pipeline, context) => reportFinding(finding, pipeline, context, "error"),
  pipeline({ specTemplate, spec, triggers }, { report }) {
    const repo = specTemplate?.string("repo")?.value;
    if (!repo?.includes("/") || specTemplate?.string("location")?.value !== "git") return;
    if (specTemplate.has("revision")) return;
    const foreign = triggers.find((trigger) => isOther(trigger.repo?.value, repo));
    if (!foreign) return;
    const related = { place: foreign.repo!, message: "the trigger's repository" };
    report(
      spec!.entry("specTemplate")!.key,
      `the template in "${repo}" is read from the branch of a trigger on "${foreign.repo!.value}"; add "revision"`,
      { related: [related] },
    );
  },
});

/** True if both are repositories and they differ, ignoring case. */
function isOther(trigger: string | undefined, template: string): boolean {
  return trigger?.includes("/") === true && trigger.toLowerCase() !== template.toLowerCase();
}
