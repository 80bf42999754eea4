import type { Rule } from "../../lint/rule.ts";
import { FIXABLE } from "../lint/fixable.generated.ts";
import { type Explanation, type ExplanationPart, packageFile, sourceText } from "./explanation.ts";
import { EXAMPLES } from "./rule-examples.generated.ts";
import { valuesOf } from "./rule-values.ts";

/** The description of a rule: its reason, values, examples and sources. */
export function explainRule(rule: Rule): Explanation {
  const options = Object.entries(rule.options ?? {}).map(([name, what]) => `${name}: ${what}`);
  const more = packageFile("docs/rules.md");
  return {
    title: rule.id,
    traits: traits(rule),
    paragraphs: [`${rule.summary.charAt(0).toUpperCase()}${rule.summary.slice(1)}.`, rule.why],
    parts: [
      ["Options", options],
      ...valuesOf(rule.id),
      ...examplesOf(rule.id),
      ["Sources", rule.sources.map(sourceText)],
      ["All rules", more === undefined ? [] : [more]],
    ],
  };
}

function examplesOf(id: string): ExplanationPart[] {
  const example = EXAMPLES[id];
  if (!example) return [];
  const { fails, finding, passes } = example;
  return [
    ["Fails", fails, "code"],
    ["Finding", finding],
    ["Passes", passes, "code"],
  ];
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
