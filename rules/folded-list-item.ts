import type { LocatedScalar } from "../src/document/located.ts";
import { type ScalarNode, someScalar } from "../src/document/node.ts";
import { startOfLine } from "../src/document/scan.ts";
import { fixOf } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachScalar, foldedItems, foldedMessage } from "./support/walk.ts";

/** A dash at the start of a line of a plain text after its first one. */
const DASH = /(?<=\n)[ \t]*(?=- )/g;

export default defineRule({
  id: "folded-list-item",
  severity: "warning",
  summary:
    "a list item is a part of the text above, since it is indented deeper or the key of its list is missing",
  why: "YAML folds a deeper line into the text above, even if it begins with a dash: `- npm ci` with a deeper `- npm test` below is the one command `npm ci - npm test`.",
  sources: ["YAML 1.2.2, section 7.3.3: plain style", "tested with js-yaml 3.15"],
  pipeline(pipeline, context) {
    if (!someScalar(pipeline.node.node, (node) => mayFold(node, context))) return;
    eachScalar(pipeline.node, (scalar) => {
      const { path } = scalar;
      // The rule "unknown-event" reports several events in one item.
      if (typeof path?.key === "number" && path.parent?.key !== "events") checkItem(scalar, context);
      // The rule "undeclared-stage" reports the same of a stage.
      if (typeof path?.key === "string" && path.key !== "stage") checkValue(scalar, path.key, context);
    });
  },
});

/** Most specs have no such text and need no walk with paths: 4 % of the time of `lint`. */
function mayFold({ style, value, span }: ScalarNode, { text }: RuleContext): boolean {
  if (style !== "plain" || typeof value !== "string" || !value.includes("- ")) return false;
  return text.slice(span.start, span.end).search(DASH) >= 0;
}

function checkItem({ node, span, path }: LocatedScalar, { text, report }: RuleContext): void {
  if (node.kind !== "scalar" || node.style !== "plain") return;
  const folded = [...text.slice(span.start, span.end).matchAll(DASH)].map(({ 0: { length }, index }) => ({
    start: span.start + index,
    end: span.start + index + length,
  }));
  const first = folded[0];
  if (!first) return;
  const lineStart = startOfLine(text, span.start);
  const [, indent] = /^([ \t]*)- +$/.exec(text.slice(lineStart, span.start)) ?? [];
  if (indent === undefined) return;
  const message =
    "this item is a part of the text above, since its dash is indented deeper; align it with the dash above";
  const edits = folded.map((each) => ({ span: each, text: indent }));
  const fix = fixOf("align the dash with the one above", false, ...edits);
  report({ path, span: { start: first.end, end: first.end + 1 } }, message, { fix });
}

function checkValue({ node, span, path }: LocatedScalar, key: string, { text, report }: RuleContext): void {
  const items = foldedItems({ node, span }, text);
  if (!items) return;
  report({ path, span: items }, foldedMessage(key));
}
