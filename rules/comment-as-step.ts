import { LocatedMapping } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { commentFault } from "../src/schema/message.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "comment-as-step",
  severity: "warning",
  summary: "a line that was to be a comment, such as `// test:`, is the name of a step",
  why: "A comment in YAML begins with `#`. With `//` before it, the name of a step is another name, and the step runs.",
  sources: ["YAML 1.2.2, section 6.6: comments", "tested with js-yaml 3.15"],
  pipeline(pipeline, { report, text }) {
    if (!/^[ \t]*(?:\/[/*]|<!|;|-- )/m.test(text)) return;
    const groups = [pipeline.steps, ...stepsIn(pipeline).map((step) => step.mapping("steps"))];
    for (const { key, value } of groups.flatMap((group) => group?.entries ?? [])) {
      const fault = value instanceof LocatedMapping && !key.anchor ? commentFault(key.value) : undefined;
      if (fault !== undefined) report(key, `${fault} on each line of the step`);
    }
  },
});
