import { isLikeJenkins } from "../../../src/catalogue/system-variables.ts";
import type { Place } from "../../../src/expression/syntax.ts";
import type { Pipeline } from "../../../src/pipeline/model.ts";
import { asResult, resultOfStep } from "./step-objects.ts";
import { mayBeSet, negationOf } from "./variables.ts";
import { type Fault, type FaultContext, inQuotesOf, type Meant, write } from "./worded-fault.ts";

/** `"${{NAME}}" == true`: a text compared with a value without quotes, or the reverse. */
export function otherType(condition: string, answer: Fault, context: FaultContext): Meant {
  const { operator, place } = answer;
  const { start, end } = place;
  const step = resultOfStep(condition, answer, context);
  if (step) return step;
  const text = condition.slice(start, end);
  const [bare] = /(?<![\w.])(?:true|false|\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (bare !== undefined && /["']\s*[=!]=$/.test(text.slice(0, -bare.length).trimEnd()))
    return write(end - bare.length, end, inQuotesOf(text, bare));
  const [result] = /^[\w.]+\.result(?=\s*[=!]=)/.exec(text) ?? [];
  if (result !== undefined) return asResult(result, operator);
  const [, variable, rest] = /^(["']\$\{\{\w+\}\}["'])(\s*[<>]=?\s*-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (variable !== undefined) return write(start, end, `Number(${variable})${rest}`);
  if (operator === "!") return negated(condition, place, context.pipeline);
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

/** The text that the language itself proposes. */
export function replacementOf(condition: string, { place, replacement }: Fault): Meant | undefined {
  if (replacement === undefined) return undefined;
  const { start, end } = place;
  return { edit: { start, end, text: replacement }, safe: /^[=!]==$/.test(condition.slice(start, end)) };
}

/** `match` without its third argument; with another number, that would be an error too. */
export function matchArguments(condition: string, { place: { start, end } }: Fault): Meant | undefined {
  if (!/^match\b/.test(condition.slice(start, end))) return undefined;
  return { edit: { start: end - 1, end: end - 1, text: ", false" } };
}

/** A text without quotes, which may be the name of a variable. */
export function unknownName(condition: string, { place }: Fault, { pipeline }: FaultContext): Meant {
  const { start, end } = place;
  const text = condition.slice(start, end);
  const call = /\bVariable\(\s*$/.exec(condition.slice(0, start));
  if (call) return variableFunction(condition, call.index, place);
  if (/^[A-Z][A-Z\d_]+$/.test(text)) {
    const name = isLikeJenkins(text) && !mayBeSet(text, pipeline) ? "CF_BRANCH" : text;
    return write(start, end, inQuotesOf(condition, `\${{${name}}}`));
  }
  return {
    edit: { start, end, text: inQuotesOf(condition, text) },
    ifConstant: `"${text}" is not a name; compare a variable with a text in quotes`,
  };
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
