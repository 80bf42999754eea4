import { defineRule } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "pipeline-name-format",
  severity: "warning",
  summary: "`metadata.name` is not of the form `project/pipeline`",
  why: "The documentation asks for the full name: project, slash, pipeline. It determines the project in which the pipeline appears. The published schema accepts any text but an empty one, which is an error, and examples of Codefresh's command line have no project. A project name may itself contain a slash.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: project_name/pipeline_name",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: name is any string",
    "codefresh-io/cli docs/content/pipelines/spec.md: examples with the names cron and basic-pipeline",
  ],
  schemaFinding: reportUnread,
  pipeline({ name, metadata }, { report }) {
    if (!name) return;
    const parts = name.value.split("/");
    if (parts.length >= 2 && parts.every((part) => part.trim() !== "")) return;
    const project = metadata?.string("project")?.value ?? "my-project";
    const bare = parts.filter((part) => part.trim() !== "").join("/") || "my-pipeline";
    const example = bare.includes("/") ? bare : `${project}/${bare}`;
    report(
      name,
      `pipeline name "${name.value}" is not of the form "project/pipeline"; write, for example, "${example}"`,
      name.value === "" ? { severity: "error" } : {},
    );
  },
});
