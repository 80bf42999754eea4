import { Budget } from "../budget.ts";
import { classEnd, rootedPattern, withoutDotSlash, withoutNegation } from "./braces.ts";
import { expandBraces } from "./expand.ts";

/** The maximum number of candidates per pattern. */
const MAX_CANDIDATES = 300;

/** Longer patterns give no candidates. */
const MAX_LENGTH = 2_000;

/** The maximum number of paths of one expansion, fewer if all expansions together are long. */
const MAX_FILLED = 60;
const MAX_FILLED_LENGTH = 200_000;

/** The cost of filling in a pattern, in steps per character. */
const STEPS_PER_CHARACTER = 20;

/** Paths that any repository may have, for patterns that only exclude. */
export const COMMON_FILES = [
  "README.md",
  "src/index.ts",
  "package.json",
  "src/a/b.ts",
  "docs/a.md",
  "Dockerfile",
  "x",
];

/**
 * Returns paths that a pattern may or may not match, by filling in its wildcards; the caller tests
 * them with the engines. Some are filled in so that the engines are known to differ: a globstar in
 * a segment that spans a slash or nothing, literal brackets and groups (semantics e).
 *
 * @param glob the pattern as written
 */
export function candidatePaths(glob: string, budget: Budget = new Budget()): string[] {
  const pattern = glob.length > MAX_LENGTH ? withShortLists(glob) : glob;
  if (pattern.length > MAX_LENGTH || !budget.spend(pattern.length * STEPS_PER_CHARACTER)) return [];
  // A name with white space at an edge is not one of a file; minimatch trims the pattern too.
  const positive = withoutNegation(rootedPattern(withoutDotSlash(pattern.trim())));
  const texts = expandBraces(positive, 40).map(({ text }) => text);
  const length = texts.reduce((sum, text) => sum + text.length, 1);
  const most = Math.ceil(Math.min(MAX_FILLED, MAX_FILLED_LENGTH / length));
  const candidates = texts.flatMap((text) => [...fill(text, most), text]);
  return [...new Set(candidates.map(tidy))].filter((path) => path !== "").slice(0, MAX_CANDIDATES);
}

/** The number of entries that are kept of each list of a long pattern. */
const KEPT_ENTRIES = 8;

function withShortLists(glob: string): string {
  return glob.replace(/\{([^{}]+)\}/g, (_, list: string) => {
    const entries = list.split(",");
    return `{${entries.slice(0, KEPT_ENTRIES).join(",")}}`;
  });
}

/** Paths of a repository have no empty segments. */
function tidy(path: string): string {
  return path.replace(/\/{2,}/g, "/").replace(/^\/|\/$/g, "");
}

/** The first paths that a text without braces may match. */
function fill(text: string, most: number): string[] {
  let candidates = [""];
  for (let index = 0; index < text.length; ) {
    const { options, next } = optionsAt(text, index);
    const longer: string[] = [];
    for (const candidate of candidates)
      for (const option of options) if (longer.length < most) longer.push(candidate + option);
    candidates = longer;
    index = next;
  }
  return candidates;
}

/** Characters without a special meaning in a glob. */
const ORDINARY = /[^!@+*?([{\\]+/y;

function optionsAt(text: string, index: number): { options: string[]; next: number } {
  ORDINARY.lastIndex = index;
  const run = ORDINARY.exec(text)?.[0];
  if (run) return { options: [run], next: index + run.length };
  const char = text[index]!;
  if (char === "(") return groupOptions(text, index, 1);
  if (text[index + 1] === "(" && "!@+*?".includes(char)) return groupOptions(text, index, 2);
  const range = char === "{" && /^\{(\w+)\.\.(\w+)(?:\.\.\d+)?\}/.exec(text.slice(index, index + 40));
  if (range) return { options: [range[1]!, range[2]!], next: index + range[0].length };
  if (text.startsWith("**", index)) return { options: globstarOptions(text, index), next: index + 2 };
  if (char === "*") return { options: ["x", "x.y", ""], next: index + 1 };
  if (char === "?") return { options: ["x"], next: index + 1 };
  if (char === "\\") return { options: [text[index + 1] ?? ""], next: index + 2 };
  const close = char === "[" ? classEnd(text, index) : index;
  if (close > index) return { options: classOptions(text.slice(index, close + 1)), next: close + 1 };
  return { options: [char], next: index + 1 };
}

/** A whole segment matches any number of folders; inside one it may span a slash. */
function globstarOptions(text: string, index: number): string[] {
  const isSegment = /(?:^|\/)$/.test(text.slice(0, index)) && /^(?:\/|$)/.test(text.slice(index + 2));
  const isLast = index + 2 === text.length;
  return isSegment && !isLast ? ["x", "", "x/y"] : ["x", "x/y", ""];
}

/** The characters of a class that are tried, of which a range has its ends. */
const MAX_IN_CLASS = 6;

function classOptions(raw: string): string[] {
  const body = raw.slice(1, -1).replace(/^[!^]/, "");
  const negated = body.length < raw.length - 2;
  const inside = [...new Set(body.match(/[a-zA-Z0-9]/g))].slice(0, MAX_IN_CLASS);
  const usual = inside.length > 0 ? inside : ["x"];
  return negated ? ["~", "x", "0", ...inside, raw] : [...usual, raw];
}

/** The alternatives of a group that are tried, and the texts of each. */
const MAX_ALTERNATIVES = 10;
const MAX_PER_ALTERNATIVE = 4;

function groupOptions(text: string, index: number, length: number): { options: string[]; next: number } {
  const { alternatives, close } = alternativesFrom(text, index + length);
  if (close < 0) return { options: [text[index]!], next: index + 1 };
  const plain = alternatives
    .slice(0, MAX_ALTERNATIVES)
    .flatMap((alternative) => fill(alternative, MAX_PER_ALTERNATIVE));
  const other = text[index] === "!" ? ["other", ...plain.map((name) => `${name}x`)] : [];
  const none = /[?*]/.test(text[index]!) ? [""] : [];
  return { options: [...other, ...plain, ...none, text.slice(index, close + 1)], next: close + 1 };
}

/** The alternatives of a group from its first character on; `close` is -1 if it does not end. */
function alternativesFrom(text: string, start: number): { alternatives: string[]; close: number } {
  const alternatives: string[] = [];
  let from = start;
  for (let index = start, depth = 0; index < text.length; index++) {
    const char = text[index]!;
    if (depth === 0 && (char === "|" || char === ")")) {
      alternatives.push(text.slice(from, index));
      from = index + 1;
      if (char === ")") return { alternatives, close: index };
    } else if (char === "(") depth++;
    else if (char === ")") depth--;
  }
  return { alternatives, close: -1 };
}
