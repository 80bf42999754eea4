import type { ConditionAnswer } from "../../src/expression/condition.ts";
import type { Place } from "../../src/expression/syntax.ts";
import { type Pipeline, variableNamesIn } from "../../src/pipeline/model.ts";
import { limitedClosestMatch } from "../../src/util/closest-match.ts";
import { once } from "../../src/util/memoize.ts";
import { quoteList } from "../../src/util/text.ts";
import {
  hasContexts,
  isEventName,
  namesSetIn,
  negationOf,
  otherVariable,
  testOfUnset,
  textsAnd,
} from "./step-whens.ts";
import { stepsIn } from "./walk.ts";

/** A condition that is an error. */
export type Fault = ConditionAnswer & { readonly outcome: "error" };

/** The text that was most likely meant at a place of a condition. */
interface Meant {
  readonly hint?: string;
  /** The message if the edit makes the condition the same for all builds. */
  readonly ifConstant?: string;
  readonly edit?: { readonly start: number; readonly end: number; readonly text: string };
  /** True if there is no doubt. */
  readonly safe?: boolean;
}

/** A fault in words, with its place. */
export type WordedFault = Meant & { readonly message: string; readonly place: Place };

/** The names of the steps of a pipeline, listed where a fault may be about one. */
export interface StepNames {
  readonly has: (name: string) => boolean;
  readonly near: ReturnType<typeof limitedClosestMatch>;
}

/** The names that conditions know, next to those of steps. */
const ROOTS = ["steps", "workflow"];

/** Returns the names of the steps of a pipeline. */
export function stepNamesOf(pipeline: Pipeline): StepNames {
  const names = once(() => new Set(stepsIn(pipeline).map(({ path }) => String(path?.key))));
  const near = once(() => limitedClosestMatch([...ROOTS, ...names()]));
  return { has: (name) => names().has(name), near: (...question) => near()(...question) };
}

/** The facts for the words of a fault, next to the condition. */
interface FaultContext {
  readonly steps: StepNames;
  readonly pipeline: Pipeline;
  /** `withOperators` of the expression language. */
  readonly withOperators: (condition: string) => string;
}

/** Returns the words of a usual mistake, else those of the language with what was meant. */
export function wordFault(condition: string, answer: Fault, context: FaultContext): WordedFault {
  const { steps, pipeline } = context;
  return (
    leadingIf(condition) ??
    testOfShell(condition, pipeline) ??
    regexOperator(condition, answer) ??
    needsWildcard(condition) ??
    functionOfOther(condition, answer, context) ??
    (answer.fault === "member:undefined" ? undefined : dashedName(condition, steps)) ??
    wordOfOther(condition, answer) ??
    variableOfOther(condition, answer, pipeline) ??
    unknownStep(condition, answer, steps) ?? { ...answer, ...meantBy(condition, answer, context) }
  );
}

/** `if EXPRESSION`, `if: EXPRESSION` and `if (EXPRESSION)`, as in other languages. */
function leadingIf(condition: string): WordedFault | undefined {
  const [all, space = ""] = /^(\s*)if\b\s*:?\s*/.exec(condition) ?? [];
  if (all === undefined) return undefined;
  const start = space.length;
  const edit = { start, end: all.length, text: "" };
  const place = { start, end: start + "if".length };
  return { message: "the language has no if", place, hint: "; write the expression alone", edit };
}

