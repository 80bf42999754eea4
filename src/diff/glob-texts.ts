import { leadingSlashes, withoutDotSlash, withoutNegation } from "../match/glob/braces.ts";
import type { GlobEngine } from "../match/glob/engines.ts";
import { expandBraces } from "../match/glob/expand.ts";
import { enginesAgree } from "../match/glob/plain-globs.ts";
import type { TextSet } from "../match/regex/inclusion.ts";
import { escapeRegex } from "../match/regex/syntax/repair.ts";

/** More alternatives make the automata too large. */
const MAX_ALTERNATIVES = 60;

/** A regex literal may have 20,000 characters; automata of fewer are too large already. */
const MAX_LENGTH = 10_000;

/** Why a glob has no texts that can be compared. */
export type GlobRefusal = typeof DIFFERENT | typeof TOO_LARGE;

const DIFFERENT = "the engines may read a glob differently";
const TOO_LARGE = "the globs are too large to compare";

/** A segment of letters, stars and question marks, with one wildcard at most at its start. */
const SEGMENT = /^(?:\*{1,2}|(?![*?]{2})[^{}()[\]\\!|#]+)$/;

/** True for a glob such as `dir/**`, with which only picomatch matches a file named `dir`. */
export function mayMatchFolder(glob: string): boolean {
  return /\/\*\*(?:[,}]|$)/.test(glob);
}

/**
 * Returns the paths that an engine matches as texts of a regex literal, for globs whose text shows
 * that both engines read them alike; for others the reason. Only `dir/**` differs: picomatch
 * also matches `dir`, unless it is in braces (semantics e). A property test compares both engines.
 */
export function globTexts(glob: string, engine: GlobEngine): TextSet | GlobRefusal {
  const stripped = withoutDotSlash(glob);
  const positive = withoutNegation(stripped);
  const bangs = stripped.length - positive.length;
  if (positive === "" || bangs > 1 || leadingSlashes(stripped).length > 0) return DIFFERENT;
  if (!enginesAgree(positive)) return DIFFERENT;
  const expansions = expandBraces(positive, MAX_ALTERNATIVES);
  if (expansions.length >= MAX_ALTERNATIVES) return TOO_LARGE;
  const sources: string[] = [];
  for (const { text } of expansions) {
    const source = sourceOf(text.split("/"), engine === "picomatch" && positive.endsWith("/**"));
    if (source === undefined) return DIFFERENT;
    sources.push(source);
  }
  const pattern = `/^(?:${sources.join("|")})$/`;
  return pattern.length > MAX_LENGTH ? TOO_LARGE : { pattern, negated: bangs === 1 };
}

/** A folder or file whose name does not start with a dot. */
const VISIBLE = "[^.\\/][^\\/]*";

/** With `ofFolder` a globstar at the end also matches the folder before it. */
function sourceOf(segments: readonly string[], ofFolder: boolean): string | undefined {
  if (!segments.every((segment) => SEGMENT.test(segment) && !/^\.{1,2}$/.test(segment))) return undefined;
  if (segments.length === 1 && segments[0] === "**") return `${VISIBLE}(?:\\/${VISIBLE})*`;
  return segments.reduce((before, segment, index) => {
    const isLast = index === segments.length - 1;
    if (segment !== "**") return `${before}${segmentSource(segment)}${isLast ? "" : "\\/"}`;
    if (!isLast) return `${before}(?:${VISIBLE}\\/)*`;
    // The slash before it belongs to the folder's files.
    return `${before.slice(0, -2)}(?:\\/${VISIBLE})${ofFolder && !segments[index - 1]!.endsWith("*") ? "*" : "+"}`;
  }, "");
}

/** A wildcard at the start of a segment does not match a dot. */
function segmentSource(segment: string): string {
  if (segment === "*") return VISIBLE;
  const body = Array.from(segment, (char) =>
    char === "*" ? "[^\\/]*" : char === "?" ? "[^\\/]" : escapeRegex(char),
  );
  if (segment[0] === "?") body[0] = "[^.\\/]";
  if (segment[0] !== "*") return body.join("");
  return `${segment[1] === "." ? VISIBLE : `(?:${VISIBLE})?`}${body.slice(1).join("")}`;
}
