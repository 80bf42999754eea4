import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "spec-template-revision",
  severity: "warning",
  summary: "a template without a revision is read at the branch of a trigger on another repository",
  why: "Without `revision` the platform looks for the trigger's branch in the template's repository. Where the trigger is on another repository, that branch need not exist there, and the build fails. An empty revision is refused.",
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
      `the template in "${repo}" is read at the branch of a trigger on "${foreign.repo!.value}"; add a "revision"`,
      { related: [related] },
    );
  },
});

/** Whether both are repositories, and not one and the same, whatever the letter case. */
function isOther(trigger: string | undefined, template: string): boolean {
  return trigger?.includes("/") === true && trigger.toLowerCase() !== template.toLowerCase();
}
