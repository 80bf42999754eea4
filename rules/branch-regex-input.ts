import type { Located } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";

export default defineRule({
  id: "branch-regex-input",
  severity: "info",
  summary: "`branchRegexInput` does not match the form of the branch filter",
  why: "The setting controls how Codefresh displays a branch filter: as a regex, or as a list of branches to include or exclude. It does not change which branches match. A filter that such a list cannot produce still works, but is displayed incorrectly.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
    "docs.codefresh.io _docs/integrations/codefresh-api.md",
    "codefresh-io/terraform-provider-codefresh 92fb1c3, acceptance test of branch_regex_input: Codefresh keeps any pair as given",
  ],
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

/** Other rules report an invalid regex; a filter that matches everything is Codefresh's default. */
function isRegexLiteral(value: string): boolean {
  return /^\/.+\/[gim]*$/.test(value) && !/^\/\.[*+]?\/[gim]*$/.test(value);
}

function check(filter: Located<string>, input: Located<string>, form: Form, { report }: RuleContext): void {
  if (form.pattern.test(filter.value)) return;
  report(input, `"${input.value}" requires a filter of the form "${form.example}"; write "regex"`, {
    related: [{ place: filter, message: "the branch filter" }],
  });
}
