import type { Located } from "../src/document/located.ts";
import type { Place } from "../src/expression/syntax.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { quoteOf } from "./support/condition-remedies/variables.ts";
import { MAX_REPORTED } from "./support/step-conditions.ts";
import { whensOf } from "./support/step-whens.ts";
import { stepsIn } from "./support/walk.ts";

export default defineRule({
  id: "unknown-step-member",
  severity: "warning",
  summary: "a condition reads `status` or a similar member of a step or of the build in place of `result`",
  why: "The result of a step is `steps.NAME.result`, and that of the build `workflow.result`. No document lists a member `status` of a step; one example reads `workflow.status`, which is then only an info. The effect of a member that does not exist is an error in the evaluator of conditions.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the members of a step",
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: workflow.result",
    "docs.codefresh.io _docs/testing/test-reports.md: workflow.status in an example",
  ],
  pipeline(pipeline, context) {
    const found = whensOf(pipeline).conditions.filter(({ value }) => OTHER_NAMES.test(value));
    if (found.length === 0) return;
    return check(found, new Set(stepsIn(pipeline).map(({ path }) => String(path?.key))), context);
  },
});

const OTHER_NAMES =
  /\.\s*(?:status|state|outcome|conclusion|phase|results|Result|Status|success|succeeded|passed|failure|failed)\b/;

/** The results that have the names of members elsewhere. */
const RESULTS: ReadonlyMap<string, string> = new Map([
  ["success", "success"],
  ["succeeded", "success"],
  ["passed", "success"],
  ["failure", "failure"],
  ["failed", "failure"],
]);

/** A flag of a step, with the test that it means. */
interface Flag extends Place {
  readonly member: Place;
  readonly test: string;
  /** True if it is compared with another value than a boolean. */
  readonly isCompared: boolean;
}

/** The characters before a member in which the step is; longer names are not replaced. */
const MAX_PATH = 300;

/** `steps.NAME.failed`, also with `!` or a comparison with a boolean. */
function flagAt(value: string, member: Place, result: string, quote: string): Flag {
  const before = value.slice(Math.max(0, member.start - MAX_PATH), member.start);
  const { 0: path = "", 1: not = "" } =
    /(!\s*)?(?:steps\s*\.\s*)?(?:\w+|Member\([^()]*\))\s*\.\s*$/.exec(before) ?? [];
  const [compared = "", sign = "=", word = "true"] =
    /^\s*([=!])=\s*(true|false)\b/.exec(value.slice(member.end)) ?? [];
  const end = member.end + compared.length;
  const isNegated = [not !== "", sign === "!", word === "false"].filter(Boolean).length % 2 === 1;
  return {
    member,
    start: member.start - path.length,
    end,
    test: `${path.slice(not.length)}result ${isNegated ? "!=" : "=="} ${quote}${result}${quote}`,
    isCompared: path === "" || path.length === MAX_PATH || /^\s*[=!<>]/.test(value.slice(end)),
  };
}

/** Reports the flags of a condition, each with the fix for all of them. */
function reportFlags(
  condition: Located<string>,
  flags: readonly Flag[],
  { report, subLocation }: RuleContext,
): void {
  const { value } = condition;
  let [fixed, at] = ["", 0];
  for (const { start, end, test } of flags) {
    fixed += value.slice(at, start) + test;
    at = end;
  }
  const fix = flags.some(({ isCompared }) => isCompared) ? undefined : fixed + value.slice(at);
  for (const { member, test } of flags.slice(0, MAX_REPORTED)) {
    const name = value.slice(member.start, member.end);
    const message = `a step has no documented member "${name}"; write ${test}`;
    report(subLocation(condition, member.start, member.end), message, {
      fix: replaceValue(condition, fix, false),
    });
  }
}

async function check(
  conditions: readonly Located<string>[],
  names: ReadonlySet<string>,
  context: RuleContext,
): Promise<void> {
  const { report, subLocation } = context;
  const { membersIn } = await import("../src/expression/comparisons.ts");
  for (const condition of conditions) {
    const flags: Flag[] = [];
    const quote = quoteOf(condition.value);
    for (const { name, member, place } of membersIn(condition.value)) {
      if (!OTHER_NAMES.test(`.${member}`) || !(name === "workflow" || names.has(name))) continue;
      const result = RESULTS.get(member);
      if (result !== undefined) {
        flags.push(flagAt(condition.value, place, result, quote));
        continue;
      }
      const fixed = `${condition.value.slice(0, place.start)}result${condition.value.slice(place.end)}`;
      const isShown = name === "workflow" && member === "status";
      const fault = isShown
        ? "only one example of the documentation has workflow.status; write workflow.result"
        : `${name === "workflow" ? "the build" : `step "${name}"`} has no documented member "${member}"; write "result"`;
      report(subLocation(condition, place.start, place.end), fault, {
        severity: isShown ? "info" : undefined,
        fix: replaceValue(condition, fixed, false),
      });
    }
    if (flags.length > 0) reportFlags(condition, flags, context);
  }
}
