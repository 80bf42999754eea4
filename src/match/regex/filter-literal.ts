import { memoize } from "../../util/memoize.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral } from "./types.ts";

/** The ways in which people and the product's own form write "anything": `/.*` + `/gi`, `/./`, `/^.*$/`. */
const ANYTHING = /^\/(?:\^?(?:\(\??:?)?\.[*+]\??\)?\$?|[\^$]?\.?|\.\$)\/[gim]*$/;

/** Whether a filter begins as those ways do: with a group, a dot, an anchor or nothing. Most begin with a letter. */
function mayBeAnything(text: string): boolean {
  const first = text[text[1] === "^" ? 2 : 1];
  return first === undefined || "(.$/".includes(first);
}

/**
 * The literal of a filter that restricts something, for a first look by its text alone; no parser is loaded.
 *
 * @param text the value of a field such as `branchRegex`
 * @returns `undefined` for what the platform or JavaScript refuses, for what is written in another language's syntax, and for the
 * usual ways to write "anything"
 */
export const restrictiveLiteral: (text: string) => RegexLiteral | undefined = memoize((text) => {
  const literal = mayBeAnything(text) && ANYTHING.test(text) ? undefined : scanRegexLiteral(text);
  return literal?.ok && literal.advice.length === 0 ? literal : undefined;
});

/** `^main$`, `^(main|develop)$`, `^main$|^develop$`, and the form that the product writes from a list: `^((main|develop)$).*`. */
const EXACT = /^\^\(\(([^()^$]+)\)\$\)\.\*$|^\^\((?:\?:)?([^()^$]+)\)\$$|^\^([^()^$|]+)\$$/;
const NAME = /^(?:[\w/@#-]|\\[./-])+$/;

/** The names that a filter spells between both anchors, escapes removed; `undefined` for a filter of any other form. */
export function exactNames(literal: RegexLiteral): string[] | undefined {
  if (literal.flags.includes("m")) return undefined;
  const [, listed, grouped, lone] = EXACT.exec(literal.source) ?? [];
  const spelled = (listed ?? grouped ?? lone)?.split("|") ?? literal.source.split("|").map(withoutAnchors);
  if (!spelled.every((name) => name !== undefined && NAME.test(name))) return undefined;
  return spelled.map((name) => name!.replace(/\\(.)/g, "$1"));
}

function withoutAnchors(alternative: string): string | undefined {
  return /^\^([^^$]+)\$$/.exec(alternative)?.[1];
}

const starts = new WeakMap<RegexLiteral, string>();

/** The letters, in lower case, that begin every name which a filter lets pass, as far as its first look tells; none for most forms. */
export function fixedStart(literal: RegexLiteral): string {
  const start = starts.get(literal) ?? startOf(literal);
  starts.set(literal, start);
  return start;
}

function startOf({ source, flags }: RegexLiteral): string {
  if (source[0] !== "^" || flags.includes("m") || hasOuterAlternatives(source)) return "";
  let letters = "";
  let index = 1;
  for (; index < source.length; index++) {
    const next = source[index + 1];
    if (source[index] === "\\" && (next === "." || next === "/")) index++;
    else if (!/[\w/-]/.test(source[index]!)) break;
    letters += source[index];
  }
  const isOptional = index < source.length && "*?{".includes(source[index]!);
  return (isOptional ? letters.slice(0, -1) : letters).toLowerCase();
}

function hasOuterAlternatives(source: string): boolean {
  if (!source.includes("|")) return false;
  let rest = source.replace(/\\./g, "x").replace(/\[[^\]]*\]/g, "x");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\([^()]*\)/g, "x");
  }
  return rest.includes("|");
}

/**
 * Whether the text of a pattern leaves it open that the engine takes long on it, even for a name of a dozen letters: for a first look,
 * before anything parses it. Four repetitions of plain pieces and a dozen groups are safe on so short a text; a repeated group may not be.
 */
export function mayBeSlow(source: string): boolean {
  if (/\)[*+{]/.test(source)) return true;
  const repetitions = source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
  const groups = source.match(/\(/g)?.length ?? 0;
  return repetitions > 4 || groups > 12;
}
