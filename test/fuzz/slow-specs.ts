import { measureRun, type RunCost, secondsOfNode } from "../../bench/measured-run.mjs";
import { Random } from "./random.ts";
import { type Candidate, candidateOf, changed, PIECES, repeated } from "./slow-patterns.ts";

/** A run of the program on a spec of 100 KB whose filters are made from a candidate. */
export interface MeasuredSpec extends RunCost {
  readonly candidate: Candidate;
  readonly argv: readonly string[];
}

const BYTES = 100_000;
/** Short filters come in many triggers, long ones in a few. */
const LENGTHS = [20, 100, 1_000, 3_000, 9_000];

/**
 * The limits for 100 KB: a second, or so many times `node -e 0`. `bench/growth.mjs` allows 30 times
 * of the time on the clock; here it is processor time, with that of the threads of V8.
 */
const MAX_SECONDS = 1;
const MAX_RATIO = 40;
const MAX_MB = 400;
const RUNS = 3;

/** The number of candidates that are changed further. */
const KEPT = 12;

/**
 * Searches for filters with which a spec of 100 KB takes too much time or memory. It starts with
 * each piece alone, in each length; then it puts pieces together and changes the most expensive.
 * Candidates, not costs, depend on the seed alone. `program` is the path of the built program.
 */
export function searchSlowSpecs(
  program: string,
  { seed, seconds, most = Number.POSITIVE_INFINITY }: { seed: number; seconds: number; most?: number },
  onFound?: (found: MeasuredSpec) => void,
): { tried: number; found: MeasuredSpec[]; highest: MeasuredSpec | undefined } {
  const random = new Random(seed);
  const start = allPieces(random);
  let kept: MeasuredSpec[] = [];
  const found: MeasuredSpec[] = [];
  const end = performance.now() + seconds * 1_000;
  let tried = 0;
  for (; tried < most && performance.now() < end; tried++) {
    const length = random.pick(LENGTHS);
    const candidate =
      start.pop() ??
      (random.oneIn(2) ? repeated(random, length) : changed(random.pick(kept).candidate, random, length));
    const slowest = slowestRun(program, candidate);
    kept = [...kept, slowest].sort((one, other) => shareOf(other) - shareOf(one)).slice(0, KEPT);
    if (isOver(slowest)) {
      found.push(slowest);
      onFound?.(slowest);
    }
  }
  return { tried, found, highest: kept[0] };
}

/** Returns a candidate for each piece and length, in an order that depends on the seed. */
function allPieces(random: Random): Candidate[] {
  const fields = ["branchRegex", "modifiedFilesGlob"] as const;
  const all = fields.flatMap((field) =>
    PIECES[field].flatMap((piece) =>
      LENGTHS.map((length) => candidateOf(field, [piece.repeat(length / piece.length)], length)),
    ),
  );
  return all
    .map((candidate) => ({ candidate, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ candidate }) => candidate);
}

/** Each run of a spec with the files that it reads. */
function runsOf(candidate: Candidate): { files: Record<string, string>; argv: string[] }[] {
  const [before, after] = [specOf(candidate, 0), specOf(candidate, 100_000)];
  const files = { "x.yml": before };
  const long = "a".repeat(120);
  const changedFiles = ["--changed", "src/a/b.js", "--changed", `${long}/a/${long}!`];
  return [
    { files, argv: ["lint", "x.yml", "--strict", "--format", "json"] },
    { files, argv: ["simulate", "x.yml", "--push", "main", ...changedFiles, "--explain"] },
    { files, argv: ["simulate", "x.yml", "--push", `${long}!`] },
    {
      files: { "old.yml": before, "new.yml": after },
      argv: ["diff", "old.yml", "new.yml", "--assume-accepted"],
    },
  ];
}

/** As many triggers as fit, each with a filter of its own: a pattern with a number at its end. */
function specOf({ field, patterns }: Candidate, from: number): string {
  let text = 'version: "1.0"\nkind: pipeline\nmetadata:\n  name: shop/api\nspec:\n  triggers:\n';
  for (let at = 0; text.length < BYTES; at++) {
    const pattern = patterns[at % patterns.length]!;
    const end = field === "modifiedFilesGlob" ? pattern.length : pattern.length - 1;
    const filter = `${pattern.slice(0, end)}${from + at}${pattern.slice(end)}`;
    text += `    - {type: git, name: t${at}, repo: acme/shop, provider: github, context: github, events: [push.heads, pullrequest.commentAdded], ${field}: ${JSON.stringify(filter)}}\n`;
  }
  return `${text}  specTemplate: {location: git, repo: acme/shop, path: ./codefresh.yml, revision: main, context: github}\n`;
}

/** The run that takes the most; the least cost counts of one that is over the limits. */
function slowestRun(program: string, candidate: Candidate): MeasuredSpec {
  const all = runsOf(candidate).map((run) => {
    const measured = () => ({ candidate, argv: run.argv, ...measureRun(program, run) });
    let cost = measured();
    for (let turn = 1; turn < RUNS && isOver(cost); turn++) {
      const again = measured();
      if (shareOf(again) < shareOf(cost)) cost = again;
    }
    return cost;
  });
  return all.sort((one, other) => shareOf(other) - shareOf(one))[0]!;
}

/** The processor time for 100 KB: `diff` reads twice as much. */
function shareOf({ processorSeconds, argv }: MeasuredSpec): number {
  return argv[0] === "diff" ? processorSeconds / 2 : processorSeconds;
}

function isOver(cost: MeasuredSpec): boolean {
  return cost.mb > MAX_MB || (shareOf(cost) > MAX_SECONDS && shareOf(cost) > MAX_RATIO * secondsOfNode());
}
