import { defineRule } from "../src/lint/rule.ts";
import { reportRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-trigger-name",
  severity: "warning",
  summary: "two triggers of a pipeline have the same name",
  why: "Codefresh accepts this, but `codefresh run -t NAME` and the list of builds identify a trigger only by its name.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: trigger names are not unique",
    "codefresh run --help: -t takes a trigger's name",
  ],
  pipeline({ triggers, cronTriggers }, context) {
    const messageFor = (name: string) =>
      `trigger name "${name}" is already used in this pipeline; rename one of the triggers`;
    for (const kind of [triggers, cronTriggers]) {
      const names = kind.flatMap(({ name }) => name ?? []);
      reportRepeated(names, context, messageFor, "first used here");
    }
  },
});
