import { isSequence, isText } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "tags-not-a-list",
  severity: "warning",
  summary: "`metadata.labels.tags` is not a list of strings",
  why: "The tags of a pipeline, which access rules use, are a list of strings. The published schema accepts any labels, so another value is probably not rejected, but it is not a list of tags.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md: labels, tags as an array of strings",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md, where labels is any object",
  ],
  pipeline({ metadata }, { report }) {
    const tags = metadata?.mapping("labels")?.get("tags");
    if (!tags) return;
    if (!isSequence(tags)) report(tags, `"tags" is not a list; write a list of strings`);
    else
      for (const tag of tags.items)
        if (!isText(tag)) report(tag, `a tag is not a string; quote it or write a string`);
  },
});
