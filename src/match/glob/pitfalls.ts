import {
  classEnd,
  type GlobBraces,
  type GlobPart,
  leadingSlashes,
  parseBraces,
  rootedPattern,
  withoutDotSlash,
} from "./braces.ts";
import { findListPitfalls } from "./list-pitfalls.ts";
import type { GlobPitfall, GlobPitfallCode } from "./types.ts";

/**
 * Finds the pitfalls in a glob by its text, without an engine.
 *
 * @param pattern the glob as written
 * @returns the pitfalls by offset; `hidden-segment` only marks segments that start with a dot
 */
export function findGlobPitfalls(pattern: string): GlobPitfall[] {
  const parts = parseBraces(pattern);
  const lists = listTraps(pattern, parts);
  const ends = [...edgeTraps(pattern), ...directoryTraps(pattern, parts)];
  const pitfalls = [
    ...slashTraps(pattern),
    ...allBraces(parts, []).flatMap((braces) => braceTraps(pattern, braces)),
    ...unclosedTraps(pattern),
    ...backslashTraps(pattern),
    ...lists,
    ...matchTraps(pattern, "hidden-segment", /\.(?<=(?:^!*|[/{,(|])\.)(?!\.?(?:\/|$))[^/,{}|)]*/g),
    // The ends of a list are the ends of its patterns.
    ...(lists.some(({ code }) => code === "separator") ? [] : ends),
  ];
  return pitfalls.sort((one, other) => one.start - other.start);
}

function splice(pattern: string, start: number, end: number, text: string): string {
  return pattern.slice(0, start) + text + pattern.slice(end);
}

/** White space at both ends. */
function edgeTraps(pattern: string): GlobPitfall[] {
  const start = pattern.length - pattern.trimStart().length;
  const end = Math.max(start, pattern.trimEnd().length);
  return [
    { start: 0, end: start },
    { start: end, end: pattern.length },
  ]
    .filter((span) => span.end > span.start)
    .map((span) => ({ code: "edge-space", ...span, replacement: pattern.trim() }));
}

function matchTraps(
  pattern: string,
  code: GlobPitfallCode,
  pitfall: RegExp,
  repair?: () => string,
): GlobPitfall[] {
  const found = [...pattern.matchAll(pitfall)].map(
    (match): GlobPitfall => ({ code, start: match.index, end: match.index + match[0].length }),
  );
  if (found.length === 0 || !repair) return found;
  const replacement = repair();
  return found.map((each) => ({ ...each, replacement }));
}

/** A backslash before a letter, or after one and before a wildcard, as in `src\**`. */
const BACKSLASH = /\\(?![*?[\]{}()!+@,|\\#])|(?<=[\w*-])\\\\?(?=\w|\*(?:[*./\\]|$)|\{[^\\]*\})/g;

function backslashTraps(pattern: string): GlobPitfall[] {
  return matchTraps(pattern, "backslash", BACKSLASH, () => pattern.replace(BACKSLASH, "/"));
}

/** Faults of lists, unless the list is broken by a brace without end or an escaped one. */
function listTraps(pattern: string, parts: readonly GlobPart[]): GlobPitfall[] {
  if (unclosedOffset(pattern) !== undefined || backslashTraps(pattern).length > 0) return [];
  return findListPitfalls(pattern, parts);
}

function slashTraps(pattern: string): GlobPitfall[] {
  const skipped = pattern.length - withoutDotSlash(pattern).length;
  const leading = leadingSlashes(withoutDotSlash(pattern)).map((offset) => offset + skipped);
  const rooted = rootedPattern(withoutDotSlash(pattern));
  const pitfalls: GlobPitfall[] = leading.map((start) => ({
    code: "leading-slash",
    start,
    end: start + 1,
    replacement: rooted,
  }));
  const doubles = matchTraps(pattern, "double-slash", /\/{2,}/g).filter(
    ({ start, end }) => !leading.some((offset) => offset >= start && offset < end),
  );
  // The documentation lost stars: `a//pom.xml` was `a/**/pom.xml` (part 0 item 1).
  return [
    ...pitfalls,
    ...doubles.map((pitfall) => ({ ...pitfall, replacement: withoutDouble(pattern, pitfall) })),
  ];
}

function withoutDouble(pattern: string, { start, end }: GlobPitfall): string {
  const beside = /\*\*$/.test(pattern.slice(0, start)) || pattern.startsWith("**", end);
  return splice(pattern, start, end, beside ? "/" : "/**/");
}

/** Adds every pair of braces to a list, outer ones first. */
function allBraces(parts: readonly GlobPart[], found: GlobBraces[]): GlobBraces[] {
  for (const part of parts) {
    if (part.kind === "text") continue;
    found.push(part);
    for (const alternative of part.alternatives) allBraces(alternative.parts, found);
  }
  return found;
}

function braceTraps(pattern: string, braces: GlobBraces): GlobPitfall[] {
  const pitfalls: GlobPitfall[] = [];
  const { start, end, alternatives } = braces;
  if (alternatives.length === 1 && braces.range === undefined && pattern[start - 1] !== "$") {
    const replacement = splice(pattern, start, end, withoutBraces(pattern.slice(start + 1, end - 1)));
    pitfalls.push({ code: "single-braces", start, end, replacement });
  }
  for (const alternative of alternatives) {
    const text = pattern.slice(alternative.start, alternative.end);
    const spaces = /^\s+/.exec(text)?.[0].length ?? 0;
    const trailing = text.length - text.trimEnd().length;
    if (spaces > 0) pitfalls.push(space(pattern, alternative.start, alternative.start + spaces));
    if (trailing > 0 && spaces < text.length)
      pitfalls.push(space(pattern, alternative.end - trailing, alternative.end));
    const bang = alternative.start + spaces;
    if (pattern[bang] === "!" && pattern[bang + 1] !== "(") {
      pitfalls.push({ code: "negation-in-braces", start: bang, end: bang + 1 });
    }
  }
  return pitfalls;
}

/** The meaning of braces around a single text: a list if it contains `|`, else the text itself. */
function withoutBraces(text: string): string {
  return text.includes("|") && /^[^()[\]{}\\]*$/.test(text) ? `{${text.replaceAll("|", ",")}}` : text;
}

/** The first brace or bracket that is not closed. */
function unclosedTraps(pattern: string): GlobPitfall[] {
  const open = unclosedOffset(pattern);
  if (open === undefined) return [];
  const found: GlobPitfall = { code: "unclosed", start: open, end: open + 1 };
  const closed = `${pattern}}`;
  // After white space, the rest may be a comment or another pattern.
  const simple =
    pattern[open] === "{" && pattern.includes(",", open) && !/\s|[,[]$/.test(pattern.slice(open));
  return [simple && unclosedOffset(closed) === undefined ? { ...found, replacement: closed } : found];
}

function unclosedOffset(pattern: string): number | undefined {
  const braces: number[] = [];
  for (let index = 0; index < pattern.length; index++) {
    const char = pattern[index];
    if (char === "\\") index++;
    else if (char === "[") {
      if (!pattern.includes("]", index + 1)) return braces[0] ?? index;
      index = classEnd(pattern, index);
    } else if (char === "{") braces.push(index);
    else if (char === "}") braces.pop();
  }
  return braces[0];
}

/** The offset of the first character after negation marks. */
function firstChar(pattern: string): number {
  return /^!*/.exec(pattern)![0].length;
}

function space(pattern: string, start: number, end: number): GlobPitfall {
  return { code: "space-in-braces", start, end, replacement: splice(pattern, start, end, "") };
}

/** A slash at the end: only a directory matches, never a file. */
function directoryTraps(pattern: string, parts: readonly GlobPart[]): GlobPitfall[] {
  return lastOffsets(pattern, parts).map((offset) => ({
    code: "directory",
    start: offset,
    end: offset + 1,
    replacement: splice(pattern, offset, offset + 1, pattern.slice(0, offset).endsWith("**") ? "" : "/**"),
  }));
}

function lastOffsets(pattern: string, parts: readonly GlobPart[]): number[] {
  const last = parts.at(-1);
  if (!last) return [];
  if (last.kind === "braces")
    return last.alternatives.flatMap((alternative) => lastOffsets(pattern, alternative.parts));
  const ends =
    pattern[last.end - 1] === "/" && pattern[last.end - 2] !== "/" && last.end - 1 > firstChar(pattern);
  return ends ? [last.end - 1] : [];
}

/** A URL, an SSH address, a host of repositories, a drive, or a home folder; also in braces. */
const OUTSIDE =
  /(?:^!*|[{,]\s*)(?:[a-z][a-z+.-]*:\/\/|[a-z]:[\\/]|[\w.-]+@[\w.-]+:|(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)\/|~\/|\/(?:home|Users|codefresh\/volume)\/|\$(?:HOME|PWD)\/)/i;

/** A part of every such glob: compiling this takes 0.07 ms, compiling the above 0.33 ms. */
const MAY_BE_OUTSIDE = /[:~$]|\.(?:com|org)\/|\/(?:home|Users|codefresh)\//i;

/** True if a glob, or an alternative of it, cannot be a path from the repository's root. */
export function isOutsideRepository(glob: string): boolean {
  return MAY_BE_OUTSIDE.test(glob) && OUTSIDE.test(glob);
}

/** An anchor of a regex, which a glob does not have. */
const ANCHORED = /^\/?\^|\$(?:\/[a-z]*)?$/;
/** Syntax that a regex has and a glob does not. */
const REGEX_SYNTAX = /\.[*+]|\\[./dwsb]|\(\?/;

/** True if the text of a glob is a regex: anchored with `^` or `$`, or written between slashes. */
export function looksLikeRegex(glob: string): boolean {
  const between = /^\/(.*)\/[gimsuy]*$/.exec(glob)?.[1] ?? "";
  return ANCHORED.test(glob) || REGEX_SYNTAX.test(between);
}

/**
 * Converts a regex for paths to a glob: `^src/.*$` to `src/**`, `\.md$` to `**` + `/*.md`.
 *
 * @returns the glob; `undefined` if the regex is more than a path or an extension
 */
export function globOfRegex(regex: string): string | undefined {
  const source = /^\/(.*)\/[a-z]*$/s.exec(regex)?.[1] ?? regex;
  const parts = /^(\^?)(\.\*)?((?:[\w@/-]|\\[./-])+?)(\.[*+])?(\$?)$/.exec(source);
  if (!parts) return undefined;
  const [, start, before, plain, after, end] = parts;
  const path = plain!.replace(/\\(.)/g, "$1");
  const open = after !== undefined || end === "";
  if (start && before === undefined) return open ? `${path.replace(/\/$/, "")}/**` : path;
  return !open && /^\.\w+$/.test(path) ? `**/*${path}` : undefined;
}
