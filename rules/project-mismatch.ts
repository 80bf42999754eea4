import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { strayPunctuation } from "./support/stray-punctuation.ts";

export default defineRule({
  id: "project-mismatch",
  severity: "warning",
  summary: "`metadata.project` is not the project in `metadata.name`",
  why: "Codefresh derives the project from the name, so a different value in `project` has no effect and misleads readers of the spec.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: project is computed from the name",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields",
  ],
  pipeline({ name, metadata }, { report }) {
    const project = metadata?.string("project");
    const slash = name?.value.lastIndexOf("/") ?? -1;
    if (!name || !project?.value || slash <= 0 || name.value.startsWith(`${project.value}/`)) return;
    if (strayPunctuation(name.value) || strayPunctuation(project.value)) return;
    const computed = name.value.slice(0, slash);
    report(
      project,
      `project "${project.value}" differs from "${computed}", the project in the name; change one of them`,
      {
        related: [{ place: name, message: `this name puts the pipeline into project "${computed}"` }],
        fix: replaceValue(project, computed, false),
      },
    );
  },
});
