import type { RegexMatch } from "../../match/regex/index.ts";
import { joinList, quote } from "../../util/text.ts";

type Stuck = NonNullable<Extract<RegexMatch, { outcome: "no" }>["stuck"]>;

/**
 * Describes the first point at which a filter cannot match a text; undefined if the pattern does
 * not show one.
 */
export function sayStuck(
  filter: string,
  text: string,
  { index, piece, text: wanted }: Stuck,
): string | undefined {
  const before = text.slice(0, index);
  const rest = text.slice(index);
  const there = index === 0 ? "at its start" : `after ${quote(before)}`;
  if (wanted === "" || (wanted === "$" && index === 0)) return undefined;
  if (wanted === "$") return `it goes on with ${quote(rest)} ${there}`;
  if (wanted.startsWith("(?!") || wanted.startsWith("(?<!"))
    return `${code(wanted)} does not allow what stands ${there}`;
  const searched = wholeText(filter);
  if (searched !== undefined) return `it has no ${searched}`;
  const spelled = alternativesAt(filter, piece.start) ?? plainRunAt(filter, piece.start);
  if (spelled === undefined)
    return rest === ""
      ? `it ends where ${code(wanted)} is wanted`
      : `${code(wanted)} does not match ${there}`;
  if (rest === "") return `it ends where ${spelled} is wanted`;
  return index === 0 && filter.startsWith("/^")
    ? `it does not begin with ${spelled}`
    : `${spelled} is wanted ${there}`;
}

/** The text that a filter looks for anywhere, if it is only that. */
function wholeText(filter: string): string | undefined {
  const source = filter.slice(1, filter.lastIndexOf("/"));
  return PLAIN.exec(source)?.[0] === source ? quote(unescaped(source)) : undefined;
}

function code(pattern: string): string {
  return `"${pattern}"`;
}

/** Literal characters, as a text. */
const PLAIN = /^(?:[\w\-@#=&%,;:'"~ ]|\\[/.\-+*?()[\]{}|^$\\])+/;

/** The literal text of a filter from an offset; undefined if there is none. */
function plainRunAt(filter: string, start: number): string | undefined {
  let run = PLAIN.exec(filter.slice(start))?.[0] ?? "";
  // A quantifier applies to the last character only.
  if (/[*+?{]/.test(filter[start + run.length] ?? "")) run = run.replace(/(?:\\.|[^\\])$/, "");
  return run === "" ? undefined : quote(unescaped(run));
}

/** The alternatives of the group before an offset, if they are few and all literal. */
function alternativesAt(filter: string, start: number): string | undefined {
  const group = /\((?:\?:)?$/.exec(filter.slice(0, start));
  const body = group && /^((?:\\.|[^\\()])*)\)(?![*?{])/.exec(filter.slice(start))?.[1];
  const choices = body?.split("|") ?? [];
  if (choices.length < 2 || choices.length > 4) return undefined;
  if (choices.some((choice) => PLAIN.exec(choice)?.[0] !== choice)) return undefined;
  const quoted = choices.map((choice) => quote(unescaped(choice)));
  return joinList(quoted, "or");
}

function unescaped(run: string): string {
  return run.replace(/\\(.)/g, "$1");
}
