import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronPattern } from "../../src/spec/schema/cron-pattern.ts";

const pattern = new RegExp(cronPattern, "u");
const vectors = readFileSync(new URL("../../fixtures/cron/cron.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as { expr: string; api: boolean });

describe("the cron pattern of the published schema", () => {
  it("agrees with every vector", () => {
    const accepted = (expr: string): boolean => expr.length >= 1 && expr.length <= 150 && pattern.test(expr);
    expect(vectors.filter(({ expr, api }) => accepted(expr) !== api)).toEqual([]);
    expect(vectors.length).toBe(1500);
  });

  it("answers at once, whatever the text", () => {
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
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 40, maxLength: 150 }), fc.nat(3), (parts, repeat) => {
        const text = `0 0 * * 1${parts.join("").repeat(repeat + 1)}!`;
        const start = performance.now();
        pattern.test(text);
        expect(performance.now() - start).toBeLessThan(50);
      }),
    );
  });
});
