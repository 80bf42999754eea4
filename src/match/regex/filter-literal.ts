import { memoize } from "../../util/memoize.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral } from "./types.ts";

/** The usual ways to write "anything": `/.*` + `/gi`, `/./`, `/^.*$/`. */
const ANYTHING = /^\/(?:\^?(?:\(\??:?)?\.[*+]\??\)?\$?|[\^$]?\.?|\.\$)\/[gim]*$/;

/** True if a filter starts as those do: with a group, a dot, an anchor or nothing. */
function mayBeAnything(text: string): boolean {
  const first = text[text[1] === "^" ? 2 : 1];
  return first === undefined || "(.$/".includes(first);
}

/**
 * Returns the literal of a filter that restricts something, judged by its text without a parser.
 *
 * @param text the value of a field such as `branchRegex`
 * @returns `undefined` for a filter that Codefresh or JavaScript rejects, for another regex
 * dialect, and for the usual ways to write "anything"
 */
export const restrictiveLiteral: (text: string) => RegexLiteral | undefined = memoize((text) => {
  const literal = mayBeAnything(text) && ANYTHING.test(text) ? undefined : scanRegexLiteral(text);
  return literal?.ok && literal.advice.length === 0 ? literal : undefined;
});

/** `^main$`, `^(main|develop)$`, `^main$|^develop$`, and the product's `^((main|develop)$).*`. */
const EXACT = /^\^\(\(([^()^$]+)\)\$\)\.\*$|^\^\((?:\?:)?([^()^$]+)\)\$$|^\^([^()^$|]+)\$$/;
const NAME = /^(?:[\w/@#-]|\\[./-])+$/;

/** The names between both anchors, escapes removed; `undefined` for other forms. */
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

/**
 * True if a pattern may be slow even on a name of twelve letters, judged by its text before it is
 * parsed. Four repetitions of plain pieces and twelve groups are safe on such a name; a repeated
 * group may not be.
 */
export function mayBeSlow(source: string): boolean {
  if (/\)[*+{]/.test(source)) return true;
  const repetitions = source.match(/[*+{]|(?<!\()\?/g)?.length ?? 0;
  const groups = source.match(/\(/g)?.length ?? 0;
  return repetitions > 4 || groups > 12;
}

/** The text that a filter is tested against: a branch or tag, or any text, such as a comment. */
export type FilterSubject = "name" | "text";

/**
 * Without these a filter matches some text: lookarounds, inner anchors, empty classes, references.
 */
const DOUBTFUL = /\(\?[=!<]|[^(|[\\]\^|\$[^)|]|\\[bB1-9sxuktnrfvSDW]|\[\]/;

/** Without these a filter that matches some text matches a name: characters that names lack. */
const UNLIKE_NAMES = /[\s~]|(?<!\(\?):|\\[?*[\\^{]|^\^?refs\b|@\{|^\^\$|^\^\\\/|\\\/\)*\$|\\\/\\\//;

/** Texts of which most filters with such signs match one. */
const USUAL = ["main", "develop", "feature/x", "release/1.0", "v1.0.0", "x-1", "test"];

/**
 * True if a filter may match none of its subjects, judged by its text; automata then decide
 * (`cannot-fire.ts`).
 */
export function mayMatchNothing({ source, flags }: RegexLiteral, subject: FilterSubject): boolean {
  if (!DOUBTFUL.test(source) && !(subject === "name" && UNLIKE_NAMES.test(source))) return false;
  if (mayBeSlow(source)) return true;
  const regex = new RegExp(source, flags.replace("g", ""));
  return !USUAL.some((name) => regex.test(name));
}

/** Like `mayMatchNothing`, for the value of a field; false if `restrictiveLiteral` has none. */
export function mayBeDead(filter: { readonly value: string } | undefined, subject: FilterSubject): boolean {
  const literal = filter && restrictiveLiteral(filter.value);
  return literal !== undefined && mayMatchNothing(literal, subject);
}

/** Names that Git accepts, except for its rules that need lookarounds (git-check-ref-format). */
export const REF_NAME = "/^[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+(?:\\/[^\\x00-\\x20\\x7f~^:?*[\\\\\\/]+)*$/";

/** The start of a filter that requires a full ref, which names of branches and tags are not. */
export const FULL_FORM = /^\/\^refs\\\/(?:heads|tags|remotes)\\\//;
