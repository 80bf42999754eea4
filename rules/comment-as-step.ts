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
    const groups = [pipeline.steps, ...stepsIn(pipeline).map((step) => step.mapping("steps"))];
    const named = groups
      .flatMap((group) => group?.entries ?? [])
      .filter(({ name }) => commentFault(name) !== undefined);
    if (named.length === 0 || !/^[ \t]*(?:\/[/*]|<!|;|-- )/m.test(text)) return;
    for (const { name, key, value } of named)
      if (value instanceof LocatedMapping && !key.anchor)
        report(key, `${commentFault(name)} on each line of the step`);
  },
});
