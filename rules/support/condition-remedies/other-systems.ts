import { findSystemVariable } from "../../../src/catalogue/system-variables.ts";
import { type Pipeline, variableNamesIn } from "../../../src/pipeline/model.ts";
import { textsAnd } from "../step-whens.ts";
import {
  isEventName,
  mayBeSet,
  negationOf,
  otherVariable,
  quoteOf,
  testOfEmpty,
  testOfSet,
  testOfUnset,
} from "./variables.ts";
import {
  type Fault,
  type FaultContext,
  inQuotesOf,
  isOneOf,
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
  const name = condition.slice(place.start).match(/^\w+/)?.[0] ?? "";
  const [not] = /!\s*$/.exec(condition.slice(0, place.start)) ?? [];
  if (not !== undefined && Object.hasOwn(NEGATED, name)) {
    const start = place.start - not.length;
    const negated = `there is no function ${name}; write ${NEGATED[name]}`;
    return { message: negated, place: { start, end: place.end } };
  }
  for (const [token] of condition.matchAll(textsAnd(/[A-Za-z_]\w*(?:\.\w+)*/))) {
    const meant = /^["']/.test(token) ? undefined : otherVariable(token, pipeline)?.meant;
    if (meant === undefined) continue;
    const reference = inQuotesOf(condition, `\${{${meant}}}`);
    const isRef = meant === "CF_BRANCH" && condition.includes("refs/");
    if (isRef && /["']refs\/(?:heads|tags)\/["']/.test(condition))
      return {
        message: `there is no function ${name}, and names do not have "refs/"`,
        place,
        hint: testOfTags(condition, reference),
      };
    const hint = `, and ${reference} for ${token}`;
    return { message, place, hint: isRef ? `${hint}, a name without refs/heads/` : hint };
  }
  return edit && { message, place, edit };
}

/** The tests that are meant by functions of other systems with `!`. */
const NEGATED: Readonly<Record<string, string>> = {
  success: 'steps.NAME.result != "success"',
  succeeded: 'steps.NAME.result != "success"',
  failure: 'steps.NAME.result != "failure"',
  failed: 'steps.NAME.result != "failure"',
  cancelled: 'workflow.result != "terminated"',
  canceled: 'workflow.result != "terminated"',
};

/** The hint for `startsWith(github.ref, 'refs/tags/')` and the same for branches. */
function testOfTags(condition: string, reference: string): string {
  const test = `match(${reference}, ${inQuotesOf(condition, "^v")}, false)`;
  return condition.includes("refs/tags/")
    ? `; test how the names of tags begin, as in ${test}`
    : "; remove the test, or exclude the names of tags";
}

/** The objects that other CI systems have for variables of one's own. */
const SCOPE = /^(?:env|vars|inputs|variables|parameters|params|secrets|pipeline\.parameters)$/;

/** `github.ref`, `env.NAME`, `needs.STEP.outputs.NAME` and `branch` of other CI systems. */
export function variableOfOther(
  condition: string,
  answer: Fault,
  context: FaultContext,
): WordedFault | undefined {
  const { pipeline } = context;
  const { start } = answer.place;
  const written = condition.slice(start);
  const indexed = /^([a-z]+)\s*\[\s*["']([\w.]+)["']\s*\]/.exec(written);
  if (answer.fault === "member:computed" && !indexed) return undefined;
  const [token = "", root = "", name = ""] =
    indexed ?? /^([A-Za-z]\w*)(?:\.(\w+(?:\.\w+)*))?/.exec(written) ?? [];
  if (indexed && !SCOPE.test(root)) return undefined;
  const text = indexed ? name : token;
  const place = { start, end: start + token.length };
  const other = otherVariable(text, pipeline, quoteOf(condition));
  const [, output] = /^needs\.\w+\.outputs\.(\w+)$/.exec(text) ?? [];
  const meant = meantName(token, context) ?? (text === "branch" ? "CF_BRANCH" : output);
  const isStatus = /^(?:job\.status|currentBuild\.(?:currentResult|result)|agent\.jobstatus)$/i.test(text);
  const isMatrix = root === "matrix" && name !== "" && !context.steps.has(root);
  if (!other && meant === undefined && !isStatus && !isMatrix) return undefined;
  const message = `"${text}" is a variable of another CI system`;
  if (isStatus) return { message, place, hint: "; write steps.NAME.result, with the name of a step" };
  if (isMatrix) return { message, place, hint: "; use scale, where each step has a when of its own" };
  const { end, test } = testAt(condition, start, context);
  if (test !== undefined) return { message, place, ...write(start, end, test) };
  if (isEventName(text) && /^\s*==/.test(condition.slice(place.end)))
    return { message, place, hint: `; for builds without a pull request, test ${testOfPull(condition)}` };
  if (meant === undefined) return { message, place, hint: `; ${other!.remedy}` };
  const change = write(start, place.end, inQuotesOf(condition, `\${{${meant}}}`));
  const hint = output && `${change.hint}, which the step sets with cf_export`;
  return { message, place, ...change, ...(hint && { hint }) };
}

/** The test that a build has no pull request. */
function testOfPull(condition: string): string {
  return testOfUnset("CF_PULL_REQUEST_NUMBER", quoteOf(condition));
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
  const own =
    root === "env" && !mayBeSet(name, pipeline) && Object.hasOwn(OF_JENKINS, name)
      ? OF_JENKINS[name]
      : undefined;
  return own ?? otherVariable(name, pipeline)?.meant ?? name;
}

/** A text, a word or a number on the right of a comparison. */
const COMPARED = /(\s*)([=!]=)(\s*)("[^"]*"|'[^']*'|(?:null|true|false|\d+)\b(?!\.))/;

/** A variable of another CI system, in brackets too, or any other name that is not called. */
const FOREIGN = new RegExp(
  `(?:${[
    /(?<![\w.$])(?:variables|parameters|params|env|vars|inputs)\[\s*(?:"[\w.]+"|'[\w.]+')\s*\]/.source,
    /(?<![\w.$])[A-Za-z_][\w.]*(?![\w.[]|\s*\()/.source,
  ].join("|")})(?:${COMPARED.source})?`,
);

const FOREIGN_AT = new RegExp(FOREIGN.source, "y");

/** The variable of Codefresh that is meant by one of another CI system. */
function meantName(token: string, { pipeline }: FaultContext): string | undefined {
  const [, scope = "", name = ""] = /^([a-z]+(?:\.parameters)?)(?:\.|\[\s*["'])([\w.]+)/.exec(token) ?? [];
  const isScope = SCOPE.test(scope) && (token.includes("[") || /^\w+$/.test(name));
  return isScope ? nameInScope(scope, name, pipeline) : otherVariable(token, pipeline)?.meant;
}

/** A part of a condition with the test that it means, if it means another one than it has. */
interface PartTest {
  readonly end: number;
  readonly test?: string | undefined;
}

/** Returns the test that is meant at a name, where the name of another variable is not enough. */
export function testAt(condition: string, start: number, context: FaultContext): PartTest {
  FOREIGN_AT.lastIndex = start;
  const [part = ""] = FOREIGN_AT.exec(condition) ?? [];
  return { end: start + part.length, test: testOf(part, condition, start, context) };
}

/** The test for a comparison with the kind of the event or with no value, and for a name alone. */
function testOf(part: string, condition: string, start: number, context: FaultContext): string | undefined {
  const [compared = "", , operator, , value = ""] = COMPARED.exec(part) ?? [];
  const token = part.slice(0, part.length - compared.length);
  const name = token.replace(/^[a-z]+\[\s*["']|["']\s*\]$/g, "");
  const meant = meantName(token, context);
  const quote = quoteOf(condition);
  const unset = (of: string, isUnset: boolean): string =>
    isUnset ? testOfUnset(of, quote) : testOfSet(of, quote);
  if (isEventName(name) && otherVariable(name, context.pipeline)) {
    const isPull = /^["'](?:pull_request(?:_target)?|merge_request_event|PullRequest)["']$/.test(value);
    return isPull ? unset("CF_PULL_REQUEST_NUMBER", operator === "!=") : undefined;
  }
  if (meant === undefined || !/^\w+$/.test(meant)) return undefined;
  const reference = `${quote}\${{${meant}}}${quote}`;
  const isSet = variableNamesIn(context.pipeline).has(meant);
  // A branch is missing in builds without a pull request only.
  const ofPull =
    meant === "CF_BRANCH" ? (/head|source/i.test(name) ? "CF_PULL_REQUEST_NUMBER" : undefined) : meant;
  if (/^(?:null|""|'')$/.test(value)) {
    const tested = isSet ? meant : ofPull;
    return tested && testOfEmpty(tested, quote, operator === "==", context.pipeline);
  }
  if (operator !== undefined || !isOperand(condition, start, start + part.length)) return undefined;
  const isNegated = /!\s*$/.test(condition.slice(0, start));
  const negation = negationOf(meant, context.pipeline, quote);
  const isFlag = negation?.isFlag ?? (!isSet && /^(?:inputs|params|parameters|pipeline)\b/.test(token));
  const test = isFlag
    ? `${reference} == ${quote}true${quote}`
    : findSystemVariable(meant) && ofPull && !isSet
      ? unset(ofPull, false)
      : undefined;
  return test !== undefined && isNegated ? `(${test})` : test;
}

/** True for a part that is a whole operand of `!`, `&&` and `||`, with little space around. */
function isOperand(condition: string, start: number, end: number): boolean {
  const before = condition.slice(Math.max(0, start - MAX_SPACE), start).trimEnd();
  const isFirst = before === "" || /(?:&&|\|\||!|(?:^|[^\w\s])\()$/.test(before);
  return isFirst && /^\s*(?:$|&&|\|\||\))/.test(condition.slice(end, end + MAX_SPACE));
}

const MAX_SPACE = 20;

/** `contains(fromJSON('["a", "b"]'), TEXT)`. */
const IN_JSON = /\bcontains\(\s*fromJSON\(\s*'(\[[^'\]]*\])'\s*\)\s*,\s*([\w.]+|"[^"]*"|'[^']*')\s*\)/g;

/** `changeRequest()` of Jenkins. */
const CHANGE_REQUEST = /(?:!\s*)?\bchangeRequest\(\s*\)/g;

/** `<< pipeline.git.branch >>` of CircleCI, in quotes too. */
const IN_ANGLES = /(["']?)<<\s*((?:pipeline|parameters)(?:\.\w+)+)\s*>>\1/g;

/** A variable of CircleCI; in quotes it is a text, and not an error. */
export function variableInAngles(condition: string, context: FaultContext): WordedFault | undefined {
  const [found] = condition.matchAll(IN_ANGLES);
  if (!found) return undefined;
  const { 0: written, 1: quote = "", 2: name = "", index } = found;
  const place = { start: index, end: index + written.length };
  const meant = meantName(name, context);
  const mark = quote || quoteOf(condition);
  const remedy = meant
    ? `write ${mark}\${{${meant}}}${mark}`
    : otherVariable(name, context.pipeline, mark)?.remedy;
  const text = written.slice(quote.length, written.length - quote.length);
  const message = `"${text}" is a variable of another CI system`;
  return { message, place, hint: `; ${remedy ?? "set a variable of your own for it"}` };
}

/** Returns a condition with Codefresh's variables and functions for those of other CI systems. */
export function inOwnWords(condition: string, context: FaultContext): string {
  const named = condition
    .replaceAll(IN_ANGLES, "$2")
    .replaceAll(IN_JSON, (all, json: string, text: string) => anyOf(text, json) ?? all)
    .replaceAll(CHANGE_REQUEST, (call) => testOfPull(condition) + (call.startsWith("!") ? "" : " == false"));
  const renamed = named.replaceAll(textsAnd(FOREIGN), (...match) => {
    const [part] = match as string[];
    const start = match.find((each) => typeof each === "number") as number;
    return /^["']/.test(part!) ? part! : renamedPart(part!, named, start, context);
  });
  const text = searchedNames(context.withOperators(renamed));
  // A ref that is left is in no name of a branch or a tag.
  return text !== condition && /["'^]refs\//.test(text) ? condition : text;
}

function renamedPart(part: string, condition: string, start: number, context: FaultContext): string {
  const test = testOf(part, condition, start, context);
  if (test !== undefined) return test;
  const [compared = "", before = "", operator = "", after = "", value = ""] = COMPARED.exec(part) ?? [];
  const token = part.slice(0, part.length - compared.length);
  const [, needed] = /^(?:needs|dependencies)\.(\w+)\.result$/.exec(token) ?? [];
  if (needed !== undefined && context.steps.has(needed)) return `steps.${needed}.result${compared}`;
  const meant = meantName(token, context);
  if (
    meant === undefined ||
    !/^\w+$/.test(meant) ||
    (isOperand(condition, start, start + part.length) && !compared)
  )
    return part;
  const reference = inQuotesOf(condition, `\${{${meant}}}`);
  if (compared === "") return reference;
  const quoted = /^["']/.test(value) ? value : inQuotesOf(condition, value);
  return reference + before + operator + after + quoted;
}

/** The comparisons of a text with the texts of a list in JSON. */
function anyOf(text: string, json: string): string | undefined {
  const values = json
    .slice(1, -1)
    .split(",")
    .map((value) => value.trim());
  return values.every((value) => /^"[^"\\]*"$/.test(value)) ? isOneOf(text, values) : undefined;
}

/** A full ref, which no branch or tag has as its name, as the name or its start. */
function searchedNames(condition: string): string {
  return condition
    .replaceAll(
      /\bincludes\((\s*(["'])\$\{\{(?:CF_BRANCH|CF_PULL_REQUEST_TARGET)\}\}\2\s*,\s*)(["'])refs\/(?:heads|tags)\/([\w/-]+)\3\s*\)/g,
      "match($1$3^$4$3, false)",
    )
    .replaceAll(
      /(\$\{\{(?:CF_BRANCH|CF_PULL_REQUEST_TARGET)\}\}(["'])\s*[=!]=\s*["'])refs\/(?:heads|tags)\/(?=\w)/g,
      "$1",
    )
    .replaceAll(/(["'])\^refs\/(?:heads|tags)\/(?=\w)/g, "$1^");
}
