import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "pattern-as-branch-name",
  severity: "warning",
  summary: "an entry of `when.branch` is a glob or a regex without slashes, which no branch has as its name",
  why: "An entry without slashes around it is the exact name of a branch, and Git does not allow `*`, `?`, `[`, `^` or a backslash in one. A regex is written as `/pattern/`.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: a branch name or a regex between slashes",
    "git-scm.com/docs/git-check-ref-format: characters of a branch name",
  ],
  pipeline(pipeline, context) {
    for (const { list, entry } of whensOf(pipeline).branches)
      if (isPattern(entry.value)) check(entry, list, context);
  },
});

function isPattern(name: string): boolean {
  return !name.startsWith("/") && !name.includes("${{") && /[*?[^\\]/.test(name);
}

function check(entry: Located<string>, list: string, { report }: RuleContext): void {
  const { value } = entry;
  const meant = regexFor(value);
  const always = list === "only" ? "matches no branch" : "ignores no branch";
  const hint = meant === undefined ? "write a regex between slashes" : `did you mean "${meant}"?`;
  const fix = replaceValue(entry, meant, false);
  report(entry, `"${value}" is an exact name and ${always}; ${hint}`, { fix });
}

/**
 * The regex that a text without slashes most likely means: for the whole name, unless one end is
 * marked already. Undefined for a glob with sets.
 */
function regexFor(text: string): string | undefined {
  const isRegex = /^\^|\$$|\.\*|\\/.test(text);
  if (!isRegex && /[[{]/.test(text)) return undefined;
  const source = isRegex
    ? text.replaceAll(/(?<!\\)\//g, "\\/")
    : text
        .replaceAll(/[.+^$()|\\/]/g, "\\$&")
        .replaceAll(/\*+/g, ".*")
        .replaceAll("?", ".");
  if (/^\^|\$$/.test(source)) return `/${source}/`;
  return source.includes("|") ? `/^(?:${source})$/` : `/^${source}$/`;
}
