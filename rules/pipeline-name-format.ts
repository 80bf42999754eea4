import { defineRule } from "../src/lint/rule.ts";
import { reportUnread } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "pipeline-name-format",
  severity: "error",
  summary: "`metadata.name` is not of the form `project/pipeline`",
  why: "The documentation requires the full name: project, slash, pipeline. It determines the project in which the pipeline appears. The published schema accepts any text, and a project name may itself contain a slash.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: project_name/pipeline_name",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: name is any string",
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
    );
  },
});
