import { isSequence, isText } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { liftArguments, typeOf } from "../src/pipeline/steps/expand.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "tag-and-tags",
  severity: "warning",
  summary: "a build or push step has both `tag` and `tags`",
  why: "The documentation of the push step allows either of the two; that of the build step has `tag` for a single tag and `tags` for several. Codefresh's validator accepts both together, and which of them counts is not documented.",
  sources: [
    "docs.codefresh.io _docs/pipelines/steps/build.md: tags",
    "docs.codefresh.io _docs/pipelines/steps/push.md: tags",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/steps/build.js, push.js: both are optional",
  ],
  pipeline(pipeline, { report }) {
    for (const step of stepsIn(pipeline)) {
      const type = typeOf(step);
      if (step.anchor || (type !== "build" && type !== "push")) continue;
      const given = liftArguments(step);
      const [tag, tags] = [given.entry("tag"), given.get("tags")];
      if (!tag || tag.key.anchor || !isText(tag.value) || !tag.value.value) continue;
      if (!tags || !isSequence(tags) || tags.items.length === 0) continue;
      report(tag.key, 'the documentation allows either "tag" or "tags"; move the tag into "tags"');
    }
  },
});
