import { defineRule } from "../src/lint/rule.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "implicit-parallel-step",
  severity: "info",
  summary: "a step has `scale` or `matrix` in a pipeline with `mode: parallel`",
  why: "The documentation excludes implicit parallel steps, which `scale` and `matrix` make, from pipelines in parallel mode. Codefresh's validator does not check this, and pipelines of Codefresh itself have both, so it is an info. Write each step that they make under `steps`, or remove `mode: parallel`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: Parallel pipeline execution",
    "codefresh-io/cli-v2 and codefresh-io/venona: pipelines with both",
  ],
  pipeline(pipeline, { report }) {
    const mode = pipeline.spec?.string("mode");
    if (mode?.value !== "parallel") return;
    for (const step of stepsIn(pipeline)) {
      const entry = step.entry("scale") ?? step.entry("matrix");
      if (!entry || entry.key.anchor) continue;
      const each = entry.name === "scale" ? "each step in it" : "each combination of its values";
      const message = `the documentation excludes "${entry.name}" from "mode: parallel"; write ${each} as a step under "steps"`;
      report(entry.key, message, { related: [{ place: mode, message: "the mode" }] });
    }
  },
});
