import { defineRule } from "../src/lint/rule.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-pipeline-name",
  severity: "warning",
  summary: "two specs name the same pipeline",
  why: "The full name identifies the pipeline, so of two specs with one name the one that is applied last replaces the other.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Metadata fields: the full pipeline name",
    "codefresh-io/cli: create and replace find the pipeline by its name",
  ],
  project: {
    collect({ name }, add) {
      // The same template tag becomes another name each time.
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
            message: `pipeline name "${data}" is already used by another spec; give each pipeline its own name`,
            related: [{ at: earlier.at, message: "first used here" }],
          }),
      );
      return found;
    },
  },
});
