import { readFileSync } from "node:fs";
import { CronExpressionParser } from "cron-parser";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  durationInWords,
  firesAt,
  loadCronParserComparison,
  loadCronWords,
  neverFires,
  parseCron,
  readSixFields,
  runsPerDay,
  smallestGap,
} from "../../../src/match/cron/index.ts";
import { timed } from "../../timing.ts";
import { expressions } from "./arbitraries.ts";
import { occurrences } from "./occurrences.ts";
import { fixture } from "./refusal-text.ts";
import { slowMatcher } from "./slow-cron.ts";
import { cronVectors } from "./vectors.ts";

const FROM = new Date("2026-01-01T00:00:00Z");
const compare = await loadCronParserComparison();
const say = await loadCronWords();

/** One line of `schedules.txt`: expression, words, smallest gap, and reading in other programs. */
async function line(expression: string): Promise<string> {
  const schedule = parseCron(expression);
  const gap = smallestGap(schedule);
  const standard = compare(expression, FROM);
  const elsewhere =
    standard.kind === "differs"
      ? `differs at ${standard.at.toISOString()}: only ${standard.runsIn} (${standard.cause})`
      : standard.kind;
  const spacing = gap === undefined ? "no gap" : durationInWords(gap);
  return [expression, say(schedule), spacing, elsewhere].join(" | ");
}

describe("schedules", () => {
  it("have a description, a smallest gap and a comparison", async () => {
    const lines = readFileSync(fixture("schedules.txt"), "utf8").trimEnd().split("\n");
    const ours = await Promise.all(lines.map((text) => line(text.split(" | ")[0]!)));
    await expect(`${ours.join("\n")}\n`).toMatchFileSnapshot(fixture("schedules.txt"));
  });
});

const some = (min: number, max: number, most: number) =>
  fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: most }).map((values) => values.join());

describe("smallestGap", () => {
  it("agrees with a test of each second of two days", () => {
    const clocks = fc.tuple(some(0, 59, 3), some(0, 59, 4), some(0, 23, 4));
    fc.assert(
      fc.property(clocks, (parts) => {
        const expression = `${parts.join(" ")} * * *`;
        const due = slowMatcher(expression);
        const runs: number[] = [];
        for (let at = FROM.getTime() / 1000; at < FROM.getTime() / 1000 + 2 * 86_400; at++) {
          if (due(new Date(at * 1000))) runs.push(at);
        }
        expect(smallestGap(parseCron(expression))).toBe(leastDifference(runs));
      }),
      { numRuns: 12 },
    );
  });

  it("agrees with a test of each day of 400 years", () => {
    const days = fc.tuple(
      fc.oneof(some(1, 31, 3), fc.constantFrom("*", "*/2", "*/10")),
      fc.oneof(some(1, 12, 4), fc.constant("*")),
      fc.oneof(some(0, 6, 3), fc.constantFrom("*", "*/3", "*/7")),
    );
    fc.assert(
      fc.property(days, (parts) => {
        const expression = `0 0 ${parts.join(" ")}`;
        const due = slowMatcher(expression);
        const runs: number[] = [];
        for (let day = 0; day < 2 * 146_097 && (day <= 146_097 || runs.length < 2); day++) {
          const at = new Date(FROM.getTime() + day * 86_400_000);
          if (due(at)) runs.push(at.getTime() / 1000);
        }
        expect(smallestGap(parseCron(expression))).toBe(leastDifference(runs));
      }),
      { numRuns: 15 },
    );
  });

  it("is fast for any expression", async () => {
    const texts = [
      "*/59 * * * *",
      "0 0 29 2 *",
      "* * * * * *",
      "0 0 1-31/2 * 1,3",
      "1-58/3 2-50/7 */5 */7 1/2 *",
    ];
    const { seconds } = await timed(() => texts.forEach((text) => void smallestGap(parseCron(text))));
    expect(seconds).toBeLessThan(0.05 * texts.length);
  });
});

