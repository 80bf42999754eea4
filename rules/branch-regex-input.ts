import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { reportFinding } from "../src/lint/schema-findings.ts";

export default defineRule({
  id: "branch-regex-input",
  severity: "error",
  summary: "`branchRegexInput` is no value that the platform knows, or does not fit the branch filter",
  why: "The setting tells the product how to draw a branch filter: as a regex, or as lists of branches to include or exclude. It does not change what the filter matches, so a filter that the list would not have written is still matched as it stands, and is drawn wrongly.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "codefresh-io/terraform-provider-codefresh 92fb1c3, acceptance test of branch_regex_input: the platform keeps any pair as given",
  ],
  schemaFinding: reportFinding,
  gitTrigger({ branchRegex, branchRegexInput }, context) {
    const input = branchRegexInput?.value;
    if (!branchRegex || !branchRegexInput || !isRegexLiteral(branchRegex.value)) return;
    if (input === "multiselect") check(branchRegex, branchRegexInput, INCLUDE, context);
    if (input === "multiselect-exclude") check(branchRegex, branchRegexInput, EXCLUDE, context);
  },
});

interface Form {
  readonly pattern: RegExp;
  readonly example: string;
}

const INCLUDE: Form = { pattern: /^\/\^\(\(.+\)\$\)\.\*\/[gim]*$/, example: "/^((a|b)$).*/gi" };
const EXCLUDE: Form = { pattern: /^\/\^\(\?!\(.+\)\$\)\.\*\/[gim]*$/, example: "/^(?!(a|b)$).*/gi" };

/** Another rule speaks of what is no regex, and a filter that matches everything is the product's own default. */
function isRegexLiteral(value: string): boolean {
  return /^\/.+\/[gim]*$/.test(value) && !/^\/\.[*+]?\/[gim]*$/.test(value);
}

function check(filter: Located<string>, input: Located<string>, form: Form, { report }: RuleContext): void {
  if (form.pattern.test(filter.value)) return;
  report(
    input,
    `"${input.value}" would have written a filter like "${form.example}", and the one here is matched as it stands; write "regex"`,
    { severity: "info", related: [{ place: filter, message: "the branch filter" }] },
  );
}
