import { defineRule } from "../src/lint/rule.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "hooks-of-parallel-step",
  severity: "warning",
  summary: "a parallel step has hooks, which only its steps can have",
  why: "The documentation excludes hooks from parallel steps. Codefresh's validator does not check this. Move the hooks to the steps in it.",
  sources: ["docs.codefresh.io _docs/pipelines/hooks.md: limitations"],
  pipeline(pipeline, { report }) {
    for (const step of stepsIn(pipeline)) {
      const entry = step.string("type")?.value === "parallel" ? step.entry("hooks") : undefined;
      if (entry && !entry.key.anchor)
        report(entry.key, "a parallel step cannot have hooks; move them to the steps in it");
    }
  },
});
