import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "pipeline-name-format",
  severity: "error",
  summary: "`metadata.name` is not of the form `project/pipeline`",
  why: "The documentation asks for the full name, the project, a slash, the pipeline: it decides in which project the pipeline appears. The published schema takes any text, and a project's own name may hold a slash.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: project_name/pipeline_name",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: name is any string",
  ],
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
