import { classEnd, type GlobPart } from "./braces.ts";
import type { GlobPitfall } from "./types.ts";

/**
 * Finds faults of lists: commas without braces, other separators, and quotes or brackets around
 * patterns, as in other languages.
 *
 * @param pattern the glob as written
 * @param parts its parts (`parseBraces`)
 * @returns at most one pitfall for each kind, at its first character
 */
export function findListPitfalls(pattern: string, parts: readonly GlobPart[]): GlobPitfall[] {
  const bracketed = bracketedList(pattern);
  if (bracketed) return [bracketed];
  const lists = [...commaTrap(pattern, parts), ...separatorTrap(pattern, parts)];
  return lists.length > 0 ? lists : quoteTrap(pattern);
}

/** A list in brackets of another language: `[a/**,b/**]`, `("a/**", "b/**")`. */
function bracketedList(pattern: string): GlobPitfall | undefined {
  const [, open, inside] = /^\s*([[(<])(.*)[\])>]\s*$/s.exec(pattern) ?? [];
  if (open === undefined || !inside!.includes(",") || /[[\](){}<>|]/.test(inside!)) return undefined;
  const items = inside!.split(",").map(bare);
  if (items.every((item) => item.length < 2)) return undefined;
  const start = pattern.indexOf(open);
  return withList({ code: "comma-without-braces", start, end: start + 1 }, items);
}

/** The text of an item without white space, quotes, or the dash of a YAML list around it. */
function bare(item: string): string {
  return item
    .trim()
    .replace(/^- +/, "")
    .replace(/^(["'])(.*)\1$/s, "$2");
}

/** Adds the list in braces, if each item is a plain pattern, or each the negation of one. */
function withList(found: GlobPitfall, items: readonly string[]): GlobPitfall {
  const sign = items.every((item) => item.startsWith("!")) ? "!" : "";
  const patterns = items.map((item) => item.slice(sign.length));
  const isPlain = patterns.every((item) => item !== "" && !/[{}!,\s"']/.test(item));
  const list = patterns.length === 1 ? patterns[0]! : `{${patterns.join(",")}}`;
  return isPlain ? { ...found, replacement: sign + list } : found;
}

/** Commas outside braces, classes and groups. */
function commaTrap(pattern: string, parts: readonly GlobPart[]): GlobPitfall[] {
  const outside = outsideOfBrackets(pattern, parts);
  const first = outside.indexOf(",");
  if (first < 0) return [];
  const found: GlobPitfall = { code: "comma-without-braces", start: first, end: first + 1 };
  const lone = /^(.*[^,\s])\s*,\s*$/s.exec(pattern);
  if (lone && outside.indexOf(",", first + 1) < 0) return [{ ...found, replacement: lone[1]! }];
  return [withList(found, pieces(pattern, outside, /,/g).map(bare))];
}

/**
 * The pattern with a mark in place of each character that is escaped or in braces, a class or a
 * group, so that separators found in it are outside.
 */
function outsideOfBrackets(pattern: string, parts: readonly GlobPart[]): string {
  const outside = new Array<string>(pattern.length).fill("x");
  let depth = 0;
  for (const part of parts) {
    for (let index = part.start; part.kind === "text" && index < part.end; index++) {
      const char = pattern[index]!;
      if (char === "\\") index++;
      else if (char === "[") index = classEnd(pattern, index);
      else if (char === "(") depth++;
      else if (char === ")") depth--;
      else if (depth <= 0) outside[index] = char;
    }
  }
  return outside.join("");
}

function pieces(pattern: string, outside: string, separator: RegExp): string[] {
  const edges = [...outside.matchAll(separator)].map(({ index, 0: { length } }) => [index, index + length]);
  const starts = [0, ...edges.map(([, end]) => end!)];
  return starts.map((start, index) => pattern.slice(start, edges[index]?.[0] ?? pattern.length));
}

/** Separators of other languages; a blank only between texts that look like patterns. */
const SEPARATOR = /\|+|;|\r?\n|\s(?:and|or|&&?)\s/gi;
const BLANK = /[ \t]+/g;

function separatorTrap(pattern: string, parts: readonly GlobPart[]): GlobPitfall[] {
  const outside = outsideOfBrackets(pattern, parts).trimEnd();
  if (outside.includes(",")) return [];
  for (const separator of [SEPARATOR, BLANK]) {
    const items = pieces(pattern.trimEnd(), outside, separator).map(bare);
    if (items.length > 1 && items.at(-1) === "") items.pop();
    else if (items.length < 2) continue;
    if (items.includes("")) continue;
    if (!(separator === BLANK ? items.every(isWholePattern) : items.some(isPath))) continue;
    const start = outside.search(separator);
    const end = start + outside.slice(start).match(separator)![0]!.length;
    return [withList({ code: "separator", start, end }, items)];
  }
  return [];
}

const isPath = (item: string): boolean => /[/*.]/.test(item);

/** True for a text that begins like a path and ends in a wildcard, an extension or a slash. */
const isWholePattern = (item: string): boolean => /^[\w.*!@{-].*(?:[*/}]|\.\w+)$/.test(item);

const QUOTED = /(["'])(?<=(?:^!*|[{,])["'])([^"'{},]+)\1(?=$|[,}])/g;

/** Quotes around the whole pattern, or around an alternative in braces. */
function quoteTrap(pattern: string): GlobPitfall[] {
  const [found] = pattern.matchAll(QUOTED);
  if (!found) return [];
  const start = found.index;
  const replacement = pattern.replace(QUOTED, "$2");
  return [{ code: "inner-quotes", start, end: start + found[0].length, replacement }];
}
