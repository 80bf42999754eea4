import { expandBraces } from "../match/glob/expand.ts";
import { getOrAdd, memoizeByObject } from "../util/memoize.ts";

/** Shorter lists are searched completely, since finding candidates would cost more. */
const worthSearching = 64;

/** Larger brace expansions are not analyzed. */
const maxExpansions = 32;

/** The paths of a list with a given segment or extension, by their indexes. */
interface PathIndex {
  readonly bySegment: ReadonlyMap<string, readonly number[]>;
  readonly byExtension: ReadonlyMap<string, readonly number[]>;
  /** One engine matches a path that is the text of the glob itself, with its braces. */
  readonly withBraces: readonly number[];
}

/**
 * Returns the paths that may match a glob in any reading, in order: those with a whole segment or
 * an extension that it requires. All paths if the glob requires neither, or if its form does not
 * show it.
 */
export function possibleMatches(pattern: string, paths: readonly string[]): readonly string[] {
  if (paths.length < worthSearching || !isPlainForm(pattern)) return paths;
  const expansions = expandBraces(pattern, maxExpansions);
  if (expansions.length >= maxExpansions) return paths;
  const index = indexOf(paths);
  const found = new Set<number>(index.withBraces);
  for (const { text } of expansions) {
    const holding = fewestHolding(text, index);
    if (!holding) return paths;
    for (const number of holding) found.add(number);
  }
  return [...found].sort((one, other) => one - other).map((number) => paths[number]!);
}

/**
 * True if a glob has only literal characters, wildcards and braces, and no part that an engine
 * rewrites before it matches: spaces at the ends, ranges in braces, empty segments or `.` and `..`.
 */
function isPlainForm(pattern: string): boolean {
  return (
    /^[\w\-. ~%&=,/*?{}]+$/.test(pattern) && !/^\/* | $|\.\.|\/\/|(?:^|[/{,])\.(?:[/},]|$)/.test(pattern)
  );
}

/** The shortest list of paths with a required text; undefined if none is required. */
function fewestHolding(text: string, { bySegment, byExtension }: PathIndex): readonly number[] | undefined {
  if (/[{}]/.test(text)) return undefined;
  const segments = text.split("/").filter((segment) => segment !== "");
  const plain = segments.filter((segment) => !/[*?]/.test(segment));
  const lists = plain.map((segment) => bySegment.get(segment) ?? []);
  const extension = text.endsWith("/") ? undefined : /[*?][^*?]*\.([^*?./]+)$/.exec(text)?.[1];
  if (extension !== undefined) lists.push(byExtension.get(extension) ?? []);
  return lists.sort((one, other) => one.length - other.length)[0];
}

const indexOf = memoizeByObject((paths: readonly string[]): PathIndex => {
  const bySegment = new Map<string, number[]>();
  const byExtension = new Map<string, number[]>();
  const withBraces: number[] = [];
  for (const [number, path] of paths.entries()) {
    for (const segment of new Set(path.split("/"))) getOrAdd(bySegment, segment, () => []).push(number);
    if (path.includes("{")) withBraces.push(number);
    const dot = path.lastIndexOf(".");
    if (dot >= 0) getOrAdd(byExtension, path.slice(dot + 1), () => []).push(number);
  }
  return { bySegment, byExtension, withBraces };
});
