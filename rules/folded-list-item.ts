import type { LocatedScalar } from "../src/document/located.ts";
import { startOfLine } from "../src/document/scan.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** An item below another one, with its dash further to the right. */
const QUICK = /\n([ \t]*)- [^\n]*\n\1[ \t]+- /;

export default defineRule({
  id: "folded-list-item",
  severity: "warning",
  summary: "a list item is indented deeper than the item above, and so is a part of its text",
  why: "YAML folds a deeper line into the text above, even if it begins with a dash: `- npm ci` with a deeper `- npm test` below is the one command `npm ci - npm test`.",
  sources: ["YAML 1.2.2, section 7.3.3: plain style", "tested with js-yaml 3.15"],
  pipeline(pipeline, context) {
    if (!QUICK.test(textOf(pipeline))) return;
    eachScalar(pipeline.node, (scalar) => {
      const { path } = scalar;
      // The rule "unknown-event" reports several events in one item.
      if (typeof path?.key === "number" && path.parent?.key !== "events") checkItem(scalar, context);
    });
  },
});

function checkItem({ node, span, path }: LocatedScalar, { text, report }: RuleContext): void {
  if (node.kind !== "scalar" || node.style !== "plain") return;
  const lineStart = startOfLine(text, span.start);
  const [, indent] = /^([ \t]*)- +$/.exec(text.slice(lineStart, span.start)) ?? [];
  const folded = [...text.slice(span.start, span.end).matchAll(/(?<=\n)[ \t]*(?=- )/g)].map(
    ({ 0: { length }, index }) => ({ start: span.start + index, end: span.start + index + length }),
  );
  const first = folded[0];
  if (indent === undefined || !first) return;
  report(
    { path, span: { start: first.end, end: first.end + 1 } },
    "this item is a part of the text above, since its dash is indented deeper; align it with the dash above",
    {
      fix: {
        title: "align the dash with the one above",
        safe: false,
        edits: folded.map((each) => ({ span: each, text: indent })),
      },
    },
  );
}
