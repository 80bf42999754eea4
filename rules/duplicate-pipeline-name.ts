import { defineRule } from "../src/lint/rule.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-pipeline-name",
  severity: "warning",
  summary: "two specs have the same pipeline name",
  why: "The full name identifies a pipeline. If two specs have the same name, the one that is applied last replaces the other.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: the full pipeline name",
    "codefresh-io/cli: create and replace find the pipeline by its name",
  ],
  project: {
    collect({ name }, add) {
      // A template tag can give a different name each time.
      if (name?.value && !name.value.includes("{{")) add(name, name.value);
    },
    judge(facts) {
      const found: { at: number; message: string; related: { at: number; message: string }[] }[] = [];
      eachRepeated(
        facts.map(({ data }, at) => ({ data, at })),
        ({ data }) => data,
        ({ data, at }, earlier) =>
          found.push({
            at,
            message: `pipeline name "${data}" is already used by another spec; rename one of the pipelines`,
            related: [{ at: earlier.at, message: "first used here" }],
          }),
      );
      return found;
    },
  },
});
