import fc from "fast-check";
import { expect, test } from "vitest";
import { globTexts } from "../../src/diff/glob-texts.ts";
import { compileEngine } from "../../src/match/glob/engines.ts";

const segment = fc.constantFrom(
  "a",
  "src",
  "*",
  "**",
  "*.ts",
  "a*",
  "?",
  "?b",
  "a*b",
  "*a*",
  ".a",
  ".*",
  "{a,b}",
  "{a,b}*",
  "x.ts",
  "a b",
);
const plain = fc
  .tuple(
    fc.constantFrom("", "", "!", "./", "!!", " ", "! "),
    fc.array(segment, { minLength: 1, maxLength: 4 }),
    fc.constantFrom("", "", "", "\n"),
  )
  .map(([start, segments, end]) => start + segments.join("/") + end);
const list = fc.array(plain, { minLength: 2, maxLength: 3 }).map((globs) => `{${globs.join(",")}}`);
const nested = fc
  .tuple(fc.array(plain, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "*.", "a/", "a/**/", "a/*"))
  .map(([globs, start]) => `{${[...globs, `${start}{a,b}`].join(",")}}`);
const part = fc.constantFrom("a", "src", "b", "x.ts", "ab", "a.ts", ".a", ".ts", "aab", "a b", "b.ts", "ba");
const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));

test("the texts of a glob are the paths that the engine matches", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.oneof(plain, list, nested),
      fc.array(path, { minLength: 8, maxLength: 8 }),
      (glob, paths) => {
        for (const engine of ["picomatch", "minimatch"] as const) {
          const texts = globTexts(glob, engine);
          if (typeof texts === "string") continue;
          compared++;
          const regex = new RegExp(texts.pattern!.slice(1, -1));
          const matches = compileEngine(glob, engine, "literal");
          for (const each of paths)
            expect([glob, engine, each, regex.test(each) !== texts.negated]).toEqual([
              glob,
              engine,
              each,
              matches(each),
            ]);
        }
      },
    ),
    { numRuns: 3000 },
  );
  expect(compared).toBeGreaterThan(1000);
});
