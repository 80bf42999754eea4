import { isSequence, LocatedMapping, valueAt } from "../src/document/located.ts";
import type { Span } from "../src/document/source.ts";
import { defineRule, type FixProposal } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import type { SchemaFinding } from "../src/schema/finding.ts";
import { insertFirst } from "./support/edits.ts";

export default defineRule({
  id: "missing-key",
  severity: "error",
  summary: "a required key is missing",
  why: "Codefresh rejects a spec without it. Two neighbouring items of a list that lack what the other one has are one item with a dash too many.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  schemaFinding(finding, pipeline, context) {
    const split = splitItem(finding, pipeline, context.text);
    if (!split) return reportFinding(finding, pipeline, context, onlyWord(finding, pipeline, context.text));
    const { dash, edit, isReported } = split;
    if (!isReported) return;
    const message = `this dash begins another item of "${String(finding.path.at(-2))}", but its keys belong to the item above; remove the dash`;
    context.report({ span: dash, path: undefined }, message, {
      about: finding.path,
      fix: { title: "remove the dash", safe: false, edits: [edit] },
    });
  },
});

/** Adds a key that has only one value, such as `type`, to an entry that has all its other keys. */
function onlyWord(
  { path, key, allowed = [] }: SchemaFinding,
  { node }: Pipeline,
  text: string,
): FixProposal | undefined {
  const entry = valueAt(node, path);
  const [word] = allowed;
  const others = REQUIRED[String(path.at(-2))]?.filter((each) => each !== key);
  if (allowed.length !== 1 || key === undefined || !(entry instanceof LocatedMapping)) return undefined;
  if (entry.anchor || !others?.every((each) => entry.has(each))) return undefined;
  const edit = insertFirst(entry, key, word!, text);
  return edit && { title: `add "${key}: ${word}"`, safe: true, edits: [edit] };
}

/** The keys that each item of a list needs. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  triggers: ["name", "type", "repo", "events"],
  cronTriggers: ["name", "type", "message", "expression"],
  variables: ["key", "value"],
};

interface SplitItem {
  readonly dash: Span;
  /** The change without the dash; it touches both items, which become one. */
  readonly edit: { readonly span: Span; readonly text: string };
  /** True for the finding that is reported in place of all others of the two items. */
  readonly isReported: boolean;
}

/** Finds the surplus dash where an item with a missing key and a neighbour are one item. */
function splitItem({ path, key }: SchemaFinding, { node }: Pipeline, text: string): SplitItem | undefined {
  const at = path.at(-1);
  const required = REQUIRED[String(path.at(-2))];
  const list = valueAt(node, path.slice(0, -1));
  if (typeof at !== "number" || !required || !list || !isSequence(list)) return undefined;
  const lacksKey = (item: LocatedMapping) => required.some((each) => !item.has(each));
  for (const second of [at, at + 1]) {
    const [above, below] = [list.items[second - 1], list.items[second]];
    if (!(above instanceof LocatedMapping && below instanceof LocatedMapping)) continue;
    const dash = text.slice(above.span.end, below.span.start).search(/-[ \t]*$/);
    const isOne = lacksKey(above) && lacksKey(below) && !below.entries.some(({ name }) => above.has(name));
    if (dash < 0 || !isOne || !required.every((each) => above.has(each) || below.has(each))) continue;
    const start = above.span.end + dash;
    const isReported = second === at && key === required.find((each) => !below.has(each));
    const span = { start: above.span.start, end: below.span.start + 1 };
    const joined = `${text.slice(span.start, start)} ${text.slice(start + 1, span.end)}`;
    return { dash: { start, end: start + 1 }, edit: { span, text: joined }, isReported };
  }
  return undefined;
}
