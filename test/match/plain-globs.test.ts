import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findEngineWitness } from "../../src/match/glob/examples.ts";
import { findGlobPitfalls } from "../../src/match/glob/pitfalls.ts";
import { enginesAgree, firstPitfall, globPitfalls } from "../../src/match/glob/plain-globs.ts";

const segment = fc.constantFrom("a", "b.ts", "*", "**", "*.md", "a?", ".env", "x-y", "[id]", "!(a)", "**.js");
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const braces = fc.array(path, { minLength: 2, maxLength: 3 }).map((list) => `{${list.join(",")}}`);
const glob = fc
  .tuple(fc.constantFrom("", "!", "./"), fc.array(fc.oneof(path, braces), { minLength: 1, maxLength: 2 }))
  .map(([mark, parts]) => mark + parts.join("/"));

describe("the quick checks of a glob", () => {
  test("report agreement of the engines only if no path is matched differently", () => {
    let told = 0;
    fc.assert(
      fc.property(glob, (pattern) => {
        if (!enginesAgree(pattern)) return;
        told++;
        expect(findEngineWitness(pattern), pattern).toBeUndefined();
      }),
      { numRuns: 2_000, seed: 5 },
    );
    expect(told).toBeGreaterThan(50);
  });

  test.each(["src/**", "{app/**,test/**}", "!docs/**", "**/*.{js,ts}", "package.json"])(
    "decide about %s without an engine",
    (pattern) => expect(enginesAgree(pattern)).toBe(true),
  );

  test.each(["{*a*,b}", "{?a,b}", "x/{*,b}", "{b,*.js}"])(
    "ask the engines about %s, since one of them matches a leading dot",
    (pattern) => expect(enginesAgree(pattern)).toBe(false),
  );

  test.each([" src/**", "src/** ", "{web/*.ts,docs/*}\n", "{a,\nb}"])(
    "ask the engines about %j, since they read white space differently",
    (pattern) => expect(enginesAgree(pattern)).toBe(false),
  );

  test("miss no pitfall", () => {
    const text = fc.oneof(
      fc.array(fc.constantFrom("a", "/", "{", "}", ",", "!", "\\", " ", "*", ".", "("), { maxLength: 8 }),
      fc.array(fc.constantFrom("a", "/", "{a,b", "{a", "}", ",", "**", ".b"), { maxLength: 6 }),
    );
    fc.assert(
      fc.property(text, (parts) => {
        const pattern = parts.join("");
        expect(globPitfalls(pattern)).toEqual(findGlobPitfalls(pattern));
      }),
      { numRuns: 3_000, seed: 5 },
    );
  });

  test.each([
    ["{a/,b/}", "directory", "{a/**,b/**}"],
    ["{a, b, c}", "space-in-braces", "{a,b,c}"],
    ["a//b//c", "double-slash", "a/**/b/**/c"],
  ] as const)("repair all problems of %s together", (pattern, code, repaired) => {
    expect(firstPitfall(pattern, code)?.repaired).toBe(repaired);
  });
});
