import type { Place } from "../../../src/expression/syntax.ts";
import type { Pipeline } from "../../../src/pipeline/model.ts";
import { limitedClosestMatch } from "../../../src/util/closest-match.ts";
import { once } from "../../../src/util/memoize.ts";
import { textsAnd } from "../step-whens.ts";
import { stepsIn } from "../walk.ts";
import {
  type Fault,
  type FaultContext,
  inQuotesOf,
  type Meant,
  type StepNames,
  type WordedFault,
  write,
} from "./worded-fault.ts";

/** The names that conditions know, next to those of steps. */
const ROOTS = ["steps", "workflow"];

/** Returns the names of the steps of a pipeline. */
export function stepNamesOf(pipeline: Pipeline): StepNames {
  const names = once(() => new Set(stepsIn(pipeline).map(({ path }) => String(path?.key))));
  const near = once(() => limitedClosestMatch([...ROOTS, ...names()]));
  return { has: (name) => names().has(name), near: (...question) => near()(...question) };
}

/** A step, as in `steps.build == 'success'` and `Member(steps, "unit-tests") == "success"`. */
const STEP = /(?<![\w.$"'])(?:(?:steps\.)?([A-Za-z_]\w*)|Member\(\s*steps\s*,\s*(?:"[^"]*"|'[^']*')\s*\))/;

/** A whole operand of a comparison, or of `!`. */
const STEP_ALONE = new RegExp(`^${STEP.source}(?=\\s*(?:[=!]=|$))|${STEP.source}$`);

/** A step in place of its result: an object, which cannot be compared with a text. */
export function resultOfStep(condition: string, answer: Fault, { steps }: FaultContext): Meant | undefined {
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
export function asResult(step: string, operator: string | undefined): Meant {
  const result = step.endsWith(".result") ? step : `${step}.result`;
  const sign = operator?.startsWith("!") ? "!=" : "==";
  return { hint: `; compare its result, as in ${result} ${sign} "success"` };
}

/** `steps['unit-tests']`, as in JavaScript. */
export function computedMember(condition: string, { place: { start, end } }: Fault): Meant {
  const text = condition.slice(start, end);
  const [, object, name] = /^(\w+)\s*\[\s*("[^"\\]*"|'[^'\\]*')\s*\]$/.exec(text) ?? [];
  return object === undefined ? {} : { edit: { start, end, text: `Member(${object}, ${name})` } };
}

/** `steps.unit-tests.result`, which is a subtraction. */
export function dashedStep(condition: string, { place: { start, end } }: Fault): Meant | undefined {
  const dashed = /^-[\w-]+/.exec(condition.slice(end))?.[0];
  if (dashed === undefined) return undefined;
  const place = { start: start - "steps.".length, end: end + dashed.length };
  const { edit, ...meant } = dashedMember(condition, condition.slice(start, place.end), place);
  return condition.slice(0, start).endsWith("steps.") ? { ...meant, edit } : meant;
}

/** `steps.unit-tests`, the name of a step, is a subtraction although there is a step `unit`. */
export function dashedName(condition: string, _: Fault, { steps }: FaultContext): WordedFault | undefined {
  for (const { 0: text, 1: name, index: start } of condition.matchAll(textsAnd(/\bsteps\.(\w+-[\w-]+)/))) {
    if (name === undefined || !steps.has(name)) continue;
    const place = { start, end: start + text.length };
    return { message: `${text} is a subtraction`, place, ...dashedMember(condition, name, place) };
  }
  return undefined;
}

/** A step by a name that is not an identifier. */
function memberOfSteps(condition: string, name: string): string {
  return `Member(steps, ${inQuotesOf(condition, name)})`;
}

function isIdentifier(name: string): boolean {
  return /^[A-Z_a-z$][\w$]*$/.test(name);
}

/** The way to write a step's name with a dash. */
function dashedMember(condition: string, name: string, { start, end }: Place) {
  const step = memberOfSteps(condition, name);
  // A step alone is an object, which cannot be compared.
  const isAlone = /^\s*[=!]=/.test(condition.slice(end));
  const text = isAlone ? `${step}.result` : step;
  return { hint: `; for a name with a dash write ${text}`, edit: { start, end, text }, safe: !isAlone };
}

/** A name that is not one of a step, as in `steps.biuld.result` and `biuld.result`. */
export function unknownStep(
  condition: string,
  answer: Fault,
  { steps }: FaultContext,
): WordedFault | undefined {
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
  const isName = isIdentifier(meant);
  const written = isQuoted ? text[0] + meant + text[0] : isName ? meant : memberOfSteps(condition, meant);
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
  const step = isIdentifier(meant) ? `steps.${meant}` : memberOfSteps(condition, meant);
  const edit = { ...place, text: `${step}.result` };
  return { message, place, hint: has(name) ? `; write ${edit.text}` : `; did you mean ${edit.text}?`, edit };
}

/** `Member('NAME', 'result')`, which the documentation has, or `Member('steps', 'NAME')`. */
export function memberOf(condition: string, { place: { start, end } }: Fault): Meant | undefined {
  if (!/\bMember\(\s*$/.test(condition.slice(0, start))) return undefined;
  const name = condition.slice(start + 1, end - 1);
  if (/^steps?$/.test(name))
    return { hint: "; write steps without quotes", edit: { start, end, text: "steps" } };
  const second = /^\s*,\s*(["'])(\w+)\1\s*\)/.exec(condition.slice(end));
  const text = `Member(steps, ${condition.slice(start, end)})`;
  if (!second) return { hint: `; write ${text}` };
  return write(condition.lastIndexOf("Member", start), end + second[0].length, `${text}.${second[2]}`);
}
