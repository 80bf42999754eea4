import type { Assumptions } from "../catalogue/open-questions.ts";
import type { MatchOptions } from "../match/budget.ts";
import { type CronReading, readCron } from "../match/cron/index.ts";
import { compileGlob, type GlobMatch, type GlobMatcher, type GlobOptions } from "../match/glob/index.ts";
import {
  compileRegex,
  parseRegexLiteral,
  type RegexLiteralError,
  type RegexMatcher,
} from "../match/regex/index.ts";
import { getOrAdd, memoize } from "../util/memoize.ts";
import { possibleMatches } from "./glob-example-paths.ts";

type Answer = GlobMatch["outcome"];

/** Whether a path matches the glob, and the first one in the first reading. */
export interface AnyMatch {
  readonly outcome: Answer;
  readonly file?: string;
}

/**
 * Returns the verdict of `GlobMatcher.matchFiles` without counts and reasons: stops at the first
 * match and skips paths without a text that the glob requires. A property test compares the two.
 */
export function matchAny(glob: GlobMatcher, paths: readonly string[]): AnyMatch {
  if (glob.refused !== undefined) return { outcome: "unknown" };
  const candidates = possibleMatches(glob.pattern, paths);
  let first: Answer | undefined;
  let file: string | undefined;
  for (const { test } of glob.readings) {
    const found = findPath(test, candidates);
    const answer: Answer = found === undefined ? "no" : found === gaveUp ? "unknown" : "yes";
    if (answer === "yes") file ??= found as string;
    first ??= answer;
    if (answer === "unknown" || answer !== first) return { outcome: "unknown" };
  }
  return { outcome: first ?? "unknown", ...(file === undefined ? {} : { file }) };
}

const gaveUp = Symbol("gave up");

function findPath(
  test: (path: string) => boolean | "gave-up",
  paths: readonly string[],
): string | typeof gaveUp | undefined {
  let undecided: typeof gaveUp | undefined;
  for (const path of paths) {
    const answer = test(path);
    if (answer === true) return path;
    if (answer === "gave-up") undecided = gaveUp;
  }
  return undecided;
}

/** The number of paths that a run may explain, before reasons become short. */
const explainedPaths = 200_000;

/** The patterns of a run, each compiled once for all triggers and events. */
export class Patterns {
  readonly #assume: Assumptions;
  readonly #options: MatchOptions;
  readonly #globOptions: GlobOptions;
  #open: Patterns | undefined;
  #explanations = explainedPaths;
  readonly #verdicts = new WeakMap<readonly string[], Map<string, AnyMatch>>();

  readonly #kept = new WeakMap<object, Map<string, unknown>>();

  constructor(assume: Assumptions, options: MatchOptions) {
    this.#assume = assume;
    this.#options = options;
    this.#globOptions = { ...globOptions(assume), ...options };
  }

  /** The matcher of a regex literal, or the problems of a refused text. */
  readonly regex: (text: string) => RegexMatcher | RegexLiteralError = memoize((text) => {
    const literal = parseRegexLiteral(text);
    return literal.ok ? compileRegex(literal, this.#options) : literal;
  }, MANY);

  readonly glob: (pattern: string) => GlobMatcher = memoize(
    (pattern) => compileGlob(pattern, this.#globOptions),
    MANY,
  );
  readonly cron: (expression: string) => CronReading = memoize(
    (expression) => readCron(expression, this.#assume),
    MANY,
  );

  /** Whether a change of these paths matches a glob; cached per list of paths. */
  anyFile(pattern: string, paths: readonly string[]): AnyMatch {
    const byPattern = getOrAdd(this.#verdicts, paths, () => new Map());
    return getOrAdd(byPattern, pattern, () => matchAny(this.glob(pattern), paths));
  }

  /** Like `matchFiles` with reasons; undefined after many explanations. */
  explainFiles(pattern: string, paths: readonly string[]): GlobMatch | undefined {
    if (this.#explanations <= 0) return undefined;
    this.#explanations -= paths.length;
    return this.glob(pattern).matchFiles(paths);
  }

  /** Lets another event explain as many paths. */
  refill(): void {
    this.#explanations = explainedPaths;
    this.#open?.refill();
  }

  /** The same patterns with every question open, to find out what an assumption decided. */
  withoutAssumptions(): Patterns {
    this.#open ??= new Patterns({}, this.#options);
    return this.#open;
  }

  /** The value for some patterns or names and an object; `make` runs once per key. */
  kept<T>(key: string, object: object, make: () => T): T {
    const made = getOrAdd(this.#kept, object, () => new Map());
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  }
}

/** A run may have thousands of triggers, each with its own filter. */
const MANY = 10_000;

/** The answers in `assume` about globs, in the matcher's form. */
export function globOptions(assume: Assumptions): GlobOptions {
  const engine = assume["glob-engine"];
  const slash = assume["glob-leading-slash"];
  return {
    ...(engine === "picomatch" || engine === "minimatch" ? { engine } : {}),
    ...(slash === "literal" || slash === "root" ? { leadingSlash: slash } : {}),
  };
}
