import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronPattern, simpleCronPattern } from "../../src/catalogue/cron-pattern.ts";
import { isCronAcceptedByApi } from "../../src/match/cron/index.ts";
import { cronVectors } from "../match/cron/vectors.ts";
import { measure } from "../timing.ts";
import { fieldsOfCron } from "./published/cron.ts";

const pattern = new RegExp(cronPattern, "u");
const plain = new RegExp(simpleCronPattern);

describe("the cron pattern of the published schema", () => {
  it("accepts every expression that the shorter pattern accepts", () => {
    const number = fc.integer({ min: 0, max: 61 }).map(String);
    const joined = fc.tuple(fc.oneof(number, fc.constant("*")), fc.constantFrom("/", "-", ","), number);
    const field = fc.oneof(
      fc.constant("*"),
      number,
      joined.map((parts) => parts.join("")),
    );
    const expressions = fc.array(field, { minLength: 5, maxLength: 5 }).map((fields) => fields.join(" "));
    let taken = 0;
    const property = fc.property(expressions, (text) => {
      expect(isCronAcceptedByApi(text)).toBe(pattern.test(text));
      if (plain.test(text)) expect([text, pattern.test(text), ++taken > 0]).toEqual([text, true, true]);
    });
    fc.assert(property, { numRuns: 2000 });
    expect(taken).toBeGreaterThan(10);
  });

  it("agrees with every vector", () => {
    const accepted = (expr: string): boolean => expr.length >= 1 && expr.length <= 150 && pattern.test(expr);
    expect(cronVectors.filter(({ expr, api }) => accepted(expr) !== api)).toEqual([]);
    expect(cronVectors.length).toBe(1500);
  });

  it("agrees with a reading of its fields on years and white space", () => {
    const field = fc.constantFrom("*", "?", "0", "1", "MON", "JAN", "2024", "2024-2025", "5L", "1,2");
    const space = fc.constantFrom(" ", " ", " ", "", "  ", "\t");
    const parts = fc.array(fc.tuple(field, space), { minLength: 1, maxLength: 4 });
    const text = parts.map((more) => `0 3 * * ${more.flat().join("")}`);
    fc.assert(
      fc.property(text, (expression) => {
        expect([expression, pattern.test(expression)]).toEqual([expression, fieldsOfCron(expression)]);
      }),
      { numRuns: 2000 },
    );
  });

  it("is fast for any text", async () => {
    const pieces = fc.constantFrom(
      "0",
      "1",
      "*",
      "/",
      "-",
      ",",
      "#",
      "L",
      "?",
      " ",
      "2024",
      "MON",
      "x",
      "@DAILY",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pieces, { minLength: 40, maxLength: 150 }),
        fc.nat(3),
        async (parts, repeat) => {
          const text = `0 0 * * 1${parts.join("").repeat(repeat + 1)}!`;
          const { seconds } = await measure(() => pattern.test(text));
          expect(seconds).toBeLessThan(0.1);
        },
      ),
    );
  });
});
