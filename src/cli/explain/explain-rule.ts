import { readFileSync } from "node:fs";
import type { Rule } from "../../lint/rule.ts";
import { sentence } from "../../util/text.ts";
import { FIXABLE } from "../lint/fixable.generated.ts";
import { type Explanation, type ExplanationPart, packageFile, sourceText } from "./explanation.ts";
import { valuesOf } from "./rule-values.ts";

/** The description of a rule: its reason, values, examples and sources. */
export function explainRule(rule: Rule): Explanation {
  const options = Object.entries(rule.options ?? {}).map(([name, what]) => `${name}: ${what}`);
  const more = packageFile("docs/rules.md");
  return {
    title: rule.id,
    traits: traits(rule),
    paragraphs: [sentence(rule.summary), rule.why],
    parts: [
      ["Options", options],
      ...valuesOf(rule.id),
      ...(more === undefined ? [] : examplesOf(rule.id, readFileSync(more, "utf8"))),
      ["Sources", rule.sources.map(sourceText)],
      ["All rules", more === undefined ? [] : [more]],
    ],
  };
}

/** The examples of a rule in the documentation of all rules: its blocks of code. */
function examplesOf(id: string, doc: string): ExplanationPart[] {
  const lines = doc.split("\n");
  const start = lines.indexOf(`## ${id}`);
  const after = start < 0 ? [] : lines.slice(start + 1);
  const end = after.findIndex((line) => line.startsWith("## "));
  const fences = (end < 0 ? after : after.slice(0, end)).flatMap((line, index) =>
    line.startsWith("```") ? [index] : [],
  );
  return ["Fails", "Finding", "Passes"].flatMap((heading, number): ExplanationPart[] => {
    const [open, close] = fences.slice(2 * number, 2 * number + 2);
    if (open === undefined || close === undefined) return [];
    const block = after.slice(open + 1, close);
    return [after[open] === "```text" ? [heading, block] : [heading, block, "code"]];
  });
}

function traits(rule: Rule): string[] {
  const fix = { safe: "fixable with --fix", suggestion: "fixable with --fix-suggestions" };
  const kind = FIXABLE[rule.id];
  return [
    rule.severity,
    ...(rule.preset === "strict" ? ["strict preset only"] : []),
    ...(kind ? [fix[kind]] : []),
  ];
}
