import { LocatedMapping, valueAt } from "../src/document/located.ts";
import type { AliasNode, YamlNode } from "../src/document/node.ts";
import { defineRule } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import { oncePerPipeline, type Pipeline } from "../src/pipeline/model.ts";
import type { SchemaFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "unknown-key",
  severity: "error",
  summary: "a mapping has an unknown key",
  why: "Codefresh rejects a spec with a key that its schema does not list, or a key that belongs to another kind of entry. The API documentation lists fewer keys than the schema, and exports add generated keys: all of these are known. Any key is allowed in `labels`: the API documentation has one example with custom keys and one with `tags`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "tested with joi 13.7, the published schema and default options (codefresh-io/service-base infra/validation.js)",
  ],
  schemaFinding(finding, pipeline, context) {
    const { kind, path, key, message, suggestion, places, opposite } = finding;
    const isMeant = message ?? suggestion ?? places ?? opposite;
    const aliases = kind === "unknown-key" && isMeant === undefined ? aliasesOf(path, pipeline) : [];
    const [first] = aliases;
    if (!first) return reportFinding(finding, pipeline, context);
    const name = context.text.slice(first.span.start + 1, first.span.end);
    const isOne = aliases.every(({ target }) => target === first.target);
    const [anchors, remedy] = isOne
      ? ["an anchor", `write "&${name}" and its value in place of the first "*${name}"`]
      : ["anchors", "write each anchor and its value in place of its first alias"];
    const own = `unknown key "${key}" holds ${anchors}; ${remedy}, and remove the key`;
    return reportFinding({ ...finding, message: own }, pipeline, context);
  },
});

/** The aliases behind an entry whose anchors are in it. */
function aliasesOf(path: SchemaFinding["path"], pipeline: Pipeline): readonly AliasNode[] {
  const parent = valueAt(pipeline.node, path.slice(0, -1));
  const value = parent instanceof LocatedMapping ? parent.get(String(path.at(-1))) : undefined;
  if (!value || value.anchor) return [];
  const { start, end } = value.span;
  return aliasesIn(pipeline).filter(
    ({ span, target }) => target.span.start >= start && target.span.end <= end && span.start >= end,
  );
}

const aliasesIn = oncePerPipeline(({ node }) => {
  const found: AliasNode[] = [];
  addAliases(node.node, found);
  return found;
});

function addAliases(node: YamlNode, found: AliasNode[]): void {
  if (node.kind === "alias") found.push(node);
  else if (node.kind === "sequence") for (const item of node.items) addAliases(item, found);
  else if (node.kind === "mapping") for (const { value } of node.pairs) addAliases(value, found);
}
