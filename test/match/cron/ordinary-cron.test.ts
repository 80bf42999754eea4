import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkCron,
  isOrdinaryCron,
  isPortableCron,
  neverFires,
  readSixFields,
} from "../../../src/match/cron/index.ts";

const field = fc.oneof(
  { weight: 4, arbitrary: fc.constant("*") },
  { weight: 3, arbitrary: fc.integer({ min: -1, max: 32 }).map(String) },
  { weight: 2, arbitrary: fc.constantFrom("1-5", "5-1", "0-6", "0-7", "*/5", "01", "", "?", "MON", "1,2") },
);

describe("an ordinary expression", () => {
  test("gives no findings in any rule", () => {
    let ordinary = 0;
    const property = fc.property(fc.array(field, { minLength: 4, maxLength: 6 }), (fields) => {
      const expression = fields.join(" ");
      if (!isOrdinaryCron(expression)) return;
      ordinary++;
      const { schedule, refusal, apiRefusal } = checkCron(expression);
      expect([expression, refusal, apiRefusal, readSixFields(expression)]).toEqual([
        expression,
        undefined,
        undefined,
        undefined,
      ]);
      if (schedule?.kind !== "fields") throw new Error(`${expression} is read as ${schedule?.kind}`);
      expect([schedule.seconds, isPortableCron(schedule), neverFires(schedule)]).toEqual([
        false,
        true,
        false,
      ]);
    });
    fc.assert(property, { numRuns: 8000 });
    expect(ordinary).toBeGreaterThan(20);
  });

  test.each(["* * * * *", "0 3 * * 1-5", "30 4 1 * *", "0 0 28 2 *", "59 23 31 * *"])(
    "is %s",
    (expression) => {
      expect(isOrdinaryCron(expression)).toBe(true);
    },
  );

  test.each(["0 0 31 2 *", "0 0 1 * 1", "*/5 * * * *", "0 0 * * *  ", "0 24 * * *", "@daily", "0 0 * * 5-1"])(
    "is not %j",
    (expression) => {
      expect(isOrdinaryCron(expression)).toBe(false);
    },
  );
});
