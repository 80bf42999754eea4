import { memoize, once } from "../../util/memoize.ts";
import { Budget, type MatchOptions } from "../budget.ts";
import { expansionSize, parseBraces, withoutDotSlash, withoutNegation } from "./braces.ts";
import { COMMON_FILES, candidatePaths } from "./candidate-paths.ts";
import { bothMatch, compileEngine } from "./engines.ts";
import { expandBraces } from "./expand.ts";
import { refuseToCompile } from "./limits.ts";
import type { GlobOptions } from "./matcher.ts";
import { compileGlob } from "./matcher.ts";

/** How example files are chosen. */
export interface FileExampleOptions extends GlobOptions {
  /** Real paths to try first, such as the files of a checkout. */
  prefer?: readonly string[];
  /** How many to return at most; 3 by default. */
  limit?: number;
}

/**
 * Returns paths that a glob matches in every reading, real ones first, each tested with
 * `matchFile`.
 *
 * @param glob the pattern as written
 * @returns distinct paths; an empty list proves nothing
 */
export function exampleFiles(glob: string, options: FileExampleOptions = {}): string[] {
  const matcher = compileGlob(glob, options);
  const candidates = candidatePaths(glob, options.budget);
  // The own names of a negated pattern are those that it excludes, so common names come first.
  const own = glob.startsWith("!") ? [...COMMON_FILES, ...candidates] : [...candidates, ...COMMON_FILES];
  const chosen = new Set<string>();
  const canTry = triesOf(glob, options);
  for (const path of [...(options.prefer ?? []), ...own]) {
    if (chosen.size >= (options.limit ?? 3)) break;
    if (isPlausible(path, options) && canTry(path) && matcher.matchFile(path) === "yes") chosen.add(path);
  }
  return [...chosen];
}

/** The cost of testing a made-up path, in steps per alternative of the braces. */
const STEPS_PER_ALTERNATIVE = 5;

/** Returns whether a path may be tested: made-up ones only as long as the budget lasts. */
function triesOf(glob: string, { budget, prefer }: FileExampleOptions): (path: string) => boolean {
  const steps = expansionSize(parseBraces(glob, false)).count * STEPS_PER_ALTERNATIVE;
  return (path) => budget === undefined || prefer?.includes(path) === true || budget.spend(steps);
}

/** True for a real path, or one that a Git tree may have and that does not look like a glob. */
function isPlausible(path: string, options: FileExampleOptions): boolean {
  if (options.prefer?.includes(path)) return true;
  if (/[*?{}|!\\\x00-\x1f\x7f\u2028\u2029]/.test(path)) return false;
  // A name with white space at an edge is that of the glob, not of a file.
  return path
    .split("/")
    .every((segment) => segment !== "" && segment === segment.trim() && segment !== "." && segment !== "..");
}

/** A path on which the two engines disagree. */
export interface EngineWitness {
  file: string;
  picomatch: boolean;
  minimatch: boolean;
}

/**
 * Finds a path on which picomatch and minimatch disagree about a glob (semantics e), real ones
 * first. Only one of them matches a file named `dir` with `dir/**`, which is known, harmless and
 * ignored.
 *
 * @returns the first such path; `undefined` if none was found
 */
export function findEngineWitness(glob: string, options: FileExampleOptions = {}): EngineWitness | undefined {
  const { budget, prefer = [], ...others } = options;
  if (!budget || prefer.length + Object.keys(others).length > 0) return searchWitness(glob, options);
  if (budget.left <= 0) return undefined;
  const { witness, steps } = witnessOf(glob);
  budget.spend(steps);
  return witness;
}

/**
 * A search without real paths, and the steps that it costs each time: an editor asks about the same
 * globs after each change. It has a budget of its own, so that no result depends on an earlier one.
 */
const witnessOf = memoize((glob) => {
  const budget = new Budget();
  const before = budget.left;
  const witness = searchWitness(glob, { budget });
  return { witness, steps: before - budget.left };
});

function searchWitness(glob: string, options: FileExampleOptions): EngineWitness | undefined {
  if (glob === "" || refuseToCompile(glob) !== undefined) return undefined;
  const slash = options.leadingSlash ?? "root";
  const pico = compileEngine(glob, "picomatch", slash, options);
  const mini = compileEngine(glob, "minimatch", slash, options);
  const extended = candidatePaths(glob, options.budget).flatMap((path) => [path, `${path}/x`]);
  const canTry = triesOf(glob, options);
  const isFolder = once(() => folderTest(glob, options));
  for (const file of [...(options.prefer ?? []), ...extended, ...COMMON_FILES]) {
    if (!canTry(file)) break;
    const [picomatch, minimatch] = [pico(file), mini(file)];
    if (picomatch === "gave-up" || minimatch === "gave-up" || picomatch === minimatch) continue;
    if (isPlausible(file, options) && !isOdd(glob, file, options) && !isFolder()(file))
      return { file, picomatch, minimatch };
  }
  return undefined;
}

/** A name that no file has: only an extension, a trailing dot, the glob itself. */
function isOdd(glob: string, file: string, { prefer }: FileExampleOptions): boolean {
  if (prefer?.includes(file)) return false;
  const named = (segment: string): boolean => glob.split(/[/{},|()!]/).includes(segment);
  const odd = (segment: string): boolean =>
    segment.endsWith(".") || (/^\.\w+$/.test(segment) && !named(segment));
  return file.split("/").some(odd) || (file === glob && !glob.startsWith("#"));
}

/** Returns a test whether a file is the part before a final globstar, as `dir` in `dir/**`. */
export function folderTest(glob: string, { budget, host }: MatchOptions): (file: string) => boolean {
  const positive = withoutNegation(withoutDotSlash(glob));
  const texts = expandBraces(positive, 64).map(({ text }) => text);
  const folders = texts.filter((text) => text.endsWith("/**")).map(withoutGlobstars);
  const tests = folders.map((folder) => bothMatch(folder, { budget, host }));
  return (file) => tests.some((test) => test(file));
}

function withoutGlobstars(text: string): string {
  let end = text.length;
  while (text.endsWith("/**", end)) end -= 3;
  return text.slice(0, end);
}
