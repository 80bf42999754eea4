import type { Located } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { isRefName } from "../src/simulate/event/fact-values.ts";
import { quote, withoutEnd } from "../src/util/text.ts";
import { isPatternAsName, whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "pattern-as-branch-name",
  severity: "warning",
  summary:
    "an entry of `when.branch` is an exact name that no branch has, such as a glob or a regex without slashes",
  why: "An entry without slashes around it is the exact name of a branch, with its spaces, quotes and commas. Git does not allow spaces, `*`, `?`, `[`, `^` or a backslash in one. A regex is written as `/pattern/`, and each name is an item of its own.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: a branch name or a regex between slashes",
    "git-scm.com/docs/git-check-ref-format: characters of a branch name",
  ],
  pipeline(pipeline, context) {
    for (const { list, entry } of whensOf(pipeline).branches)
      if (!/^\/|^\s*\/.*\/[a-z]*\s*$|\$\{\{|^$/s.test(entry.value)) check(entry, list, context);
  },
});

function check(entry: Located<string>, list: string, { report }: RuleContext): void {
  const { value } = entry;
  const finding = faultOf(value, list);
  if (!finding) return;
  const { fault, remedy, meant } = finding;
  report(entry, `${fault}; ${remedy}`, { fix: replaceValue(entry, meant, false) });
}

interface NameFault {
  readonly fault: string;
  readonly remedy: string;
  readonly meant?: string | undefined;
}

function faultOf(value: string, list: string): NameFault | undefined {
  const bare = withoutEnd(
    value.replace(/^[\s"'\u2018-\u201e]+/, ""),
    " \t\r\n\"'\u2018\u2019\u201c\u201d\u201e,;",
  );
  if (bare !== value && bare !== "") {
    const fault = `${quote(value)} is an exact name, with its spaces, quotes and commas`;
    return { fault, remedy: `write ${quote(bare)}`, meant: bare };
  }
  if (/^!./.test(value)) {
    const other = list === "only" ? "ignore" : "only";
    const name = value.slice(1);
    const meant = isPatternAsName(name) ? regexFor(name) : name;
    const remedy = meant === undefined ? `write a regex in "${other}"` : `write "${meant}" in "${other}"`;
    return { fault: `"${value}" is an exact name`, remedy };
  }
  const isPattern = isPatternAsName(value);
  if (isPattern || (/.\|./.test(value) && !/[\s,;]/.test(value))) {
    const meant = regexFor(value.replace(/^refs\/(?:heads|tags)\/|^origin\//, ""));
    const always = list === "only" ? "matches no branch" : "ignores no branch";
    const fault = `"${value}" is ${isPattern ? `an exact name and ${always}` : "one exact name"}`;
    const remedy = meant === undefined ? "write a regex between slashes" : `did you mean "${meant}"?`;
    return { fault, remedy, meant };
  }
  if (/[\s,;|]/.test(value))
    return { fault: `${quote(value)} is one exact name`, remedy: "write each name as an item of its own" };
  // The prefix of a full ref is reported by `remote-in-branch-filter`.
  if (isRefName(value.replace(/^refs\//, ""))) return undefined;
  return { fault: `${quote(value)} is not a name that a branch can have`, remedy: "correct it" };
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
        .replaceAll(/[.+^$()\\/]/g, "\\$&")
        .replaceAll(/\*+/g, ".*")
        .replaceAll("?", ".");
  if (/^\^|\$$/.test(source)) return `/${source}/`;
  return source.includes("|") ? `/^(?:${source})$/` : `/^${source}$/`;
}
