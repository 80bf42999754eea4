import { getOrAdd } from "../../util/memoize.ts";
import { Budget, type MatchOptions, withTotalDeadline } from "../budget.ts";
import type { Outcome } from "../regex/types.ts";
import { leadingSlashes, withoutDotSlash } from "./braces.ts";
import type { GlobEngine, GlobReading, LeadingSlash } from "./engines.ts";
import { compileEngine, ENGINES } from "./engines.ts";
import { findAlternative, findNearMiss } from "./explain.ts";
import { type LargeGlob, largeGlob } from "./large-globs.ts";
import { refuseToCompile } from "./limits.ts";
import type { GlobMatch, GlobQuestion, ReadingResult } from "./types.ts";

/** Answers to the open questions, if the user has settled them (`assume` in the config). */
export interface GlobOptions extends MatchOptions {
  engine?: GlobEngine;
  leadingSlash?: LeadingSlash;
}

/** A compiled glob. */
export interface GlobMatcher {
  readonly pattern: string;
  /** The readings to compare, in a fixed order; none if the glob is too expensive to compile. */
  readonly readings: readonly GlobReading[];
  /** Why it was not compiled, to follow "the glob". */
  readonly refused?: string;
  /** Whether one path matches: `unknown` if the readings disagree or exceed the bounds. */
  matchFile(path: string): Outcome;
  /**
   * Whether a change of these files matches: one file is enough (semantics e), in each reading by
   * itself.
   *
   * @param explain `false` to leave out the alternative and the nearest file
   */
  matchFiles(paths: readonly string[], explain?: boolean): GlobMatch;
}

/** The milliseconds of the host for all expressions of a glob. */
const HOST_MS_PER_GLOB = 60;

/**
 * Compiles a `modifiedFilesGlob` once per reading: picomatch 4 and minimatch 3, each with both
 * meanings of a leading slash if there is one (semantics e).
 *
 * @param pattern the glob as written; an empty one matches any file
 * @param options the user's answers, the budget, and what the host can do
 */
export function compileGlob(pattern: string, options: GlobOptions = {}): GlobMatcher {
  const large = largeGlob(pattern);
  const refused = large ? undefined : refuseToCompile(pattern);
  const host = options.host && withTotalDeadline(options.host, HOST_MS_PER_GLOB);
  const bounds = { budget: options.budget ?? new Budget(), host };
  const readings = refused === undefined ? compileReadings(pattern, { ...options, ...bounds }, large) : [];
  return new Matcher(pattern, readings, refused, bounds);
}

/**
 * Whether a change of these files matches a glob, with the reasons: the library's function.
 *
 * @param glob the pattern as written
 * @param paths paths from the repository's root, with forward slashes and no leading one
 */
export function matchFiles(glob: string, paths: readonly string[], options: GlobOptions = {}): GlobMatch {
  return compileGlob(glob, options).matchFiles(paths);
}

function compileReadings(pattern: string, options: GlobOptions, large: LargeGlob | undefined): GlobReading[] {
  const engines = options.engine ? [options.engine] : ENGINES;
  return slashMeanings(pattern, options).flatMap((leadingSlash) =>
    engines.map((engine) => ({
      engine,
      ...(leadingSlash ? { leadingSlash } : {}),
      test: testOf(pattern, large, (part) => compileEngine(part, engine, leadingSlash ?? "literal", options)),
    })),
  );
}

/** The meanings of a leading slash to compare; undefined if the pattern has no such slash. */
function slashMeanings(pattern: string, options: GlobOptions): (LeadingSlash | undefined)[] {
  if (leadingSlashes(withoutDotSlash(pattern)).length === 0) return [undefined];
  return options.leadingSlash ? [options.leadingSlash] : ["literal", "root"];
}

type Test = GlobReading["test"];

/** The test of a glob; a large one is tested part by part. */
function testOf(pattern: string, large: LargeGlob | undefined, compile: (part: string) => Test): Test {
  if (!large) return compile(pattern);
  const tests = new Map<string, Test>();
  return (path) => large(path, (part) => getOrAdd(tests, part, () => compile(part))(path));
}

class Matcher implements GlobMatcher {
  readonly pattern: string;
  readonly readings: readonly GlobReading[];
  readonly refused?: string;
  readonly #bounds: MatchOptions;