/** Returns the smallest gap of up to five years (the scheduler's search limit) between two runs. */
function leastDifference(runs: readonly number[]): number | undefined {
  const year = (seconds: number) => new Date(seconds * 1000).getUTCFullYear();
  let least: number | undefined;
  for (const [index, run] of runs.slice(1).entries()) {
    const gap = run - runs[index]!;
    if (gap < (least ?? Infinity) && year(run) - year(runs[index]!) <= 5) least = gap;
  }
  return least;
}

describe("neverFires", () => {
  it.each([
    ["0 0 31 2 *", true],
    ["0 0 30 2 *", true],
    ["0 0 31 2,4,6,9,11 *", true],
    ["0 0 , * *", true],
    ["0 0 , * 1", false],
    [", * * * *", true],
    ["0 0 31 2 1", false],
    ["0 0 29 2 *", false],
    ["0 0 29 2 */7", false],
    ["@every 1h", false],
  ])("%s: %s", (expression, never) => expect(neverFires(parseCron(expression))).toBe(never));

  it("agrees with a count of the days of 400 years", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const schedule = parseCron(expression);
        expect(neverFires(schedule)).toBe(runsPerDay(schedule).max === 0);
      }),
    );
  });

  it("is not true if only the next run is beyond the scheduler's search", () => {
    const rare = parseCron("0 0 29 2 */7");
    expect(neverFires(rare)).toBe(false);
    expect(rare.next(new Date("2026-01-01T00:00:00Z"))).toBeUndefined();
    expect(rare.next(new Date("2027-01-01T00:00:00Z"))).toBeDefined();
  });
});

describe("runsPerDay", () => {
  it.each([
    ["*/5 * * * *", { min: 288, max: 288, average: 288 }],
    ["0 0,12 * * 1-5", { min: 0, max: 2, average: 10 / 7 }],
    ["0 0 31 2 *", { min: 0, max: 0, average: 0 }],
    ["@every 7h", { min: 3, max: 4, average: 24 / 7 }],
  ])("of %s", (expression, runs) => expect(runsPerDay(parseCron(expression))).toEqual(runs));

  it("averages over leap years", () => {
    expect(runsPerDay(parseCron("0 0 29 2 *")).average * 146_097).toBeCloseTo(97, 9);
  });
});

describe("occurrences", () => {
  const texts = (expression: string, from: string, to: string) =>
    [...occurrences(parseCron(expression), new Date(from), new Date(to))].map((run) => run.toISOString());

  it("includes the start and excludes the end", () => {
    expect(texts("0 3 * * *", "2026-01-01T03:00:00Z", "2026-01-03T03:00:00Z")).toEqual([
      "2026-01-01T03:00:00.000Z",
      "2026-01-02T03:00:00.000Z",
    ]);
  });

  it("counts @every from its start", () => {
    expect(texts("@every 10m", "2026-01-01T00:00:00Z", "2026-01-01T00:21:00Z")).toEqual([
      "2026-01-01T00:10:00.000Z",
      "2026-01-01T00:20:00.000Z",
    ]);
  });

  it("streams years of a schedule that runs every minute", () => {
    let count = 0;
    for (const _ of occurrences(parseCron("* * * * *"), FROM, new Date("2028-01-01T00:00:00Z"))) count++;
    expect(count).toBe(730 * 1440);
  });

  it("ends when the schedule ends", () => {
    expect([...occurrences(parseCron("0 0 31 2 *"), FROM)]).toEqual([]);
  });
});

describe("firesAt", () => {
  it.each([
    ["0 3 * * *", "2026-01-01T03:00:00Z", true],
    ["0 3 * * *", "2026-01-01T02:59:00Z", false],
    ["0 3 * * *", "2026-01-01T02:59:01Z", true],
    ["0 3 * * *", "2026-01-01T03:00:00.500Z", false],
    ["59 0 3 * * *", "2026-01-01T03:00:00Z", true],
    ["0 0 31 2 *", "2026-01-01T03:00:00Z", false],
    ["@every 1m", "2026-01-01T03:00:00Z", true],
    ["@every 1h", "2026-01-01T03:00:00Z", undefined],
  ])("%s at %s: %s", (expression, at, fires) => {
    expect(firesAt(parseCron(expression), new Date(at))).toBe(fires);
  });
});

