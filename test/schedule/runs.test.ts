import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { frequencyInWords, type PlannedTrigger, planSchedule } from "../../src/simulate/schedule/schedule.ts";
import { Heap, LocalClock, scheduledRuns } from "../../src/simulate/schedule/schedule-runs.ts";
import { expressions } from "../match/cron/arbitraries.ts";
import { occurrences } from "../match/cron/occurrences.ts";

const FROM = new Date("2026-01-01T00:00:00Z");

async function planOf(...lists: readonly string[][]): Promise<readonly PlannedTrigger[]> {
  const specs = lists.map((expressionsOfOne, number) => ({
    kind: "pipeline",
    metadata: { name: `p/${number}` },
    spec: {
      cronTriggers: expressionsOfOne.map((expression, index) => ({
        name: `t${index}`,
        message: "run",
        expression,
      })),
    },
  }));
  const file = await readSpecFile("a.json", JSON.stringify(specs));
  return (await planSchedule(file.pipelines, { assumeAccepted: true })).planned;
}

describe("scheduledRuns", () => {
  it("merges the runs of all triggers in order, each once", async () => {
    const lists = fc.array(fc.array(expressions, { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(lists, async (given) => {
        const plan = await planOf(...given);
        const to = new Date("2026-01-01T12:00:00Z");
        const found = [...scheduledRuns(plan, { from: FROM, to })].flatMap(({ at, runs }) =>
          runs.map(({ pipeline, trigger }) => `${at.toISOString()} ${pipeline} ${trigger}`),
        );
        const expected = plan.flatMap(({ schedule, trigger: { pipeline, trigger } }) =>
          [...occurrences(schedule, FROM, to)].map((at) => `${at.toISOString()} ${pipeline} ${trigger}`),
        );
        expect(found).toEqual(expected.sort());
      }),
      { numRuns: 40 },
    );
  });

  it("returns the number of triggers and pipelines that run at the same time", async () => {
    const plan = await planOf(["0 3 * * *", "0 3 1 * *"], ["0 3 * * 4"], ["0 4 * * *"]);
    const told = [...scheduledRuns(plan, { from: FROM, count: 4 })].map((instant) => [
      instant.at.toISOString(),
      instant.runs.map(({ pipeline, trigger }) => `${pipeline} ${trigger}`).join(),
      instant.triggersAtOnce,
      instant.pipelinesAtOnce,
    ]);
    expect(told).toEqual([
      ["2026-01-01T03:00:00.000Z", "p/0 t0,p/0 t1,p/1 t0", 3, 2],
      ["2026-01-01T04:00:00.000Z", "p/2 t0", 1, 1],
    ]);
    const [first] = scheduledRuns(plan, { from: FROM, count: 2 });
    expect([first!.runs.length, first!.triggersAtOnce, first!.pipelinesAtOnce]).toEqual([2, 3, 2]);
  });

  it("includes the start and excludes the end", async () => {
    const plan = await planOf(["0 * * * *"]);
    const window = { from: FROM, to: new Date("2026-01-01T02:00:00Z") };
    expect([...scheduledRuns(plan, window)].map(({ at }) => at.getUTCHours())).toEqual([0, 1]);
  });

  it("ends at the year 10000", async () => {
    const plan = await planOf(["0 0 1 1 *"]);
    const runs = [...scheduledRuns(plan, { from: new Date("9997-06-01T00:00:00Z") })];
    expect(runs.map(({ at }) => at.getUTCFullYear())).toEqual([9998, 9999]);
  });

  it("computes the next run of a trigger only after the last one is used", async () => {
    let asked = 0;
    const plan = (await planOf(["* * * * *"], ["*/2 * * * *"])).map(({ trigger, schedule }) => {
      const next = (after: Date) => {
        asked++;
        return schedule.next(after);
      };
      return { trigger, schedule: { ...schedule, next } };
    });
    const runs = scheduledRuns(plan, { from: FROM });
    for (let instant = 0; instant < 10; instant++) runs.next();
    expect(asked).toBe(2 + 10 + 5);
  });
});

const cron = (expression: string) => ({ type: "cron", name: "night", message: "run", expression });

describe("planSchedule", () => {
  it("gives the reason why a trigger has no runs", async () => {
    const triggers = [
      { expression: "0 3 * * *", disabled: true },
      { expression: "0 3 * * *", disabled: "true" },
      { expression: 5 },
      {},
      { expression: "0 0 * * 7" },
      { expression: "0 0 31 2 *" },
      { expression: "0,10 0 0 1 1 *" },
      { expression: "@every 2h" },
      { expression: "0 0 29 2 */3" },
      { expression: "0 0 * * 1-5 *" },
      { expression: "@daily" },
      { expression: "0 3 * * *", message: "nightly: all" },
      { expression: "0 */30 * * * *" },
      { expression: "*/30 * * * * *" },
    ];
    const spec = { kind: "pipeline", metadata: {}, spec: { cronTriggers: triggers } };
    const { pipelines } = await readSpecFile("a.json", JSON.stringify(spec));
    const { planned, leftOut } = await planSchedule(pipelines, { assumeAccepted: true });
    expect(leftOut.map(({ trigger, reason }) => `${trigger} ${reason}`)).toEqual([
      "cronTriggers[0] disabled",
      "cronTriggers[1] disabled",
      "cronTriggers[2] no-expression",
      "cronTriggers[3] no-expression",
      "cronTriggers[4] refused",
      "cronTriggers[5] never-fires",
      "cronTriggers[6] too-frequent",
      "cronTriggers[7] unknown-start",
      "cronTriggers[8] no-second-run",
      "cronTriggers[9] six-fields",
      "cronTriggers[11] message-colon",
      "cronTriggers[13] six-fields",
    ]);
    expect(planned.map(({ trigger }) => trigger.notes)).toEqual([
      [`the API's published pattern rejects it: "@daily" is not accepted by Codefresh; write "0 0 * * *"`],
      [`the API's published pattern rejects it: it has six fields; write "*/30 * * * *"`],
    ]);
    const assume = { "api-cron-pattern": "yes" };
    expect((await planSchedule(pipelines, { assumeAccepted: true, assume })).planned).toEqual([]);
  });

  it.each([
    ["0 0 * * 1-5 *", "seconds", "every hour, in January through May"],
    ["0 0 * * 1-5 *", "year", "at 00:00, on Monday through Friday"],
    ["*/10 * * * * *", "year", "every 10 minutes"],
    ["0 9 * * MON *", "year", "at 09:00, on Monday"],
    ["0 0 9 * * 1", "year", "at 09:00, on Monday"],
  ])("reads %s with six-field-cron=%s", async (expression, answer, words) => {
    const spec = { metadata: { name: "p/a" }, kind: "pipeline", spec: { cronTriggers: [cron(expression)] } };
    const { pipelines } = await readSpecFile("a.json", JSON.stringify(spec));
    const options = { assume: { "six-field-cron": answer }, assumeAccepted: true };
    const { planned } = await planSchedule(pipelines, options);
    expect(planned.map(({ trigger }) => [trigger.expression, trigger.words])).toEqual([[expression, words]]);
  });

  it("lists no runs of a spec that Codefresh would reject", async () => {
    const spec = { metadata: { name: "p/a" }, kind: "pipeline", spec: { cronTriggers: [cron("0 3 * * *")] } };
    const { pipelines } = await readSpecFile("a.json", JSON.stringify([{ ...spec, extra: 1 }, spec]));
    const { planned, leftOut, refused } = await planSchedule(pipelines);
    expect(planned.map(({ trigger }) => trigger.pipeline)).toEqual(["p/a"]);
    expect(leftOut.map(({ reason }) => reason)).toEqual(["rejected-spec"]);
    expect(refused.map(({ rejections }) => rejections.map(({ rule }) => rule))).toEqual([["unknown-key"]]);
  });
});

describe("frequencyInWords", () => {
  it.each([
    ["*/15 * * * *", "96 a day"],
    ["0 3 * * 1-5", "up to 1 a day, 5 a week on average"],
    ["0 */2 * * 1-6", "up to 12 a day, 10.3 a day on average"],
    ["0 0 1,15 * *", "up to 1 a day, 2 a month on average"],
    ["0 0 1 1,7 *", "up to 1 a day, 2 a year on average"],
    ["0 0 29 2 *", "up to 1 a day, 1 in 4.1 years on average"],
  ])("%s: %s", async (expression, words) => {
    const [planned] = await planOf([expression]);
    expect(frequencyInWords(planned!.trigger.runsPerDay)).toBe(words);
  });
});

it.each([
  ["TZ=Europe/Berlin 30 2 * * *", "1 a day, except on days when the clock of its zone changes"],
  ["TZ=Europe/Berlin 30 * * * *", "24 a day, except on days when the clock of its zone changes"],
  ["TZ=Europe/Berlin 30 3 * * *", "1 a day"],
  ["TZ=Europe/Berlin 30 2 1 * *", "up to 1 a day, 1 a month on average"],
  ["TZ=Asia/Tokyo 30 2 * * *", "1 a day"],
])("the frequency of %s is %s", async (expression, words) => {
  const [planned] = await planOf([expression]);
  expect(planned!.trigger.frequency).toBe(words);
});

describe("Heap", () => {
  it("returns its items from smallest to largest", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (values) => {
        const heap = new Heap<number>((a, b) => a < b);
        for (const value of values) heap.push(value);
        const taken = [];
        for (let least = heap.peek(); least !== undefined; least = heap.peek()) taken.push(heap.pop());
        expect(taken).toEqual([...values].sort((a, b) => a - b));
      }),
    );
  });
});

describe("LocalClock", () => {
  it("agrees with Intl at any instant, in any order", () => {
    const zones = ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];
    const clocks = zones.map((zone) => [zone, new LocalClock(zone)] as const);
    const change = Date.parse("2026-03-29T01:00:00Z");
    const instant = fc.oneof(
      fc.date({ min: new Date("1971-01-01"), max: new Date("2037-12-31"), noInvalidDate: true }),
      fc.integer({ min: -7200, max: 7200 }).map((seconds) => new Date(change + seconds * 1000)),
    );
    fc.assert(
      fc.property(instant, fc.constantFrom(...clocks), (at, [timeZone, clock]) => {
        const style = { dateStyle: "short", timeStyle: "medium", timeZone } as const;
        const expected = new Intl.DateTimeFormat("sv", style).format(at).replace(" ", "T");
        const { iso } = clock.at(at);
        expect(iso.slice(0, 19)).toBe(expected);
        expect(new Date(iso).getTime()).toBe(Math.floor(at.getTime() / 1000) * 1000);
      }),
      { numRuns: 300 },
    );
    expect(new LocalClock("Europe/Berlin").at(new Date(change))).toEqual({
      iso: "2026-03-29T03:00:00+02:00",
      weekday: "Sun",
    });
  });
});
