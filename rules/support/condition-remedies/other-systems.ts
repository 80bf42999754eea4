import type { Place } from "../../../src/expression/syntax.ts";
import { type Pipeline, variableNamesIn } from "../../../src/pipeline/model.ts";
import { hasContexts, isEventName, namesSetIn, otherVariable, testOfUnset, textsAnd } from "../step-whens.ts";
import {
  type Fault,
  type FaultContext,
  inQuotesOf,
  type Meant,
  type WordedFault,
  write,
} from "./worded-fault.ts";

/** `needs.*.result`, the results of all steps before. */
export function needsWildcard(condition: string): WordedFault | undefined {
  const found = /\bneeds\.\*(?:\.\w+)?/.exec(condition);
  if (!found) return undefined;
  const place = { start: found.index, end: found.index + found[0].length };
  const word = inQuotesOf(condition, condition.includes("success") ? "success" : "failure");
  const hint = `; test each step, as in steps.NAME.result == ${word}`;
  return { message: `"${found[0]}" is of another CI system`, place, hint };
}

/**
 * `eq(A, B)` and `startsWith(github.ref, A)`: the function, and the variable that is an error as
 * soon as the function is not.
 */
export function functionOfOther(
  condition: string,
  { message, place }: Fault,
  { pipeline, withOperators }: FaultContext,
): WordedFault | undefined {
  const text = withOperators(condition);
  const edit = text === condition ? undefined : { start: 0, end: condition.length, text };
  for (const [token] of condition.matchAll(textsAnd(/[A-Za-z_]\w*(?:\.\w+)*/))) {
    const meant = /^["']/.test(token) ? undefined : otherVariable(token, pipeline)?.meant;
    if (meant === undefined) continue;
    const isRef = meant === "CF_BRANCH" && condition.includes("refs/");
    const hint = `, and ${inQuotesOf(condition, `\${{${meant}}}`)} for ${token}`;
    return { message, place, hint: isRef ? `${hint}, a name without refs/heads/` : hint };
  }
  return edit && { message, place, edit };
}

/** The objects that other CI systems have for variables of one's own. */
const SCOPE = /^(?:env|vars|inputs|variables|parameters|params|secrets)$/;

/** `github.ref`, `env.NAME`, `needs.STEP.outputs.NAME` and `branch` of other CI systems. */
export function variableOfOther(
  condition: string,
  answer: Fault,
  { pipeline }: FaultContext,
): WordedFault | undefined {
  const { start } = answer.place;
  const written = condition.slice(start);
  const indexed = /^([a-z]+)\s*\[\s*["']([\w.]+)["']\s*\]/.exec(written);
  if (answer.fault === "member:computed" && !indexed) return undefined;
  const [token = "", root = "", name = ""] =
    indexed ?? /^([A-Za-z]\w*)(?:\.(\w+(?:\.\w+)*))?/.exec(written) ?? [];
  if (indexed && !SCOPE.test(root)) return undefined;
  const text = indexed ? name : token;
  const place = { start, end: start + token.length };
  const quote = condition.includes('"') ? '"' : "'";
  const other = otherVariable(text, pipeline, quote);
  const isScope = SCOPE.test(root) && /^\w+$/.test(name);
  const [, output] = /^needs\.\w+\.outputs\.(\w+)$/.exec(text) ?? [];
  const meant =
    other?.meant ?? (isScope ? nameInScope(root, name, pipeline) : text === "branch" ? "CF_BRANCH" : output);
  const isStatus = /^(?:job\.status|currentBuild\.(?:currentResult|result)|agent\.jobstatus)$/i.test(text);
  if (!other && meant === undefined && !isStatus) return undefined;
  const message = `"${text}" is a variable of another CI system`;
  const event = isEventName(text) ? testOfEvent(condition, place, quote) : undefined;
  if (event) return { message, place, ...event };
  if (isStatus) return { message, place, hint: "; write steps.NAME.result, with the name of a step" };
  if (meant === undefined) return { message, place, hint: `; ${other!.remedy}` };
  const change = write(start, place.end, inQuotesOf(condition, `\${{${meant}}}`));
  const hint = output && `${change.hint}, which the step sets with cf_export`;
  return { message, place, ...change, ...(hint && { hint }) };
}

/** Variables that Jenkins has in `env`. */
const OF_JENKINS: Readonly<Record<string, string>> = {
  BRANCH_NAME: "CF_BRANCH",
  CHANGE_BRANCH: "CF_BRANCH",
  CHANGE_ID: "CF_PULL_REQUEST_NUMBER",
  CHANGE_TARGET: "CF_PULL_REQUEST_TARGET",
  GIT_COMMIT: "CF_REVISION",
};

/** The variable for `env.NAME` and the like. */
function nameInScope(root: string, name: string, pipeline: Pipeline): string {
  const isSet =
    hasContexts(pipeline) || variableNamesIn(pipeline).has(name) || namesSetIn(pipeline).has(name);
  const own = root === "env" && !isSet && Object.hasOwn(OF_JENKINS, name) ? OF_JENKINS[name] : undefined;
  return own ?? otherVariable(name, pipeline)?.meant ?? name;
}

/** `github.event_name == 'pull_request'`: only builds for a pull request have its number. */
function testOfEvent(condition: string, { start, end }: Place, quote: string): Meant | undefined {
  const [all, operator, , event = ""] = /^\s*([=!]=)\s*(["'])([\w-]+)\2/.exec(condition.slice(end)) ?? [];
  if (all === undefined) return undefined;
  const test = testOfUnset("CF_PULL_REQUEST_NUMBER", quote);
  const isPullRequest = /^(?:pull_request(?:_target)?|merge_request_event|PullRequest)$/.test(event);
  if (isPullRequest) return write(start, end + all.length, operator === "==" ? `${test} == false` : test);
  return operator === "==" ? { hint: `; for builds without a pull request, test ${test}` } : undefined;
}

/** A variable of another CI system, in brackets too, or any other name that is not called. */
const FOREIGN =
  /(?<![\w.$])(?:variables|parameters|params|env|vars|inputs)\[\s*(?:"[\w.]+"|'[\w.]+')\s*\]|(?<![\w.$])[A-Za-z_][\w.]*(?![\w.[]|\s*\()/;

/** Returns a condition with Codefresh's variables and functions for those of other CI systems. */
export function inOwnWords(condition: string, { steps, pipeline, withOperators }: FaultContext): string {
  const renamed = condition.replaceAll(textsAnd(FOREIGN), (part) => {
    if (/^["']/.test(part)) return part;
    const [, scope = "", name = ""] = /^([a-z]+)(?:\.|\[\s*["'])([\w.]+)/.exec(part) ?? [];
    const [, needed] = /^(?:needs|dependencies)\.(\w+)\.result$/.exec(part) ?? [];
    if (needed !== undefined) return steps.has(needed) ? `steps.${needed}.result` : part;
    const isScope = SCOPE.test(scope) && (part.includes("[") || /^\w+$/.test(name));
    const meant = isScope ? nameInScope(scope, name, pipeline) : otherVariable(part, pipeline)?.meant;
    return meant === undefined || !/^\w+$/.test(meant) ? part : inQuotesOf(condition, `\${{${meant}}}`);
  });
  if (renamed === condition) return withOperators(condition);
  return (
    withOperators(renamed)
      // A variable in quotes is a text.
      .replaceAll(
        /((["'])\$\{\{\w+\}\}\2\s*[=!]=\s*)(true|false|\d+)\b(?!\.)/g,
        (_, left: string, quote: string, value: string) => left + quote + value + quote,
      )
      // The name of a branch or a tag has no such start.
      .replaceAll(/([=!]=\s*["']|["']\^)refs\/(?:heads|tags)\/(?=\w)/g, "$1")
  );
}
