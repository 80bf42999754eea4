import { NAMED_BY_REF, WITHOUT_SLASHES } from "../src/catalogue/system-variables.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { escapeRegex } from "../src/match/regex/syntax/repair.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { isRefName } from "../src/simulate/event/fact-values.ts";
import { quote } from "../src/util/text.ts";
import { checkComparedValues, type ImpossibleValue, variablesSetBy } from "./support/compared-values.ts";
import { type Evaluator, eachCondition } from "./support/step-conditions.ts";
import { whensOf } from "./support/step-whens.ts";
import { hasWholeLists } from "./support/walk.ts";

/** The start of a full ref, or of the name of a remote's copy. */
const PREFIX = /^(?:(?:refs\/)?(?:heads|tags|remotes\/[^/]+)|origin)\/(?=.)/;

export default defineRule({
  id: "impossible-branch-in-condition",
  severity: "warning",
  summary: "a condition compares the name of a branch or tag with a text that none has",
  why: "`CF_BRANCH` and the variables of pull requests have the name alone, without `refs/heads/` or `origin/`, and `==` compares it as it is: a glob or a regex is a text there. `match` and `includes` do not find a full ref in it. `CF_BRANCH_TAG_NORMALIZED` has no slashes.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the system variables",
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: comparisons, and the function match",
    "git-scm.com/docs/git-check-ref-format: characters of a branch name",
  ],
  async pipeline(pipeline, context) {
    const found = whensOf(pipeline).conditions.filter(({ value }) => /CF_\w*(?:BRANCH|TARGET)/.test(value));
    if (found.length === 0) return;
    await checkComparedValues(found, pipeline, context, faultOf);
    if (found.some(({ value }) => SEARCHED.test(value))) await checkSearched(pipeline, context);
  },
});

/** A text that begins with a full ref. */
const SEARCHED = /["'^]refs\\*\//;

/** Reports calls of `includes` and `match` that search for a full ref in a name. */
async function checkSearched(pipeline: Pipeline, context: RuleContext): Promise<void> {
  if (!hasWholeLists(pipeline)) return;
  const { report, subLocation } = context;
  const [{ callsIn }, { treeOf }] = await Promise.all([
    import("../src/expression/comparisons.ts"),
    import("../src/match/regex/syntax/ast.ts"),
  ]);
  const own = await variablesSetBy(pipeline);
  return eachCondition(pipeline, context, (condition, evaluate) => {
    if (!SEARCHED.test(condition.value)) return;
    for (const call of ["includes", "match"].flatMap((name) => callsIn(condition.value, name))) {
      const [text, part] = call.args;
      const [, name = ""] = (text?.kind === "literal" && REFERENCE.exec(String(text.value))) || [];
      if (!NAMED_BY_REF.has(name) || own.has(name) || part?.kind !== "literal") continue;
      const isPattern = call.callee?.name === "match";
      const { 1: kind, 2: rest } = (isPattern ? REF_PATTERN : REF).exec(String(part.value)) ?? [];
      // Only one of several alternatives begins with the ref.
      if (rest === undefined || (isPattern && treeOf(rest)?.alternatives.length !== 1)) continue;
      const { value } = condition;
      const { start, end } = call;
      const mark = value[part.start]!;
      const written = (pattern: string): string =>
        `match(${value.slice(text!.start, text!.end)}, ${mark}${pattern.replaceAll("\\", "\\\\").replaceAll(mark, `\\${mark}`)}${mark}`;
      const ignoresCase =
        isPattern && call.args[2] ? value.slice(call.args[2].start, call.args[2].end) : "false";
      const meant = `${written(`^${isPattern ? rest : escapeRegex(rest)}`)}, ${ignoresCase})`;
      // Without the start of a ref this is true for all names.
      const isEmpty = /^[\^$().*+]*$/.test(rest) || (isPattern && matchesAll(meant, name, evaluate));
      const remedy = !isEmpty
        ? `write ${meant}`
        : kind === "tags"
          ? `test how the names of tags begin, as in ${written("^v")}, false)`
          : "remove it, or exclude the names of tags";
      const fixed = value.slice(0, start) + meant + value.slice(end);
      report(
        subLocation(condition, part.start, part.end),
        `"refs/${kind}/" is not in the name that ${name} has, so ${call.callee!.name} is always false; ${remedy}`,
        { fix: replaceValue(condition, isEmpty ? undefined : fixed, false) },
      );
    }
  });
}

/** True if a call of `match` is true for any name, as for `^(main)?`: for an unusual one too. */
function matchesAll(call: string, name: string, evaluate: Evaluator): boolean {
  const isExcluding = call.includes("(?!") || call.includes("(?<");
  return !isExcluding && evaluate(call, { [name]: "\u0001" }).outcome === "true";
}

/** A variable as a whole text. */
const REFERENCE = /^\$\{\{(\w+)\}\}$/;

/** The start of a full ref, and the same in a pattern, where it may begin a longer ref only. */
const REF = /^refs\/(heads|tags)\/(.*)$/s;
const REF_PATTERN = /^\^?refs\\?\/(heads|tags)\\?\/(?![?*{])(.*)$/s;

function faultOf(name: string, value: string): ImpossibleValue | undefined {
  if (WITHOUT_SLASHES.has(name))
    return value.includes("/") ? { remedy: "compare CF_BRANCH with it" } : undefined;
  const meant = value.trim().replace(PREFIX, "");
  if (!NAMED_BY_REF.has(name) || (meant === value && isRefName(value))) return undefined;
  if (isRefName(meant)) return { remedy: `write ${quote(meant)}`, meant };
  return { remedy: `write match("\${{${name}}}", PATTERN, false)` };
}