/** `[ A = B ]`, `test A = B`, `A -eq B` and `-z A`, as in a shell. */
function testOfShell(condition: string, pipeline: Pipeline): WordedFault | undefined {
  const [start, open] = /^\s*((?:\[\[?|test)(?=\s))/.exec(condition) ?? [];
  if (start !== undefined) {
    const end = condition.trimEnd().replace(/\]{1,2}$/, "").length;
    const inner = condition.slice(start.length, end).trim();
    const text = inner.replaceAll(textsAnd(/(?<![=!<>])=(?![=~])/), (part) => (part === "=" ? "==" : part));
    const place = { start: start.length - open!.length, end: start.length };
    const edit = { start: 0, end: condition.length, text };
    const hint = `; write the expression without ${open}`;
    return { message: "a test of a shell is not an expression", place, hint, edit };
  }
  for (const { 0: sign, index } of condition.matchAll(textsAnd(/(?<=^|[\s(])-(?:eq|ne|z|n)(?=\s)/))) {
    if (!sign.startsWith("-")) continue;
    const place = { start: index, end: index + sign.length };
    const message = `the language has no ${sign}`;
    const operator = { "-eq": "==", "-ne": "!=" }[sign];
    if (operator) return { message, place, ...write(place.start, place.end, operator) };
    const [text, quote, name] = /^\s*(["'])\$\{\{(\w+)\}\}\1/.exec(condition.slice(place.end)) ?? [];
    if (text === undefined) continue;
    const test = testOfEmpty(name!, quote!, sign === "-z", pipeline);
    return { message, place, ...write(place.start, place.end + text.length, test) };
  }
  return undefined;
}

/** The test that a variable is empty or not set, or that it has a value. */
function testOfEmpty(name: string, quote: string, isEmpty: boolean, pipeline: Pipeline): string {
  if (variableNamesIn(pipeline).has(name))
    return `${quote}\${{${name}}}${quote} ${isEmpty ? "==" : "!="} ${quote}${quote}`;
  return testOfUnset(name, quote) + (isEmpty ? "" : " == false");
}

/** The operators that other languages have for regular expressions, and `==` before one. */
const REGEX_OPERATOR = /==~|=~|!~|[=!]=(?=\s*\/)/;

/** A literal, whose second group has its flags, or a text. */
const PATTERN = /^\s*(?:\/((?:[^/\\\n]|\\.)+)\/([a-z]*)(?![\w/])|("[^"]*"|'[^']*'))/;

/** `TEXT =~ /PATTERN/`, as in GitLab CI, Jenkins and shells. */
function regexOperator(condition: string, { fault }: Fault): WordedFault | undefined {
  if (!/^(?:parse|unsupported):/.test(fault)) return undefined;
  const found = [...condition.matchAll(textsAnd(REGEX_OPERATOR))].find(([part]) => !/^["']/.test(part));
  if (!found) return undefined;
  const { 0: operator, index } = found;
  const end = index + operator.length;
  const place = { start: index, end };
  const message = `the language has no ${operator.includes("~") ? operator : "regex literals"}`;
  const after = operator.startsWith("!") ? " == false" : "";
  const hint = `; write match(TEXT, PATTERN, false)${after}`;
  const before = condition.slice(0, index).trimEnd();
  const [left] = /(?:"[^"\\]*"|'[^'\\]*'|(?<![\w.])[A-Za-z][\w.]*)$/.exec(before) ?? [];
  const right = PATTERN.exec(condition.slice(end));
  if (left === undefined || !right || !/^i?$/.test(right[2] ?? "")) return { message, place, hint };
  const [all, literal, flags, quoted] = right;
  const source = literal?.replaceAll("\\/", "/");
  const whole = source && operator === "==~" ? `^(?:${source})$` : source;
  const pattern = whole === undefined ? quoted : inQuotesOf(condition, escapedFor(condition, whole));
  const text = `match(${left}, ${pattern}, ${flags === "i"})${after}`;
  return { message, place, hint, edit: { start: before.length - left.length, end: end + all.length, text } };
}

/** A text with the escapes that it needs in the quotes of `inQuotesOf`. */
function escapedFor(condition: string, text: string): string {
  return text.replaceAll(condition.includes('"') ? /[\\"]/g : /[\\']/g, "\\$&");
}

/** `needs.*.result`, the results of all steps before. */
function needsWildcard(condition: string): WordedFault | undefined {
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
function functionOfOther(
  condition: string,
  { fault, message, place }: Fault,
  { pipeline, withOperators }: FaultContext,
): WordedFault | undefined {
  if (fault !== "function:unknown") return undefined;
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

/** The change of a part of a condition, with the hint to write it. */
function write(start: number, end: number, text: string): Meant {
  return { hint: `; write ${text}`, edit: { start, end, text } };
}

/** Returns a text in the quotes that a condition has. */
export function inQuotesOf(condition: string, text: string): string {
  const quote = condition.includes('"') ? '"' : "'";
  return `${quote}${text}${quote}`;
}

function meantBy(condition: string, answer: Fault, context: FaultContext): Meant {
  const { steps } = context;
  const { fault, place, replacement } = answer;
  const { start, end } = place;
  const text = condition.slice(start, end);
  if (fault === "member:computed") return computedMember(text, place);
  const list = listOfValues(condition);
  if (list) return list;
  if (replacement !== undefined)
    return { edit: { start, end, text: replacement }, safe: /^[=!]==$/.test(text) };
  if (fault.startsWith("parse:") && condition.startsWith("=~", start))
    return { hint: "; write match(TEXT, PATTERN, false)" };
  if (/^=(?![=>])\s*\S/.test(condition.slice(start)) && fault.startsWith("parse:"))
    return { ...write(start, start + 1, "=="), safe: true };
  if (/^parse:|^unsupported:syntax$/.test(fault)) return wordOperator(condition);
  if (fault === "member:undefined") return dashedStep(condition, place);
  if (fault === "object-result") return resultOfStep(condition, answer, steps) ?? {};
  if (fault === "type:argument" && /\bMember\(\s*$/.test(condition.slice(0, start)))
    return memberOf(condition, place);
  // With another number of arguments, this is an error too and not proposed.
  if (fault === "arity" && /^match\b/.test(text))
    return { edit: { start: end - 1, end: end - 1, text: ", false" } };
  if (fault === "type:operator") return otherType(condition, answer, context);
  if (fault !== "identifier:unknown") return {};
  const call = /\bVariable\(\s*$/.exec(condition.slice(0, start));
  if (call) return variableFunction(condition, call.index, place);
  if (!/^[A-Z][A-Z\d_]+$/.test(text))
    return {
      edit: { start, end, text: inQuotesOf(condition, text) },
      ifConstant: `"${text}" is not a name; compare a variable with a text in quotes`,
    };
  return write(start, end, inQuotesOf(condition, `\${{${text}}}`));
}

/** A step, as in `steps.build == 'success'` and `Member(steps, "unit-tests") == "success"`. */
const STEP = /(?<![\w.$"'])(?:(?:steps\.)?([A-Za-z_]\w*)|Member\(\s*steps\s*,\s*(?:"[^"]*"|'[^']*')\s*\))/;

/** A whole operand of a comparison, or of `!`. */
const STEP_ALONE = new RegExp(`^${STEP.source}(?=\\s*(?:[=!]=|$))|${STEP.source}$`);

/** A step in place of its result: an object, which cannot be compared with a text. */
function resultOfStep(condition: string, answer: Fault, steps: StepNames): Meant | undefined {
  const { start, end } = answer.place;
  const found = STEP_ALONE.exec(condition.slice(start, end));
  const name = found?.[1] ?? found?.[2];
  if (!found || (name !== undefined && !steps.has(name) && name !== "workflow")) return undefined;
  const at = start + found.index + found[0].length;
  const [step] = found;
  if (!/[=!]=/.test(condition.slice(start, end))) return asResult(step, answer.operator);
  return { hint: `; write ${step}.result`, edit: { start: at, end: at, text: ".result" } };
}

/** The hint for a step, or for its result, that is not compared. */
function asResult(step: string, operator: string | undefined): Meant {
  const result = step.endsWith(".result") ? step : `${step}.result`;
  const sign = operator?.startsWith("!") ? "!=" : "==";
  return { hint: `; compare its result, as in ${result} ${sign} "success"` };
}

/** `"${{NAME}}" == true`: a text compared with a value without quotes, or the reverse. */
function otherType(condition: string, answer: Fault, { steps, pipeline }: FaultContext): Meant {
  const { operator, place } = answer;
  const { start, end } = place;
  const step = resultOfStep(condition, answer, steps);
  if (step) return step;
  const text = condition.slice(start, end);
  const [bare] = /(?<![\w.])(?:true|false|\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (bare !== undefined && /["']\s*[=!]=$/.test(text.slice(0, -bare.length).trimEnd()))
    return write(end - bare.length, end, inQuotesOf(text, bare));
  const [result] = /^[\w.]+\.result(?=\s*[=!]=)/.exec(text) ?? [];
  if (result !== undefined) return asResult(result, operator);
  const [, variable, rest] = /^(["']\$\{\{\w+\}\}["'])(\s*[<>]=?\s*-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (variable !== undefined) return write(start, end, `Number(${variable})${rest}`);
  if (operator === "!") return negated(condition, place, pipeline);
  if (operator === "&&" || operator === "||") return { hint: "; compare each text with a value" };
  const [quoted = "", value] = /["'](true|false|\d+(?:\.\d+)?)["']$/.exec(text) ?? [];
  if (value === undefined || !/\)\s*[=!]=$/.test(text.slice(0, -quoted.length).trimEnd())) return {};
  const edit = { start: end - quoted.length, end, text: value };
  return { hint: `; write ${value} without quotes`, edit };
}

/** `!TEXT`, and `!TEXT == OTHER`, where `!` belongs to the first text. */
function negated(condition: string, { start, end }: Place, pipeline: Pipeline): Meant {
  const text = condition.slice(start, end);
  const from = condition.slice(0, start).trimEnd().length - 1;
  const compared = /^(\s*)([=!])=/.exec(condition.slice(end));
  if (condition[from] === "!" && compared) {
    const [all, space, sign] = compared;
    const other = sign === "=" ? "!=" : "==";
    const edit = { start: from, end: end + all.length, text: text + space + other };
    return { hint: `; write ${other} in place of ! and ${sign}=`, edit };
  }
  if (/\.result$/.test(text)) return asResult(text, "!");
  const [, quote, name] = /^(["'])\$\{\{(\w+)\}\}\1$/.exec(text) ?? [];
  if (quote === undefined || name === undefined) return {};
  const test = negationOf(name, pipeline, quote);
  if (test && condition[from] === "!") return write(from, end, test.text);
  return { hint: `; compare it with a value, as in ${text} == ${quote}false${quote}` };
}

/** `True`, `undefined` and typographic quotes, which other languages and programs have. */
function wordOfOther(condition: string, { fault, place }: Fault): WordedFault | undefined {
  if (fault !== "identifier:unknown") return undefined;
  const { start, end } = place;
  const text = condition.slice(start, end);
  const lower = text.toLowerCase();
  const before = condition.slice(0, start);
  if (/^[\u2018-\u201e]/.test(text))
    return { message: `"${text[0]}" is not a quote of the language; write ' or "`, place };
  if (/^(?:undefined|none|nil|null)$/.test(lower)) {
    const name = /\$\{\{(\w+)\}\}["']\s*[=!]=\s*$/.exec(before)?.[1] ?? "NAME";
    const hint = `; the test that a variable is not set is ${testOfUnset(name)}`;
    return { message: `the language has no ${text}`, place, hint };
  }
  if (!/^(?:true|false)$/.test(lower)) return undefined;
  const written = /["']\s*[=!]=\s*$/.test(before) ? inQuotesOf(condition, lower) : lower;
  return { message: `the language has no ${text}`, place, ...write(start, end, written) };
}

/** The objects that other CI systems have for variables of one's own. */
const SCOPE = /^(?:env|vars|inputs|variables|parameters|params|secrets)$/;

/** `github.ref`, `env.NAME`, `needs.STEP.outputs.NAME` and `branch` of other CI systems. */
function variableOfOther(condition: string, answer: Fault, pipeline: Pipeline): WordedFault | undefined {
  if (!/^(?:identifier:unknown|member:computed)$/.test(answer.fault)) return undefined;
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

/** `and` and `or` between expressions, as in other languages. */
function wordOperator(condition: string): Meant {
  const words = new Set<string>();
  const text = condition.replaceAll(textsAnd(/\b(?:and|or)\b/i), (part) => {
    if (/^["']/.test(part)) return part;
    words.add(part);
    return part.toLowerCase() === "and" ? "&&" : "||";
  });
  if (words.size === 0) return {};
  const edit = { start: 0, end: condition.length, text };
  return { hint: ` in place of ${quoteList([...words], "and")}`, edit, safe: true };
}

/** `steps['unit-tests']`, as in JavaScript. */
function computedMember(text: string, { start, end }: Place): Meant {
  const [, object, name] = /^(\w+)\s*\[\s*("[^"\\]*"|'[^'\\]*')\s*\]$/.exec(text) ?? [];
  return object === undefined ? {} : { edit: { start, end, text: `Member(${object}, ${name})` } };
}

/** `TEXT in ['a', 'b']`, as in Python. */
function listOfValues(condition: string): Meant | undefined {
  const list = /\bin\s*\[([^[\]]*)\]/.exec(condition);
  if (!list) return undefined;
  const before = condition.slice(0, list.index).trimEnd();
  const text = /"[^"\\]*"$|'[^'\\]*'$|(?<![\w.])[\w.]+$/.exec(before)?.[0];
  const values = list[1]!.split(",").map((value) => value.trim());
  if (text === undefined || !values.every((value) => /^(?:"[^"\\]*"|'[^'\\]*')$/.test(value)))
    return undefined;
  const place = { start: before.length - text.length, end: list.index + list[0].length };
  const tests = values.map((value) => `${text} == ${value}`).join(" || ");
  const isWhole = place.end - place.start === condition.trim().length;
  return { edit: { ...place, text: isWhole || values.length === 1 ? tests : `(${tests})` } };
}

/** `steps.unit-tests.result`, which is a subtraction. */
function dashedStep(condition: string, { start, end }: Place): Meant {
  const dashed = /^-[\w-]+/.exec(condition.slice(end))?.[0];
  if (dashed === undefined) return {};
  const place = { start: start - "steps.".length, end: end + dashed.length };
  const { edit, ...meant } = dashedMember(condition, condition.slice(start, place.end), place);
  return condition.slice(0, start).endsWith("steps.") ? { ...meant, edit } : meant;
}

/** `steps.unit-tests`, the name of a step, is a subtraction although there is a step `unit`. */
function dashedName(condition: string, steps: StepNames): WordedFault | undefined {
  for (const { 0: text, 1: name, index: start } of condition.matchAll(textsAnd(/\bsteps\.(\w+-[\w-]+)/))) {
    if (name === undefined || !steps.has(name)) continue;
    const place = { start, end: start + text.length };
    return { message: `${text} is a subtraction`, place, ...dashedMember(condition, name, place) };
  }
  return undefined;
}

/** The way to write a step's name with a dash. */
function dashedMember(condition: string, name: string, { start, end }: Place) {
  const step = `Member(steps, ${inQuotesOf(condition, name)})`;
  // A step alone is an object, which cannot be compared.
  const isAlone = /^\s*[=!]=/.test(condition.slice(end));
  const text = isAlone ? `${step}.result` : step;
  return { hint: `; for a name with a dash write ${text}`, edit: { start, end, text }, safe: !isAlone };
}

/** A name that is not one of a step, as in `steps.biuld.result` and `biuld.result`. */
function unknownStep(condition: string, answer: Fault, steps: StepNames): WordedFault | undefined {
  const { fault, place } = answer;
  const { near } = steps;
  const { start, end } = place;
  const before = condition.slice(0, start);
  const after = condition.slice(end);
  const isMember = fault === "member:undefined";
  const dotted = isMember && !/^\s*-/.test(after) ? /\bsteps\s*\.\s*$/.exec(before) : undefined;
  const isQuoted = isMember && /\bMember\(\s*steps\s*,\s*$/.test(before);
  const isPlain = fault === "identifier:unknown" && /^\s*\.\s*[A-Z_a-z]/.test(after);
  if (!dotted && !isQuoted && !isPlain) return undefined;
  const text = condition.slice(start, end);
  const name = isQuoted ? text.slice(1, -1) : text;
  const message = `there is no step "${name}"`;
  const needed = /^needs|^dependencies/.test(text)
    ? /^\s*\.\s*([\w-]+)\s*\.\s*result\b/.exec(after)
    : undefined;
  if (needed) return neededStep(condition, answer.place, needed, steps);
  const meant = near(name, (each) => isPlain || !ROOTS.includes(each));
  if (meant === undefined) return { message, place };
  const quoted = isQuoted ? text[0] + meant + text[0] : inQuotesOf(condition, meant);
  const isName = /^[A-Z_a-z$][\w$]*$/.test(meant);
  const written = isQuoted ? quoted : isName ? meant : `Member(steps, ${quoted})`;
  const from = dotted && !isName ? dotted.index : start;
  return { message, place, hint: `; did you mean ${written}?`, edit: { start: from, end, text: written } };
}

/** `needs.build.result`, also of a misspelled step. */
function neededStep(
  condition: string,
  { start, end }: Place,
  [all, name = ""]: RegExpExecArray,
  { has, near }: StepNames,
): WordedFault {
  const meant = has(name) ? name : near(name, (each) => !ROOTS.includes(each));
  const root = condition.slice(start, end);
  const place = { start, end: end + all.length };
  const message = `"${root}.${name}" is of another CI system`;
  if (meant === undefined) return { message, place, hint: "; write steps, and the name of a step" };
  const isName = /^[A-Z_a-z$][\w$]*$/.test(meant);
  const step = isName ? `steps.${meant}` : `Member(steps, ${inQuotesOf(condition, meant)})`;
  const edit = { ...place, text: `${step}.result` };
  return { message, place, hint: has(name) ? `; write ${edit.text}` : `; did you mean ${edit.text}?`, edit };
}

/** `Variable("NAME")` with the name of a variable of the build. */
function variableFunction(condition: string, from: number, { start, end }: Place): Meant {
  const close = /^\s*\)/.exec(condition.slice(end))?.[0] ?? "";
  const [, quote, name] = /^(["']?)(.*)\1$/s.exec(condition.slice(start, end))!;
  const reference = `\${{${name}}}`;
  return write(
    from,
    end + close.length,
    quote ? quote + reference + quote : inQuotesOf(condition, reference),
  );
}

/** `Member('NAME', 'result')`, which the documentation has, or `Member('steps', 'NAME')`. */
function memberOf(condition: string, { start, end }: Place): Meant {
  const name = condition.slice(start + 1, end - 1);
  if (/^steps?$/.test(name))
    return { hint: "; write steps without quotes", edit: { start, end, text: "steps" } };
  const second = /^\s*,\s*(["'])(\w+)\1\s*\)/.exec(condition.slice(end));
  const text = `Member(steps, ${condition.slice(start, end)})`;
  if (!second) return { hint: `; write ${text}` };
  return write(condition.lastIndexOf("Member", start), end + second[0].length, `${text}.${second[2]}`);
}
