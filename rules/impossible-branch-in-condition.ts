import { NAMED_BY_REF, WITHOUT_SLASHES } from "../src/catalogue/system-variables.ts";
import { defineRule } from "../src/lint/rule.ts";
import { isRefName } from "../src/simulate/event/fact-values.ts";
import { quote } from "../src/util/text.ts";
import { checkComparedValues, type ImpossibleValue } from "./support/compared-values.ts";
import { whensOf } from "./support/step-whens.ts";

/** The start of a full ref, or of the name of a remote's copy. */
const PREFIX = /^(?:(?:refs\/)?(?:heads|tags|remotes\/[^/]+)|origin)\/(?=.)/;

export default defineRule({
  id: "impossible-branch-in-condition",
  severity: "warning",
  summary: "a condition compares the name of a branch or tag with a text that none has",
  why: "`CF_BRANCH` and the variables of pull requests have the name alone, without `refs/heads/` or `origin/`, and `==` compares it as it is: a glob or a regex is a text there. `CF_BRANCH_TAG_NORMALIZED` has no slashes.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the system variables",
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: comparisons, and the function match",
    "git-scm.com/docs/git-check-ref-format: characters of a branch name",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline).conditions.filter(({ value }) => /CF_\w*(?:BRANCH|TARGET)/.test(value));
    if (found.length > 0) return checkComparedValues(found, pipeline, context, faultOf);
  },
});

function faultOf(name: string, value: string): ImpossibleValue | undefined {
  if (WITHOUT_SLASHES.has(name))
    return value.includes("/") ? { remedy: "compare CF_BRANCH with it" } : undefined;
  const meant = value.trim().replace(PREFIX, "");
  if (!NAMED_BY_REF.has(name) || (meant === value && isRefName(value))) return undefined;
  if (isRefName(meant)) return { remedy: `write ${quote(meant)}`, meant };
  return { remedy: `write match("\${{${name}}}", PATTERN, false)` };
}
