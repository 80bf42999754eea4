import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "external-resource-type",
  severity: "warning",
  summary: "an external resource has a type that the schema accepts but Codefresh does not support",
  why: "The schema accepts the types `git`, `cloud` and `url`, but the documentation states that only `git` is supported, with a repository and a revision.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, External resources: only git is supported",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: externalResources",
  ],
  pipeline({ spec }, { report }) {
    for (const resource of spec?.mappings("externalResources") ?? []) {
      const type = resource.string("type");
      if (type?.value !== "cloud" && type?.value !== "url") continue;
      const message = `type "${type.value}" is accepted but not supported; copy the file from a repository with type "git", or download it in a step`;
      report(type, message);
    }
  },
});
