import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileEngine } from "../../src/match/glob/engines.ts";
import { findEngineWitness, folderTest } from "../../src/match/glob/examples.ts";
import { findGlobPitfalls } from "../../src/match/glob/pitfalls.ts";
import { enginesAgree, firstPitfall, globPitfalls } from "../../src/match/glob/plain-globs.ts";

const segment = fc.constantFrom("a", "b.ts", "*", "**", "*.md", "a?", ".env", "x-y", "[id]", "!(a)", "**.js");
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const braces = fc.array(path, { minLength: 2, maxLength: 3 }).map((list) => `{${list.join(",")}}`);
const glob = fc
  .tuple(fc.constantFrom("", "!", "./"), fc.array(fc.oneof(path, braces), { minLength: 1, maxLength: 2 }))
  .map(([mark, parts]) => mark + parts.join("/"));

const NAMES = ["a", "b", "aa", ".a", ".b", "a.a", "x"];
const PATHS = [
  ...NAMES,
  ...NAMES.flatMap((one) => NAMES.map((other) => `${one}/${other}`)),
  ...["a", ".a", "x"].flatMap((one) =>
    ["a/a", "a/.a", ".a/b", "x/a", "x/.a/a"].map((rest) => `${one}/${rest}`),
  ),
];

/** The first path that only one engine matches, apart from `dir` with the glob `dir/**`. */
function firstDifference(pattern: string): string | undefined {
  const [one, other] = (["picomatch", "minimatch"] as const).map((engine) =>
    compileEngine(pattern, engine, "root"),
  );
  return PATHS.find((file) => one!(file) !== other!(file) && !folderTest(pattern, {})(file));
}

/** All texts of at most so many parts; `depth` is that of the open braces. */
function* textsOf(parts: readonly string[], most: number, text = "", depth = 0): Generator<string> {
  if (text.includes("{") && depth === 0) yield text;
  if (most <= depth) return;
  for (const part of parts) {
    const inner = depth + (part === "{" ? 1 : 0) - (part === "}" ? 1 : 0);
    if (inner < 0 || (part === "," && depth === 0)) continue;
    yield* textsOf(parts, most - 1, text + part, inner);
  }
}

const part = fc.constantFrom("a", "b", "*", "*.a", "a*", ".a", ".*", "a.*", "x", "a?", "?", "**", "-a");
const { nested } = fc.letrec<{ nested: string; list: string }>((tie) => ({
  list: fc
    .array(fc.oneof(fc.constantFrom("", "a", "b", ".a", "a.b"), tie("nested")), {
      minLength: 1,
      maxLength: 3,
    })
    .map((items) => `{${items.join(",")}}`),
  nested: fc
    .array(
      fc.oneof(
        { maxDepth: 2, depthSize: "small" },
        { arbitrary: part, weight: 3 },
        fc
          .tuple(fc.constantFrom("", "", "a", "*.", "."), tie("list"), fc.constantFrom("", "", "a", "*"))
          .map((texts) => texts.join("")),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((segments) => segments.join("/")),
}));

describe("the quick checks of a glob", () => {
  test("report agreement for no short glob with braces that is matched differently", () => {
    const parts = ["a", ".", "*", "**", "/", "{", "}", ",", "?", "!", "$", "+"];
    let told = 0;
    for (const pattern of textsOf(parts, 6)) {
      if (!enginesAgree(pattern)) continue;
      told++;
      expect(firstDifference(pattern), pattern).toBeUndefined();
    }
    expect(told).toBeGreaterThan(50);
  });

  test("report agreement for no nested lists that are matched differently", () => {
    let told = 0;
    fc.assert(
      fc.property(nested, (pattern) => {
        if (!pattern.includes("{") || !enginesAgree(pattern)) return;
        told++;
        expect(firstDifference(pattern), pattern).toBeUndefined();
        expect(findEngineWitness(pattern), pattern).toBeUndefined();
      }),
      { numRuns: 4_000, seed: 5 },
    );
    expect(told).toBeGreaterThan(50);
  });

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

  test.each([
    "src/**",
    "{app/**,test/**}",
    "!docs/**",
    "**/*.{js,ts}",
    "package.json",
    "{services/api/**,libs/*/src/**/*.{ts,js,json},package.json}",
    "{a/**,b/**,c/**}",
    "Dockerfile{,.dev}",
  ])("decide about %s without an engine", (pattern) => expect(enginesAgree(pattern)).toBe(true));

  test.each(["{a/{b,c},**/d}", "x${a,b}", "{a,b}+c", "{a/*,b}*", "{a..c}", "{a}", "a{,/b}", "!!*", "././a"])(
    "ask the engines about %s",
    (pattern) => expect(enginesAgree(pattern)).toBe(false),
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
