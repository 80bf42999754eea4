import { defineRule } from "../src/lint/rule.ts";
import { comparableRepository } from "./support/repositories.ts";

export default defineRule({
  id: "spec-template-revision",
  severity: "warning",
  summary: "a template without `revision` is read from the branch of a trigger on another repository",
  why: "Without `revision`, Codefresh reads the template from the branch that the trigger reports. If the trigger is on another repository, that branch may not exist in the template's repository, and the build fails.",
  sources: [
    "docs.codefresh.io _docs/kb/articles/multi-git-triggers.md",
    "codefresh-io/terraform-provider-codefresh issue 31: an absent revision follows the trigger's branch",
  ],
  pipeline({ specTemplate, spec, triggers }, { report }) {
    const repo = specTemplate?.string("repo");
    // Other rules report a repository that cannot be compared.
    const own = comparableRepository(repo?.value);
    if (own === undefined || specTemplate?.string("location")?.value !== "git") return;
    if (specTemplate.has("revision")) return;
    const foreign = triggers.find((trigger) => {
      const other = comparableRepository(trigger.repo?.value);
      return other !== undefined && other !== own;
    });
    if (!foreign) return;
    const related = { place: foreign.repo!, message: "the trigger's repository" };
    report(
      spec!.entry("specTemplate")!.key,
      `the template in "${repo!.value}" is read from the branch of a trigger on "${foreign.repo!.value}"; add "revision"`,
      { related: [related] },
    );
  },
});
