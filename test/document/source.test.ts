import fc from "fast-check";
import { expect, test } from "vitest";
import { Source } from "../../src/document/source.ts";

test("the position of an offset agrees with a count of all lines", () => {
  const text = fc
    .array(fc.constantFrom("a", "b: c", "\n", "\r\n", "\r", " "), { maxLength: 30 })
    .map((parts) => parts.join(""));
  const property = fc.property(text, fc.nat({ max: 80 }), (content, offset) => {
    const counted = new Source("a.yml", content);
    // The lines are found first.
    expect(counted.line(1)).not.toContain("\n");
    expect(new Source("a.yml", content).position(offset)).toEqual(counted.position(offset));
  });
  fc.assert(property, { numRuns: 2000 });
});
