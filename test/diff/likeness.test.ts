import fc from "fast-check";
import { expect, test } from "vitest";
import { likeness } from "../../src/diff/likeness.ts";

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom("main", "develop main", "main main", "", null, true, 1),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("repo", "events", "steps", "message", "other", "more"), tie("value")),
  ),
})).value;

test("one value is as like another as that one is like it, and never more than equal", () => {
  fc.assert(
    fc.property(values, values, (one, other) => {
      const score = likeness(one, other);
      expect(likeness(other, one)).toBe(score);
      expect(score).toBeLessThanOrEqual(1);
    }),
    { numRuns: 2_000 },
  );
});

test("an item that is listed twice counts twice", () => {
  expect(likeness(["a", "a"], ["a"])).toBe(likeness(["a"], ["a", "a"]));
});
