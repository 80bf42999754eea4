import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CronSchedule, CronSyntaxError, parseCron } from "../../../src/match/cron/index.ts";
import { expressions, instants } from "./arbitraries.ts";
import { slowNext } from "./slow-cron.ts";
import { cronVectors } from "./vectors.ts";

const rfc3339 = (date: Date) => date.toISOString().replace(".000Z", "Z");

function nextRuns(schedule: CronSchedule, from: string, count: number): string[] {
  const runs: string[] = [];
  let at = schedule.next(new Date(from));
  while (at && runs.length < count) {
    runs.push(rfc3339(at));
    at = schedule.next(at);
  }
  return runs;
}

describe("the scheduler's vectors", () => {
  it("are complete", () => expect(cronVectors.length).toBe(1500));

  it("run when the scheduler runs them", () => {
    const accepted = cronVectors.filter((vector) => vector.scheduler);
    const ours = accepted.map(({ expr, from }) => ({ expr, next: nextRuns(parseCron(expr), from, 5) }));
    expect(ours).toEqual(accepted.map(({ expr, next }) => ({ expr, next })));
  });

  it("are rejected when the scheduler rejects them, at characters that exist", () => {
    for (const { expr } of cronVectors.filter((vector) => !vector.scheduler)) {
      const error = catchError(expr);
      expect(error, expr).toBeInstanceOf(CronSyntaxError);
      const { start, end } = error as CronSyntaxError;
      expect(start, expr).toBeGreaterThanOrEqual(0);
      expect(end, expr).toBeLessThanOrEqual(expr.length);
      expect(end, expr).toBeGreaterThan(expr === "" ? -1 : start);
    }
  });
});

function catchError(expression: string): unknown {
  try {
    return parseCron(expression);
  } catch (error) {
    return error;
  }
}

describe("next", () => {
  it("agrees with a test of every second or minute", () => {
    fc.assert(
      fc.property(expressions, instants, (expression, from) => {
        const schedule = parseCron(expression);
        const limit = new Date(from.getTime() + (schedule.seconds ? 1 : 60) * 86_400_000);
        const slow = slowNext(expression, from, limit);
        const fast = schedule.next(from);
        if (slow) expect(fast).toEqual(slow);
        else expect(fast === undefined || fast >= limit).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["0 0 29 2 *", "2096-02-29T00:00:00Z", []],
    ["0 0 29 2 *", "2098-12-31T23:59:58Z", []],
    ["0 0 29 2 *", "2098-12-31T23:59:59Z", ["2104-02-29T00:00:00Z"]],
    ["* * * * * *", "2024-12-31T23:59:59.999Z", ["2025-01-01T00:00:00Z"]],
    ["* * * * * *", "1969-12-31T23:59:57.500Z", ["1969-12-31T23:59:58Z"]],
    ["@every 1h", "2024-01-01T00:00:00.750Z", ["2024-01-01T01:00:00Z"]],
  ])("%s after %s", (expression, from, runs) => {
    expect(nextRuns(parseCron(expression), from, 1)).toEqual(runs);
  });

  it("skips a local time that does not exist, and runs twice at a repeated one", () => {
    const spring = parseCron("TZ=America/New_York 30 2 * * *");
    expect(nextRuns(spring, "2024-03-09T12:00:00Z", 1)).toEqual(["2024-03-11T06:30:00Z"]);
    const autumn = parseCron("TZ=America/New_York 30 1 * * *");
    expect(nextRuns(autumn, "2024-11-03T00:00:00Z", 3)).toEqual([
      "2024-11-03T05:30:00Z",
      "2024-11-03T06:30:00Z",
      "2024-11-04T06:30:00Z",
    ]);
    const quarter = parseCron("TZ=Asia/Kathmandu 0 0 1 1 *");
    expect(nextRuns(quarter, "2024-06-01T00:00:00Z", 1)).toEqual(["2024-12-31T18:15:00Z"]);
  });

  it("rejects an invalid date", () => {
    expect(() => parseCron("* * * * *").next(new Date("no"))).toThrow(RangeError);
  });
});
