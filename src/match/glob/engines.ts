import minimatch from "minimatch";
import picomatch from "picomatch/posix.js";
import { once } from "../../util/memoize.ts";
import { Budget, type MatchOptions } from "../budget.ts";
import { BoundedRegex } from "../regex/interpreter/bounded-match.ts";
import { splits } from "../regex/interpreter/cost.ts";
import { expansionSize, parseBraces, rootedPattern, withoutDotSlash } from "./braces.ts";
import { globBudget, globstarsInRow, refuseToCompile } from "./limits.ts";

/** The libraries that may match `modifiedFilesGlob`; the choice is not published (semantics e). */
export type GlobEngine = "picomatch" | "minimatch";

/** The engines in the order in which they are reported. */
export const ENGINES: readonly GlobEngine[] = ["picomatch", "minimatch"];

/** A leading slash is itself, which matches no path, or the repository's root (semantics e). */
export type LeadingSlash = "literal" | "root";

/** One reading of a glob: an engine and a meaning of a leading slash. */
export interface GlobReading {
  readonly engine: GlobEngine;
  /** Set only for a pattern with a leading slash. */
  readonly leadingSlash?: LeadingSlash;
  /** Whether one path matches; `gave-up` beyond the bounds. */
  test(path: string): boolean | "gave-up";
}

/**
 * The cost of compiling, in steps per character of the brace expansion, and more per character
 * beyond the first 5,000. Few lists of folders are longer. minimatch makes an expression for each
 * text, and each is parsed before it runs: 64 texts of 170 characters took 200 ms in `lint`.
 */
const STEPS_PER_CHARACTER = 30;
const MANY_CHARACTERS = 5_000;
const STEPS_BEYOND = 60;

/**
 * The cost of the globstars that follow each other, in steps for the square of their number: the
 * expression with 250 of them costs V8 65 ms, that with 100 14 ms, and 250 alternatives 4 ms.
 */
const STEPS_PER_GLOBSTARS = 5;

/** The alternatives above which each path costs steps, and that cost per alternative. */
const MANY_ALTERNATIVES = 200;
const STEPS_PER_ALTERNATIVE = 2;

/** The ways to divide a path among globstars that minimatch may try: 20 ms. */
const MAX_WAYS = 2e6;
const WAYS_PER_STEP = 20;

/** Options for both engines beyond their defaults. */
export interface EngineOptions extends MatchOptions {
  /** Lets wildcards match a leading dot, to find out whether a dot was the cause. */
  dot?: boolean;
}

/**
 * Compiles a pattern for one engine with default options, after removing one leading `./` (also
 * after `!`), as documented (semantics e); at the first question, since many globs get none.
 *
 * @param pattern the glob as written
 * @param engine the library
 * @param leadingSlash the meaning of slashes at the start
 * @returns the test for a path; it never throws and never hangs
 */
export function compileEngine(
  pattern: string,
  engine: GlobEngine,
  leadingSlash: LeadingSlash,
  options: EngineOptions = {},
): Test {
  const budget = options.budget ?? new Budget();
  const compiled = once((): Test => {
    const stripped = withoutDotSlash(pattern);
    const read = leadingSlash === "root" ? rootedPattern(stripped) : stripped;
    if (read === "") return (path) => path !== "";
    if (refuseToCompile(read) !== undefined) return () => "gave-up";
    const parts = parseBraces(read, false);
    const { count, length } = expansionSize(parts);
    if (!budget.spendOnce(costToCompile(length, globstarsInRow(read, parts)))) return () => "gave-up";
    const compile = engine === "picomatch" ? compilePicomatch : compileMinimatch;
    const test = once(() => compile(read, { ...options, budget }));
    const steps = count < MANY_ALTERNATIVES ? 0 : count * STEPS_PER_ALTERNATIVE;
    return (path) => (steps > 0 && !budget.spend(steps) ? "gave-up" : test()(path));
  });
  return (path) => compiled()(path);
}

/** Returns a test whether both engines match a path, with a leading slash as the root. */
export function bothMatch(pattern: string, options: EngineOptions): (path: string) => boolean {
  const tests = ENGINES.map((engine) => compileEngine(pattern, engine, "root", options));
  return (path) => tests.every((test) => test(path) === true);
}

type Test = GlobReading["test"];

function costToCompile(length: number, globstars: number): number {
  const beyond = Math.max(0, length - MANY_CHARACTERS);
  return length * STEPS_PER_CHARACTER + beyond * STEPS_BEYOND + globstars ** 2 * STEPS_PER_GLOBSTARS;
}

/** The engine's own expression, bounded; equality comes first (picomatch 4.0.7, `test`). */
function compilePicomatch(pattern: string, options: EngineOptions): Test {
  const native = picomatch.makeRe(pattern, { windows: false, ...dotOption(options) });
  const regex = new BoundedRegex(native, options, globBudget(pattern, native.source));
  return (path) => path !== "" && (path === pattern || regex.test(path));
}

/**
 * minimatch 3 has one expression per path segment and calls `segment.match(expression)`; each is
 * replaced by an object with a bounded `Symbol.match`.
 */
function compileMinimatch(pattern: string, options: EngineOptions): Test {
  const matcher = new minimatch.Minimatch(pattern, { allowWindowsEscape: true, ...dotOption(options) });
  let globstars = 0;
  for (const segments of matcher.set as unknown[][]) {
    globstars = Math.max(globstars, segments.filter((each) => each === minimatch.GLOBSTAR).length);
    for (const [index, segment] of segments.entries()) {
      if (segment instanceof RegExp) segments[index] = new BoundedSegment(segment, options);
    }
  }
  const { budget = new Budget() } = options;
  return (path) => {
    if (!mayDivide(path, globstars, budget)) return "gave-up";
    try {
      return matcher.match(path);
    } catch {
      // A segment exceeded the bounds, or minimatch 3.1.5 read beyond the end of the path, as for
      // "a/**/**/**" and the path "a".
      return "gave-up";
    }
  };
}

/**
 * Whether minimatch may match a path with globstars. It stops at the first part that is nowhere in
 * the path, except before a name with a dot, where it tries every division of the path among the
 * globstars (3.1.5, `_matchGlobStarBodySections`).
 */
function mayDivide(path: string, globstars: number, budget: Budget): boolean {
  if (globstars < 2 || !/(?:^|\/)\./.test(path)) return true;
  const ways = splits(path.split("/").length, globstars);
  return ways < WAYS_PER_STEP || (ways <= MAX_WAYS && budget.spend(ways / WAYS_PER_STEP));
}

function dotOption(options: EngineOptions): { dot?: true } {
  return options.dot ? { dot: true } : {};
}

/** Thrown through minimatch; one object, since a stack trace costs more than a match. */
const gaveUp = new Error("gave up");

class BoundedSegment {
  readonly #regex: BoundedRegex;

  constructor(native: RegExp, options: MatchOptions) {
    // Lookaheads and lazy stars: up to three stars are always cheap on a file name.
    const marks = native.source.match(/[*+?{]/g)?.length ?? 0;
    const simple = marks <= 8 && !/\)[*+]/.test(native.source);
    this.#regex = new BoundedRegex(native, options, simple ? (segment) => segment.length <= 255 : undefined);
  }

  [Symbol.match](segment: string): [string] | null {
    const found = this.#regex.test(segment);
    if (found === "gave-up") throw gaveUp;
    return found ? [segment] : null;
  }
}
