import { getOrAdd } from "../../util/memoize.ts";
import { MAX_GLOB_LENGTH } from "./limits.ts";
import { enginesAgree } from "./plain-globs.ts";

/** Shorter globs are left to the engines. */
const MIN_LENGTH = 5_000;

/** A glob with more literal characters matches no path of a checkout. */
const MAX_PATH = 4_096;

/** Segments of ordinary characters and wildcards. */
const PLAIN = /^[\w@ .~%&=*?/-]+$/;

/** A list of plain patterns in braces. */
const LIST = /^(!?)([^{},!]*)\{([^{}]+)\}([^{},]*)$/;

type Answer = boolean | "gave-up";

/** Decides whether a path matches, with a test for one of the patterns. */
export type LargeGlob = (path: string, test: (pattern: string) => Answer) => Answer;

/**
 * Returns the test of a glob that is too large for the engines, if its form shows how they read it:
 * a list of plain patterns in braces, each tested alone, or a text that is longer than any path.
 * Undefined for other globs. Only for forms on which both engines agree (semantics e).
 */
export function largeGlob(glob: string, minimum = MIN_LENGTH): LargeGlob | undefined {
  if (glob.length < minimum || glob.length > MAX_GLOB_LENGTH) return undefined;
  if (PLAIN.test(glob)) {
    const literal = glob.replace(/[*?/]/g, "").length;
    return literal > MAX_PATH ? (path, test) => (path.length < literal ? false : test(glob)) : undefined;
  }
  const [, negation, before, list, after] = LIST.exec(glob) ?? [];
  const items = list?.split(",") ?? [];
  if (items.length < 2 || !items.every((item) => isPlainItem(item, after!))) return undefined;
  const plain = items.map((item) => `${before}${item}${after}`);
  if (!plain.every((pattern) => PLAIN.test(pattern) && enginesAgree(pattern))) return undefined;
  const index = indexed(plain, (at) => `${before}{${items[at]},${items[at]}}${after}`);
  return (path, test) => {
    const found = testAny(candidates(index, path), test);
    return found === "gave-up" || negation === "" ? found : !found;
  };
}

/** Wildcards are read alike in a list only at its end; globstars only at the end of an item. */
function isPlainItem(item: string, after: string): boolean {
  if (item === "" || /^[*?]|^\s|\s$|^\.?\/|\.\.|\/\/|\/$/.test(item)) return false;
  if (/[*?]/.test(item) && after !== "") return false;
  return !item.includes("**") || /^[^*]*\/\*\*$/.test(item);
}

function testAny(patterns: readonly string[], test: (pattern: string) => Answer): Answer {
  let undecided = false;
  for (const pattern of patterns) {
    const answer = test(pattern);
    if (answer === true) return true;
    if (answer === "gave-up") undecided = true;
  }
  return undecided ? "gave-up" : false;
}

/** Patterns by their literal segments before the first wildcard, joined. */
type Index = ReadonlyMap<string, readonly string[]>;

/** An item is kept in braces, in which picomatch reads a globstar at its end differently. */
function indexed(plain: readonly string[], inBraces: (at: number) => string): Index {
  const index = new Map<string, string[]>();
  for (const [at, pattern] of plain.entries()) {
    const segments = pattern.split("/");
    const wild = segments.findIndex((segment) => /[*?]/.test(segment));
    const key = segments.slice(0, wild < 0 ? undefined : wild).join("/");
    getOrAdd(index, key, () => []).push(inBraces(at));
  }
  return index;
}

/** The patterns of which the literal start is that of a path. */
function candidates(index: Index, path: string): readonly string[] {
  const segments = path.split("/");
  return segments.concat("").flatMap((_, depth) => index.get(segments.slice(0, depth).join("/")) ?? []);
}