  constructor(
    pattern: string,
    readings: readonly GlobReading[],
    refused: string | undefined,
    bounds: MatchOptions,
  ) {
    this.pattern = pattern;
    this.readings = readings;
    this.#bounds = bounds;
    if (refused !== undefined) this.refused = refused;
  }

  matchFile(path: string): Outcome {
    if (this.refused !== undefined) return "unknown";
    const answers = this.readings.map((reading) => reading.test(path));
    return agree(answers.map((answer) => (answer === "gave-up" ? "unknown" : answer ? "yes" : "no")));
  }

  matchFiles(paths: readonly string[], explain = true): GlobMatch {
    const readings = this.readings.map((reading) => resultOf(reading, paths));
    const outcome = this.refused === undefined ? agree(readings.map((result) => result.outcome)) : "unknown";
    const first = readings.find((result) => result.file !== undefined);
    const match: GlobMatch = {
      outcome,
      questions: outcome === "unknown" ? openQuestions(readings) : [],
      readings,
      ...(first?.file === undefined ? {} : { file: first.file }),
      matched: first?.matched ?? 0,
      total: paths.length,
    };
    if (outcome === "unknown") match.reason = this.#whyUnknown(match);
    return explain ? this.#explained(match, paths) : match;
  }

  #explained(match: GlobMatch, paths: readonly string[]): GlobMatch {
    if (match.outcome === "no" && paths.length > 0) {
      const near = findNearMiss(this.pattern, paths, this.#bounds);
      return near ? { ...match, near } : match;
    }
    if (match.outcome !== "yes") return match;
    const agreed = paths.find((path) => this.matchFile(path) === "yes");
    const alternative =
      agreed === undefined ? undefined : findAlternative(this.pattern, agreed, this.#bounds);
    return { ...match, ...(agreed !== undefined && { agreed }), ...(alternative && { alternative }) };
  }

  #whyUnknown({ questions, readings }: GlobMatch): string {
    if (this.refused !== undefined) return `the glob ${this.refused}`;
    if (readings.some((result) => result.outcome === "unknown")) {
      return "the glob is too large or backtracks too much to be matched in bounded time";
    }
    const on = questions.map((question) =>
      question === "glob-engine" ? "the glob engine" : "the meaning of a leading slash",
    );
    return `it depends on ${on.join(" and ")}: ${readings.map(formatReading).join(", ")}`;
  }
}

function formatReading(result: ReadingResult): string {
  const slash = result.leadingSlash
    ? ` with the slash as ${result.leadingSlash === "root" ? "the root" : "a literal character"}`
    : "";
  const verdict = result.file === undefined ? "matches none of the files" : `matches "${result.file}"`;
  return `${result.engine}${slash} ${verdict}`;
}

function resultOf(reading: GlobReading, paths: readonly string[]): ReadingResult {
  const { engine, leadingSlash } = reading;
  let file: string | undefined;
  let matched = 0;
  let gaveUp = false;
  for (const path of paths) {
    const answer = reading.test(path);
    if (answer === "gave-up") gaveUp = true;
    else if (answer) {
      matched++;
      file ??= path;
    }
  }
  const outcome = matched > 0 ? "yes" : gaveUp ? "unknown" : "no";
  return {
    engine,
    ...(leadingSlash ? { leadingSlash } : {}),
    outcome,
    ...(file === undefined ? {} : { file }),
    matched,
  };
}

function agree(outcomes: Outcome[]): Outcome {
  const first = outcomes[0] ?? "unknown";
  return outcomes.every((outcome) => outcome === first) ? first : "unknown";
}

/** The questions whose answer changes the outcome: those on which two readings differ. */
function openQuestions(readings: readonly ReadingResult[]): GlobQuestion[] {
  const differs = (same: "engine" | "leadingSlash", varied: "engine" | "leadingSlash"): boolean =>
    readings.some((one) =>
      readings.some(
        (other) =>
          one[same] === other[same] && one[varied] !== other[varied] && one.outcome !== other.outcome,
      ),
    );
  const questions: GlobQuestion[] = [];
  if (differs("leadingSlash", "engine")) questions.push("glob-engine");
  if (differs("engine", "leadingSlash")) questions.push("glob-leading-slash");
  return questions;
}
