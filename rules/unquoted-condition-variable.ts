import { findSystemVariable } from "../src/catalogue/system-variables.ts";
import type { Located } from "../src/document/located.ts";
import type { Span } from "../src/document/source.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import { negationOf, otherVariable } from "./support/condition-remedies/variables.ts";
import {
  type Evaluator,
  eachCondition,
  MAX_REPORTED,
  type UnquotedVariable,
  unquotedVariables,
} from "./support/step-conditions.ts";
import { textsAnd } from "./support/step-whens.ts";

export default defineRule({
  id: "unquoted-condition-variable",
  severity: "warning",
  summary: "a condition has a variable outside quotes",
  why: "Codefresh pastes the value of `${{NAME}}` into the condition as text before it evaluates it: `${{CF_BRANCH}} == 'main'` becomes `main == 'main'`, and `main` is not a name. The condition is an error, and the step does not run.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: variables in conditions",
    'codefresh-io/docs.codefresh.io pull request 323: unquoted variables give "Invalid identifier"',
  ],
  pipeline(pipeline, context) {
    return eachCondition(pipeline, context, (condition, evaluate) => {
      const { value } = condition;
      const found: Found[] = unquotedVariables(value, evaluate).map((variable) => {
        const name = variable.name.trim();
        const other = otherVariable(name, pipeline);
        const meant = other ? other.meant : name;
        if (meant === undefined) return { variable, name, hint: other!.remedy };
        const part = quotedPart(condition, variable, meant, evaluate);
        return { variable, name, part, hint: `write ${part.text}${quotesAround(condition, part)}` };
      });
      found.push(...negatedVariables(condition, pipeline, evaluate));
      const fixed = replaceParts(
        value,
        found.flatMap(({ part }) => (part?.isWhole ? [part] : [])),
      );
      for (const { variable, name, part, hint, isNegated } of found.slice(0, MAX_REPORTED)) {
        const { start, end } = variable.flag ?? variable;
        const error = isNegated
          ? "so ! is never true"
          : variable.flag
            ? "an error unless it is a number"
            : "which is an error";
        const isPlain = variable.flag || (value[start] === "$" && value[end - 1] === "}");
        const fault = isPlain ? "pasted in without quotes" : "not in quotes that the language knows";
        const fix = part?.isWhole ? replaceValue(condition, fixed, false) : undefined;
        const message = `the value of ${name} is ${fault}, ${error}; ${hint}`;
        context.report(context.subLocation(condition, start, end), message, { fix });
      }
    });
  },
});

/** A variable outside quotes, and what to write for it. */
interface Found {
  readonly variable: UnquotedVariable;
  readonly name: string;
  readonly part?: Part;
  readonly hint: string;
  readonly isNegated?: true;
}

/** `!${{NAME}}` of a variable that is neither a number nor a boolean. */
function negatedVariables(condition: Located<string>, pipeline: Pipeline, evaluate: Evaluator): Found[] {
  if (evaluate(condition.value).outcome !== "unknown") return [];
  return Array.from(condition.value.matchAll(textsAnd(/!\s*\$\{\{(\w+)\}\}(?!\s*[=!]=)/))).flatMap(
    ({ 0: written, 1: name, index: start }) => {
      const test = name === undefined ? undefined : negationOf(name, pipeline, quoteFor(condition));
      if (name === undefined || test === undefined || test.isFlag) return [];
      const place = { start, end: start + written.length };
      const part: Part = { ...place, text: test.text, isWhole: true };
      const at = { name, start: start + written.indexOf("$"), end: place.end, operand: place };
      return [{ variable: at, name, part, hint: `write ${test.text} for ${written}`, isNegated: true }];
    },
  );
}

/** A part of a condition and the text to write instead. */
interface Part extends Span {
  readonly text: string;
  /** False if a value is left to the reader, or the condition is still an error. */
  readonly isWhole: boolean;
}

/** A variable in quotes, with the rest of its comparison if that is an error too. */
function quotedPart(
  condition: Located<string>,
  { flag, operand, start, end }: UnquotedVariable,
  meant: string,
  evaluate: Evaluator,
): Part {
  const quote = quoteFor(condition);
  const quoted = `${quote}\${{${meant}}}${quote}`;
  if (flag) {
    // A flag of one's own is true or false; one of the platform's may be any text.
    const isWhole = !findSystemVariable(meant);
    return { ...flag, text: `${quoted} == ${quote}${isWhole ? "true" : "VALUE"}${quote}`, isWhole };
  }
  const before = condition.value.slice(operand.start, start);
  const after = condition.value.slice(end, operand.end);
  const isWhole = evaluate(before + quoted + after).outcome !== "error";
  const part = { start, end, text: quoted, isWhole };
  if (isWhole) return part;
  const textOf = (side: string): string => (/^["']/.test(side) ? side : quote + side + quote);
  const right = before.trim() === "" ? RIGHT.exec(after) : null;
  if (right) {
    const [, operator, gap, side] = right;
    const text = quoted + operator + gap + textOf(side!);
    return { start, end: end + after.trimEnd().length, text, isWhole: true };
  }
  const left = after.trim() === "" ? LEFT.exec(before) : null;
  if (!left) return part;
  const [, side, operator, gap] = left;
  const text = textOf(side!) + operator + gap + quoted;
  return { start: start - before.trimStart().length, end, text, isWhole: true };
}

/** The other side of a comparison, a text or a bare word; the language has no `===`. */
const RIGHT = /^(\s*[=!]=)=?(\s*)("[^"]*"|'[^']*'|[a-z_][\w./-]*)\s*$/i;
const LEFT = /^\s*("[^"]*"|'[^']*'|[a-z_][\w./-]*)(\s*[=!]=)=?(\s*)$/i;

/** Quotes for a text in a condition that neither end nor begin the value of YAML around it. */
function quoteFor({ node, value }: Located<string>): string {
  const style = node.kind === "scalar" ? node.style : "plain";
  return style === "double-quoted" || (style === "plain" && value.includes("'")) ? "'" : '"';
}

/** The quotes that YAML needs where a value without quotes would begin with one. */
function quotesAround(condition: Located<string>, { start }: Part): string {
  const { node } = condition;
  if (start > 0 || (node.kind === "scalar" && node.style !== "plain")) return "";
  return `, and the whole in ${quoteFor(condition) === "'" ? "double" : "single"} quotes`;
}

function replaceParts(text: string, parts: readonly Part[]): string {
  return parts.reduceRight((all, part) => all.slice(0, part.start) + part.text + all.slice(part.end), text);
}
