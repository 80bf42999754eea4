import minimatch from "minimatch";
import picomatch from "picomatch/posix.js";
import { isCronAcceptedByApi, loadCronParserComparison, parseCron } from "../../src/match/cron/index.ts";
import { compileEngine, type GlobEngine } from "../../src/match/glob/engines.ts";
import { matchFiles } from "../../src/match/glob/index.ts";
import { parseRegexLiteral } from "../../src/match/regex/index.ts";
import { compileRegex } from "../../src/match/regex/matcher.ts";
import { slowNext } from "../match/cron/slow-cron.ts";
import { assertInvariant, assertNoCrash, timed } from "./invariant.ts";
import type { MatcherTest } from "./patterns.ts";

/** Compares a matcher with an independent implementation. Throws `InvariantError`. */
export async function checkMatcher({ kind, pattern, inputs }: MatcherTest): Promise<void> {
  if (kind === "regex") await checkRegex(pattern, inputs);
  else if (kind === "glob") await checkGlob(pattern, inputs);
  else await checkCron(pattern);
}

/** Compares the result of a `/regex/` filter with JavaScript's RegExp. Throws `InvariantError`. */
async function checkRegex(literal: string, inputs: readonly string[]): Promise<void> {
  const parsed = (await assertNoCrash("reading a regex", () => parseRegexLiteral(literal)))!;
  const shape = /^\/((?:[^/]|\\\/)*)\/([gim]*)$/.exec(literal);
  const native = shape ? compiled(shape[1]!, shape[2]!) : undefined;
  assertInvariant(
    parsed.ok === (native !== undefined),
    "a regex is valid if JavaScript compiles it",
    () => literal,
  );
  if (!parsed.ok || !native) return;
  const matcher = compileRegex(parsed);
  for (const input of inputs) {
    const found = await timed("matching", literal, async () => matcher.match(input));
    if (found.outcome === "unknown" || input.length > 40 || isSlow(literal)) continue;
    const expected = native.exec(input);
    assertInvariant(
      (found.outcome === "yes") === (expected !== null) && matcher.test(input) === found.outcome,
      "a regex matches as in JavaScript",
      () => `${literal} on ${JSON.stringify(input)}: ${found.outcome}`,
    );
    if (found.outcome === "yes")
      assertInvariant(
        found.start === expected!.index && found.text === expected![0],
        "a regex matches as in JavaScript",
        () => `${literal} on ${JSON.stringify(input)}: ${JSON.stringify(found)}`,
      );
  }
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new Set(flags).size === flags.length ? new RegExp(source, flags.replace("g", "")) : undefined;
  } catch {
    return undefined;
  }
}

/** True if JavaScript's engine might not terminate in reasonable time. */
function isSlow(literal: string): boolean {
  return literal.length > 60 || (literal.match(/[*+{]/g) ?? []).length > 4;
}

/** Compares a glob with the libraries that Codefresh may use. Throws `InvariantError`. */
async function checkGlob(glob: string, paths: readonly string[]): Promise<void> {
  await timed(
    "matching files",
    glob,
    async () => await assertNoCrash("matching files", () => matchFiles(glob, paths)),
  );
  const read = glob.replace(/^(!*)\.\//, "$1");
  if (read === "" || glob.length > 80 || (glob.match(/[*+{]/g) ?? []).length > 6) return;
  for (const path of paths) {
    for (const [engine, library] of Object.entries(LIBRARIES)) {
      const ours = compileEngine(glob, engine as GlobEngine, "literal")(path);
      // A library may run forever on a glob that our matcher gives up.
      if (ours === "gave-up") continue;
      const theirs = library(read, path);
      assertInvariant(
        ours === theirs,
        "a glob matches as in the libraries",
        () => `${engine}: ${glob} on ${JSON.stringify(path)}: ${ours}, not ${theirs}`,
      );
    }
  }
}

const LIBRARIES: Readonly<Record<GlobEngine, (glob: string, path: string) => boolean | undefined>> = {
  picomatch: (glob, path) => picomatch(glob)(path),
  minimatch: minimatched,
};

function minimatched(glob: string, path: string): boolean | undefined {
  try {
    return new minimatch.Minimatch(glob).match(path);
  } catch {
    return undefined;
  }
}

const FROM = new Date("2026-02-27T22:58:00Z");
const LIMIT = new Date("2026-03-02T00:00:00Z");

/** Compares a cron expression with a test of each minute of some days. Throws `InvariantError`. */
async function checkCron(expression: string): Promise<void> {
  const schedule = await timed("reading a cron expression", expression, async () => {
    const parsed = await assertNoCrash("reading a cron expression", () => parseCron(expression), [
      "CronSyntaxError",
    ]);
    await assertNoCrash("testing the API's pattern", () => isCronAcceptedByApi(expression));
    if (parsed)
      await assertNoCrash("comparing", async () => (await loadCronParserComparison())(expression, FROM));
    return parsed;
  });
  if (!schedule || expression.includes("@") || /TZ=/.test(expression) || /[^\x20-\x7e]/.test(expression))
    return;
  const ours = schedule.next(FROM);
  const slow = slowNext(expression, FROM, LIMIT);
  const soon = ours && ours < LIMIT ? ours : undefined;
  assertInvariant(
    soon?.getTime() === slow?.getTime(),
    "a cron expression runs when its fields match",
    () => `${expression}: ${ours?.toISOString()}, not ${slow?.toISOString()}`,
  );
}
