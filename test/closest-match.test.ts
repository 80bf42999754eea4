import fc from "fast-check";
import { expect, test } from "vitest";
import { closestMatches, editDistance } from "../src/util/closest-match.ts";
import { timed } from "./timing.ts";

/** The distance by its definition, without shortcuts. */
function plainDistance(from: string, to: string): number {
  if (from === "" || to === "") return Math.max(from.length, to.length);
  const [a, b] = [from.slice(0, -1), to.slice(0, -1)];
  const last = from.at(-1) === to.at(-1) ? 0 : 1;
  const swapped = a !== "" && b !== "" && from.at(-1) === b.at(-1) && to.at(-1) === a.at(-1);
  return Math.min(
    plainDistance(a, to) + 1,
    plainDistance(from, b) + 1,
    plainDistance(a, b) + last,
    ...(swapped ? [plainDistance(a.slice(0, -1), b.slice(0, -1)) + 1] : []),
  );
}

test("a distance above the limit is one more than the limit, any other is exact", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 6 }), (from, to, limit) => {
      const distance = plainDistance(from, to);
      expect(editDistance(from, to)).toBe(distance);
      expect(editDistance(from, to, limit)).toBe(Math.min(distance, limit + 1));
    }),
  );
});

test("finds the nearest of thousands of paths quickly", async () => {
  const paths = Array.from(
    { length: 3_000 },
    (_, at) => `deploy/services/group-${at % 60}/${at}/codefresh.yml`,
  );
  const { result, seconds } = await timed(() =>
    Array.from({ length: 100 }, (_, at) =>
      closestMatches(`deploy/services/grup-0/${at * 60}/codefresh.yml`, paths),
    ),
  );
  expect(result[1]).toEqual(["deploy/services/group-0/60/codefresh.yml"]);
  expect(seconds).toBeLessThan(3);
});
