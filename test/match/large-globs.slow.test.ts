import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileEngine } from "../../src/match/glob/engines.ts";
import { compileGlob } from "../../src/match/glob/index.ts";
import { largeGlob } from "../../src/match/glob/large-globs.ts";

const ENGINES = ["picomatch", "minimatch"] as const;
const name = fc.constantFrom("a", "b", "b.ts", "ab", ".env", "x y");
const segment = fc.oneof({ weight: 3, arbitrary: name }, fc.constantFrom("*", "**", "*.ts", "a?", ".."));
const pattern = fc
  .tuple(fc.oneof({ weight: 4, arbitrary: name }, segment), fc.array(segment, { maxLength: 2 }))
  .map(([first, rest]) => [first, ...rest].join("/"));
const list = fc
  .tuple(
    fc.constantFrom("", "!"),
    fc.constantFrom("", "a/", "*/", "x"),
    fc.array(pattern, { minLength: 2, maxLength: 4 }),
    fc.constantFrom("", "/**", "/b", ".ts"),
  )
  .map(([start, before, items, after]) => `${start}${before}{${items.join(",")}}${after}`);
const file = fc
  .array(fc.constantFrom("a", "b", "b.ts", "ab", ".env", "x", "xa", "x y", "a.ts"), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join("/"));

describe("a large glob", () => {
  test("is read part by part as both engines read the whole", () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(list, pattern), file, (glob, path) => {
        const large = largeGlob(glob, 0);
        if (!large) return;
        read++;
        for (const engine of ENGINES) {
          const whole = compileEngine(glob, engine, "literal")(path);
          const parts = large(path, (part) => compileEngine(part, engine, "literal")(path));
          expect(parts, `${engine} ${glob} ${path}`).toBe(whole);
        }
      }),
      { numRuns: 10_000 },
    );
    expect(read).toBeGreaterThan(2_000);
  });

  /** A glob of exactly as many characters as Codefresh allows. */
  function filled(item: (number: number) => string, open = "{", close = "}"): string {
    const items = [];
    for (let length = open.length + close.length, number = 0; ; number++) {
      const next = item(number);
      length += next.length + 1;
      if (length > 65_000 - 20) break;
      items.push(next);
    }
    const rest = 65_000 - `${open}${items.join(",")},${close}`.length;
    return `${open}${items.join(",")},${"z".repeat(rest)}${close}`;
  }

  test.each([
    ["folders", filled((number) => `services/s${number}/**`), "services/s2000/a.ts", "services/t/a.ts"],
    ["files", filled((number) => `src/f${number}.ts`), "src/f1000.ts", "src/f1000.js"],
    ["extensions", filled((number) => `d${number}/*.ts`), "d7/a.ts", "d7/a/b.ts"],
    ["a negated list", filled((number) => `d${number}/**`, "!{"), "src/a.ts", "d7/a.ts"],
    ["a list before a folder", filled((number) => `d${number}`, "{", "}/**"), "d7/a", "e7/a"],
  ])("of 65,000 characters with %s has an answer", (_, glob, matching, other) => {
    expect(glob.length).toBe(65_000);
    const matcher = compileGlob(glob);
    expect(matcher.matchFiles([matching]).outcome).toBe("yes");
    expect(matcher.matchFiles([other]).outcome).toBe("no");
    expect(matcher.matchFiles([other, matching])).toMatchObject({ outcome: "yes", agreed: matching });
  });

  test.each([
    ["one name", "a".repeat(65_000)],
    ["folders", "a/".repeat(32_500).slice(0, -1)],
    ["a star", `*${"a".repeat(64_999)}`],
    ["many stars", "*a".repeat(32_500)],
  ])("of 65,000 characters with %s matches no ordinary path", (_, glob) => {
    expect(compileGlob(glob).matchFiles(["src/a.ts"])).toMatchObject({ outcome: "no", questions: [] });
  });
});
