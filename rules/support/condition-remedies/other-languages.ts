import { quoteList } from "../../../src/util/text.ts";
import { textsAnd } from "../step-whens.ts";
import { testOfEmpty, testOfUnset } from "./variables.ts";
import {
  type Fault,
  type FaultContext,
  inQuotesOf,
  isOneOf,
  type Meant,
  type WordedFault,
  write,
} from "./worded-fault.ts";

/** `if EXPRESSION`, `if: EXPRESSION` and `if (EXPRESSION)`, as in other languages. */
export function leadingIf(condition: string): WordedFault | undefined {
  const [all, space = ""] = /^(\s*)if\b\s*:?\s*/.exec(condition) ?? [];
  if (all === undefined) return undefined;
  const start = space.length;
  const edit = { start, end: all.length, text: "" };
  const place = { start, end: start + "if".length };
  return { message: "the language has no if", place, hint: "; write the expression alone", edit };
}

/** `[ A = B ]`, `test A = B`, `A -eq B` and `-z A`, as in a shell. */
export function testOfShell(
  condition: string,
  _: Fault,
  { pipeline }: FaultContext,
): WordedFault | undefined {
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

/** The operators that other languages have for regular expressions, and `==` before one. */
const REGEX_OPERATOR = /==~|=~|!~|[=!]=(?=\s*\/)/;

/** A literal, whose second group has its flags, or a text. */
const PATTERN = /^\s*(?:\/((?:[^/\\\n]|\\.)+)\/([a-z]*)(?![\w/])|("[^"]*"|'[^']*'))/;

/** `TEXT =~ /PATTERN/`, as in GitLab CI, Jenkins and shells. */
export function regexOperator(condition: string): WordedFault | undefined {
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

/** `True`, `undefined` and typographic quotes, which other languages and programs have. */
export function wordOfOther(condition: string, { place }: Fault): WordedFault | undefined {
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

/** `=~` where no more is known of its operands. */
export function regexSign(condition: string, { place }: Fault): Meant | undefined {
  return condition.startsWith("=~", place.start)
    ? { hint: "; write match(TEXT, PATTERN, false)" }
    : undefined;
}

/** `A = B`, an assignment in other languages. */
export function singleEquals(condition: string, { place: { start } }: Fault): Meant | undefined {
  if (!/^=(?![=>])\s*\S/.test(condition.slice(start))) return undefined;
  return { ...write(start, start + 1, "=="), safe: true };
}

/** `and` and `or` between expressions, as in other languages. */
export function wordOperator(condition: string): Meant | undefined {
  const words = new Set<string>();
  const text = condition.replaceAll(textsAnd(/\b(?:and|or)\b/i), (part) => {
    if (/^["']/.test(part)) return part;
    words.add(part);
    return part.toLowerCase() === "and" ? "&&" : "||";
  });
  if (words.size === 0) return undefined;
  const edit = { start: 0, end: condition.length, text };
  return { hint: ` in place of ${quoteList([...words], "and")}`, edit, safe: true };
}

/** `not A == B`, where `not` belongs to the comparison, and `not A`. */
export function notOperator(condition: string): WordedFault | undefined {
  const tokens = [...condition.matchAll(textsAnd(/\bnot\b(?!\s*\()|&&|\|\||\b(?:and|or)\b|[()]|[=!]=/i))];
  const first = tokens.findIndex(([token]) => token.toLowerCase() === "not");
  if (first < 0) return undefined;
  const start = tokens[first]!.index;
  let [depth, end] = [0, condition.length];
  const signs: RegExpExecArray[] = [];
  for (const token of tokens.slice(first + 1)) {
    if (depth === 0 && /^(?:[)&|]|and$|or$)/i.test(token[0])) {
      end = token.index;
      break;
    }
    if (token[0] === "(") depth++;
    else if (token[0] === ")") depth--;
    else if (depth === 0 && /^[=!]=$/.test(token[0])) signs.push(token);
  }
  const operand = condition.slice(start + "not".length, end).trim();
  const [sign] = signs;
  if (operand === "" || signs.length > 1) return undefined;
  const from = condition.indexOf(operand, start + "not".length);
  const to = from + operand.length;
  const place = { start, end: start + "not".length };
  const message = "the language has no not; write ! before an expression";
  if (!sign) return { message, place, edit: { start, end: to, text: `!${operand}` } };
  const other = sign[0] === "==" ? "!=" : "==";
  const text = condition.slice(from, sign.index) + other + condition.slice(sign.index + 2, to);
  return { message, place, hint: `, or ${other} in place of ${sign[0]}`, edit: { start, end: to, text } };
}

/** `expression { … }` and `not { … }`, as in the `when` of Jenkins. */
export function blockOfJenkins(condition: string): WordedFault | undefined {
  const [, word, inner = ""] = /^\s*(not|expression)\s*\{([^{}]*)\}\s*$/.exec(condition) ?? [];
  if (word === undefined) return undefined;
  const expression = inner
    .trim()
    .replace(/^return\s/, "")
    .replace(/;$/, "");
  const isNegated = word === "not";
  const start = condition.indexOf(word);
  const place = { start, end: start + word.length };
  const edit = { start: 0, end: condition.length, text: isNegated ? `not ${expression}` : expression };
  const remedy = isNegated ? "write ! before an expression in parentheses" : "write the expression alone";
  return { message: `"${word} { }" is of Jenkins`, place, hint: `; ${remedy}`, edit };
}

const WORD_OF_JENKINS =
  /^(\s*(?:(?:not|!)\s*)?)(branch|tag|environment|equals|changeRequest|changeset|triggeredBy)\s+(?:(["'])([^"'\n]*)\3\s*$|\w+\s*:)/;

/** `branch 'main'` and the like, as in the `when` of Jenkins. */
export function wordOfJenkins(condition: string): WordedFault | undefined {
  const [all, before = "", word = "", quote = '"', name = ""] = WORD_OF_JENKINS.exec(condition) ?? [];
  if (all === undefined) return undefined;
  const isNegated = before.trim() !== "";
  const place = { start: before.length, end: before.length + word.length };
  const message = `"${word}" with its value is of Jenkins`;
  const whole = (text: string): WordedFault => ({ message, place, ...write(0, condition.length, text) });
  if (word === "tag" || word === "branch") {
    const branch = `${quote}\${{CF_BRANCH}}${quote}`;
    const hint = `; write match(${branch}, PATTERN, false)`;
    if (word === "tag" || name === "") return { message, place, hint };
    if (!/[*?{]/.test(name)) return whole(`${branch} ${isNegated ? "!=" : "=="} ${quote}${name}${quote}`);
    if (!/^[\w./*-]+$/.test(name)) return { message, place, hint };
    const test = `match(${branch}, ${quote}${patternOf(name)}${quote}, false)`;
    return whole(isNegated ? `${test} == false` : test);
  }
  if (word !== "environment")
    return { message, place, hint: '; write a comparison, such as "${{NAME}}" == "text"' };
  const of = (key: string) => new RegExp(`\\b${key}\\s*:\\s*(["'])([^"'\\n]*)\\1`).exec(condition);
  const [variable, value] = [of("name"), of("value")];
  if (!variable || !value || isNegated) return { message, place, hint: '; write "${{NAME}}" == "text"' };
  const [, mark] = value;
  return whole(`${mark}\${{${variable[2]}}}${mark} == ${mark}${value[2]}${mark}`);
}

/** The pattern for the names of a glob, in quotes of the language. */
function patternOf(glob: string): string {
  const source = glob
    .replaceAll(".", "\\\\.")
    .replaceAll(/\*+/g, (stars) => (stars === "*" ? "[^/]*" : ".*"));
  return `^${source}$`;
}

/** `TEXT in ['a', 'b']`, as in Python. */
export function listOfValues(condition: string): Meant | undefined {
  const list = /\bin\s*\[([^[\]]*)\]/.exec(condition);
  if (!list) return undefined;
  const before = condition.slice(0, list.index).trimEnd();
  const text = /"[^"\\]*"$|'[^'\\]*'$|(?<![\w.])[\w.]+$/.exec(before)?.[0];
  const values = list[1]!.split(",").map((value) => value.trim());
  if (text === undefined || !values.every((value) => /^(?:"[^"\\]*"|'[^'\\]*')$/.test(value)))
    return undefined;
  const place = { start: before.length - text.length, end: list.index + list[0].length };
  const isWhole = place.end - place.start === condition.trim().length;
  return { edit: { ...place, text: isOneOf(text, values, isWhole) } };
}