describe("the comparison with cron-parser", () => {
  it.each([
    ["0 0 * * 7", "refused-here"],
    ["0 0 L * *", "refused-here"],
    ["0 0 * * 5#2", "refused-here"],
    ["@minutely", "refused-here"],
    ["@every 1h", "refused-elsewhere"],
    ["0 0 1,1 * *", "refused-elsewhere"],
    ["*-5 0 * * *", "refused-elsewhere"],
    ["60 * * * *", "refused-by-both"],
    ["0 3 * * 1-5", "agrees"],
    ["* * * * * *", "agrees"],
  ])("%s: %s", async (expression, kind) => {
    expect(compare(expression, FROM).kind).toBe(kind);
  });

  it("agrees with the runs of both implementations for each vector", async () => {
    const kinds = new Map<string, number>();
    for (const { expr, from, next } of cronVectors.filter((vector) => vector.next?.length)) {
      const result = compare(expr, new Date(from));
      kinds.set(result.kind, (kinds.get(result.kind) ?? 0) + 1);
      if (result.kind === "refused-elsewhere") continue;
      const there = CronExpressionParser.parse(expr, { currentDate: new Date(from), tz: "UTC" });
      if (result.kind === "agrees") {
        const runs = there.take(next!.length).map((run) => run.toDate());
        expect(runs, expr).toEqual(next!.map((run) => new Date(run)));
      } else if (result.kind === "differs") {
        const due = slowMatcher(expr)(result.at);
        expect([due, there.includesDate(result.at)], expr).toEqual([result.runsIn === "scheduler", !due]);
        const first = there.next().toDate();
        const ours = new Date(next![0]!);
        if (first < result.at || ours < result.at) expect(first, expr).toEqual(ours);
      }
    }
    expect(
      Math.min(...["agrees", "differs", "refused-elsewhere"].map((kind) => kinds.get(kind) ?? 0)),
    ).toBeGreaterThan(20);
  });

  it("returns the first different run, also later on the same day", async () => {
    const from = new Date("2026-01-03T07:30:00Z");
    expect(compare("0 6-8 */2 * 1", from)).toEqual({
      kind: "differs",
      at: new Date("2026-01-03T08:00:00Z"),
      runsIn: "elsewhere",
      cause: "day rule",
    });
  });
});

describe("readSixFields", () => {
  it.each([
    ["0 0 * * 1-5 *", "year", "0 * * 1-5 *"],
    ["0 0 ? * MON *", "year", undefined],
    ["0 0 * * 1 2024", "year", undefined],
    ["0 */20 * * * *", "seconds", "*/20 * * * *"],
    ["0 0/1 * 1/1 * *", "seconds", "0/1 * 1/1 * *"],
    ["0 0 12 * * ?", "seconds", "0 12 * * ?"],
    ["0 0 8 * * MON-FRI", "seconds", "0 8 * * MON-FRI"],
    ["30 0 3 * * *", undefined, undefined],
    ["0 0 12 1 1 *", undefined, "0 12 1 1 *"],
    ["0 0 12 1 */6 mon", "seconds", "0 12 1 1,7 MON"],
    ["0 * 11 4-9 1 */8", "seconds", undefined],
  ])("%s probably means %s", (expression, likely, withoutSeconds) => {
    expect(readSixFields(expression)).toMatchObject({ likely, withoutSeconds });
  });

  it("is undefined for other numbers of fields", () => {
    expect(["0 0 * * 1", "@every 1h", "TZ=UTC 0 3 * * *", "* * * * * * *"].map(readSixFields)).toEqual(
      new Array(4).fill(undefined),
    );
  });
});
