import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isPortableCron,
  loadCronParserComparison,
  neverFires,
  parseCron,
  spellPortably,
} from "../../../src/match/cron/index.ts";
import { runsKey } from "../../../src/match/cron/portable.ts";
import { expressions } from "./arbitraries.ts";
import { occurrences } from "./occurrences.ts";

const FROM = new Date("2026-01-01T00:00:00Z");

function firstRuns(expression: string, count: number): string[] {
  const runs: string[] = [];
  for (const run of occurrences(parseCron(expression), FROM)) {
    if (runs.push(run.toISOString()) === count) break;
  }
  return runs;
}

describe("isPortableCron", () => {
  it.each([
    "0 3 * * 1-5",
    "*/5 * * * *",
    "0 9-17/2 1,15 JAN-mar *",
    "0 0 13 * 5",
    "0 0 */2 * *",
    "0 0 * * */2",
  ])("accepts %s", (expression) => expect(isPortableCron(parseCron(expression))).toBe(true));

  it.each([
    "0 0 */2 * 1",
    "0 0 1 * */2",
    "0 0 * * 1/3",
    "0 0 ? * 1",
    "5/15 * * * *",
    "0 0 * * * *",
    "1,,2 * * * *",
  ])("rejects %s", (expression) => expect(isPortableCron(parseCron(expression))).toBe(false));

  it("accepts only what cron-parser runs at the same times or rejects", async () => {
    const compare = await loadCronParserComparison();
    let seen = 0;
    const plain = expressions.filter((expression) => isPortableCron(parseCron(expression)));
    fc.assert(
      fc.property(plain, (expression) => {
        const schedule = parseCron(expression);
        fc.pre(schedule.next(FROM) !== undefined);
        const { kind } = compare(expression, FROM);
        if (kind === "agrees") seen++;
        expect([expression, kind]).not.toEqual([expression, "differs"]);
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});

describe("spellPortably", () => {
  it.each([
    ["*-5 0 * * *", "* 0 * * *"],
    ["0 0 * * 1/3", "0 0 * * 1,4"],
    ["5/15 * * * *", "5,20,35,50 * * * *"],
    ["1,,2 0 ? * MON", "1,2 0 * * MON"],
    ["0 */20 * * * *", "*/20 * * * *"],
    ["0 3 * * *", undefined],
    ["0 0 */2 * 1", undefined],
    ["30 * * * * *", undefined],
  ])("%s becomes %s", (expression, plain) => expect(spellPortably(parseCron(expression))).toBe(plain));

  it("keeps the runs, here and in other implementations", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const plain = spellPortably(parseCron(expression));
        fc.pre(plain !== undefined);
        expect(isPortableCron(parseCron(plain!))).toBe(true);
        expect(firstRuns(plain!, 20)).toEqual(firstRuns(expression, 20));
      }),
      { numRuns: 200 },
    );
  });
});

describe("runsKey", () => {
  it.each([
    ["0 0 * * *", "@daily"],
    ["0 0 * * 0-6", "0 0 1-31 * 1"],
    ["*/15 * * * *", "0,15,30,45 * * * *"],
    ["0 0 1-30 4 *", "0 0 * APR ?"],
    ["0 0 31 1,2 *", "0 0 31 1 *"],
    ["0 0 , * 1", "0 0 * * 1"],
    ["0 0 1 * ,", "0 0 1 * *"],
    ["TZ=UTC 0 3 * * *", "0 0 3 * * *"],
    ["@every 1h", "@every 60m"],
  ])("%s equals %s", (a, b) => expect(runsKey(parseCron(a))).toBe(runsKey(parseCron(b))));

  it.each([
    ["0 0 * * 1", "0 0 * * 2"],
    ["0 0 */2 * 1", "0 0 1-31/2 * 1"],
    ["0 0 1 * *", "0 0 1 * 1"],
    ["TZ=Europe/Berlin 0 3 * * *", "0 3 * * *"],
    ["@every 1h", "0 * * * *"],
  ])("%s differs from %s", (a, b) => expect(runsKey(parseCron(a))).not.toBe(runsKey(parseCron(b))));

  it("is equal if and only if the runs are equal", () => {
    const day = fc.constantFrom("*", "?", "1", "31", "1-31", "1-29", "*/15", "1,16,31", "29-31", "30");
    const month = fc.constantFrom("*", "2", "4", "1,2", "2,4", "1-12", "1");
    const weekday = fc.constantFrom("*", "0-6", "1", "MON", "*/6", "0,6", ",", "?");
    const text = fc.tuple(day, month, weekday).map((parts) => `0 0 ${parts.join(" ")}`);
    let equal = 0;
    fc.assert(
      fc.property(text, text, (a, b) => {
        fc.pre(!neverFires(parseCron(a)) && !neverFires(parseCron(b)));
        const same = runsKey(parseCron(a)) === runsKey(parseCron(b));
        if (same) equal++;
        expect([a, b, same]).toEqual([a, b, sameDays(a, b)]);
      }),
      { numRuns: 1500 },
    );
    expect(equal).toBeGreaterThan(10);
  });
});

/**
 * True if two daily schedules run on the same days of 40 years, which include every kind of year.
 */
function sameDays(a: string, b: string): boolean {
  const to = new Date("2066-01-01T00:00:00Z");
  const [left, right] = [a, b].map((text) => occurrences(parseCron(text), FROM, to));
  for (;;) {
    const [x, y] = [left!.next(), right!.next()];
    if (x.done || y.done) return Boolean(x.done) === Boolean(y.done);
    if (x.value.getTime() !== y.value.getTime()) return false;
  }
}
