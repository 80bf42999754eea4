import { isSequence, isText, type Value } from "../src/document/located.ts";
import { quotedLike } from "../src/lint/fix/quoting.ts";
import { defineRule, type FixProposal } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";

export default defineRule({
  id: "tags-not-a-list",
  severity: "warning",
  summary: "`metadata.labels.tags` is not a list of strings",
  why: "The tags of a pipeline, which access rules use, are a list of strings. The published schema accepts any labels, so another value is probably not rejected, but it is not a list of tags.",
  sources: [
    "docs.codefresh.io _docs/integrations/codefresh-api.md: labels, tags as an array of strings",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md, where labels is any object",
  ],
  pipeline({ metadata, file }, { report }) {
    const tags = metadata?.mapping("labels")?.get("tags");
    if (!tags) return;
    if (!isSequence(tags))
      report(tags, `"tags" is not a list; write a list of strings`, { fix: asList(tags, file) });
    else
      for (const tag of tags.items)
        if (!isText(tag)) report(tag, `a tag is not a string; quote it or write a string`);
  },
});

/** A list of the words in a text, with commas or white space between them. */
function asList(tags: Value, { format }: Pipeline["file"]): FixProposal | undefined {
  if (!isText(tags) || tags.anchor || !/^[\w.-]+(?:(?: *, *| +)[\w.-]+)*$/.test(tags.value)) return undefined;
  const words = tags.value.split(/[ ,]+/);
  const isJson = format === "json";
  const list = words.map((word) => (isJson ? JSON.stringify(word) : quotedLike(tags, word))).join(", ");
  return { title: `write [${list}]`, safe: false, edits: [{ span: tags.span, text: `[${list}]` }] };
}
