import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileEngine } from "../../src/match/glob/engines.ts";
import { globsExcludeEachOther } from "../../src/match/glob/plain-globs.ts";
import { isEmptyIntersection } from "../../src/match/regex/automata.ts";
import { excludeEachOther } from "../../src/match/regex/disjoint.ts";
import { exactNames, restrictiveLiteral } from "../../src/match/regex/filter-literal.ts";

describe("restrictiveLiteral", () => {
  test.each(["/.*/gi", "/./", "/.+/", "/^.*$/", "/^/", "/$/", "//", "/(.*)/", "/^(?:.*)$/g", "/.*?/"])(
    "reports that %s matches anything",
    (text) => {
      expect(restrictiveLiteral(text)).toBeUndefined();
      const source = text.slice(1, text.lastIndexOf("/"));
      for (const name of ["main", "x", "feature/a-b"]) expect(new RegExp(source).test(name)).toBe(true);
    },
  );

  test.each(["/^$/", "/^.$/", "/^.?$/", "/main/", "/^(.)$/"])("reports %s as a restriction", (text) => {
    expect(restrictiveLiteral(text)?.text).toBe(text);
  });

  test.each(["main", "/(/", "/a/x", "", "/\\Amain/"])("ignores %s, which is not a valid literal", (text) => {
    expect(restrictiveLiteral(text)).toBeUndefined();
  });
});

describe("exactNames", () => {
  test.each([
    ["/^main$/", ["main"]],
    ["/^(main|v1\\.0)$/gi", ["main", "v1.0"]],
    ["/^(?:a\\/b|c)$/", ["a/b", "c"]],
    ["/^main$|^develop$/", ["main", "develop"]],
    ["/^((main|develop)$).*/gi", ["main", "develop"]],
    ["/main/", undefined],
    ["/^main/", undefined],
    ["/^main|develop$/", undefined],
    ["/^v1.0$/", undefined],
    ["/^(main|rel.*)$/", undefined],
    ["/^main$/m", undefined],
  ])("of %s are %j", (text, names) => {
    expect(exactNames(restrictiveLiteral(text)!)).toEqual(names);
  });
});

describe("excludeEachOther", () => {
  test.each([
    ["/^main$/", "/^feature\\/.+$/", true],
    ["/^main$/", "/^release-/", true],
    ["/^(main|develop)$/", "/^feature\\//", true],
    ["/^(feature|fix)\\/.+$/", "/^(?:release|hotfix)\\/.+$/", true],
    ["/^(feature|fix)\\/.+$/", "/^(?:release|fix)\\/.+$/", false],
    ["/-rc$/", "/-beta$/", true],
    ["/-rc$/", "/^main$/", true],
    ["/-rc$/", "/^release-/", false],
    ["/^v\\d+-rc$/", "/^v\\d+-beta$/", true],
    ["/^Main$/i", "/^MAIN-/", true],
    ["/^Main-/i", "/^MAIN-x$/", false],
    ["/^Main-/", "/^MAIN-x$/", true],
    ["/^ab?c/", "/^ac/", false],
    ["/^ab*/", "/^ac/", false],
    ["/^ab{0,2}/", "/^ac/", false],
    ["/^ab+/", "/^ac/", true],
    ["/^a{2}b/", "/^aab/", false],
    ["/^main|dev/", "/^release/", false],
    ["/^main[|]dev/", "/^mainline/", false],
    ["/^main[.]dev/", "/^mainline/", true],
    ["/^\\x41b/", "/^Ab.+/", false],
    ["/^\\101.+/", "/^A/", false],
    ["/main/", "/dev/", false],
    ["/^main$/m", "/^dev$/m", true],
    ["/^((main|develop)$).*/gi", "/^feature/", true],
    ["/^a$$/", "/^b$/", true],
    ["/^a\\$/", "/^b\\$/", true],
    ["/^.*\\$/", "/^.*a$/", false],
  ])("%s and %s: %j", (one, other, apart) => {
    const [a, b] = [restrictiveLiteral(one)!, restrictiveLiteral(other)!];
    expect([excludeEachOther(a, b), excludeEachOther(b, a)]).toEqual([apart, apart]);
  });

  const piece = fc.constantFrom(
    ..."a b B \\/ \\. ? * + {0,1} {2} (a|b) (?:ab|) (a.|b) [ab|] [.] | . - \\d \\b $ ^ (?=a) (?!b) ab bb".split(
      " ",
    ),
  );
  const filter = fc
    .tuple(
      fc.constantFrom("^", "", "^(?:"),
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.constantFrom("$", "", ")$"),
    )
    .map(([start, parts, end]) => `/${start}${parts.join("")}${end}/`);
  const flags = fc.constantFrom("", "i");

  test("agrees with the automata", () => {
    let apart = 0;
    const property = fc.property(filter, flags, filter, flags, (one, some, other, more) => {
      const [a, b] = [restrictiveLiteral(one + some), restrictiveLiteral(other + more)];
      if (!a || !b || !excludeEachOther(a, b)) return;
      apart++;
      expect([one, other, isEmptyIntersection([a, b]) ?? true]).toEqual([one, other, true]);
    });
    fc.assert(property, { numRuns: 3000 });
    expect(apart).toBeGreaterThan(50);
  });

  test("is false for two filters that match the same text", () => {
    const texts = fc
      .array(fc.constantFrom(..."abB/.-1"), { maxLength: 5 })
      .map((letters) => letters.join(""));
    const property = fc.property(filter, flags, filter, flags, texts, (one, some, other, more, text) => {
      const [a, b] = [restrictiveLiteral(one + some), restrictiveLiteral(other + more)];
      if (!a || !b || ![a, b].every(({ source, flags }) => new RegExp(source, flags).test(text))) return;
      expect([one, other, excludeEachOther(a, b)]).toEqual([one, other, false]);
    });
    fc.assert(property, { numRuns: 5000 });
  });
});

describe("globsExcludeEachOther", () => {
  test.each([
    ["api/**", "web/**", true],
    ["api/**", "{web,docs}/*.md", true],
    ["{api/**,package.json}", "web/**", true],
    ["{api/**,package.json}", "package.json", false],
    ["api/**", "api", false],
    ["api/**", "apis/**", true],
    ["api*/**", "web/**", false],
    ["**/api", "web/**", false],
    ["/api/**", "web/**", false],
    ["./api/**", "api/**", false],
    ["!api/**", "web/**", false],
    ["a/b/*.ts", "a/c/**", true],
    ["", "a", false],
  ])("%s and %s: %j", (one, other, apart) => {
    expect([globsExcludeEachOther(one, other), globsExcludeEachOther(other, one)]).toEqual([apart, apart]);
  });

  test("is false for two globs that match the same path in an engine", () => {
    const glob = fc
      .array(fc.constantFrom("a", "b", "/", "{a,b}", "{a/b,c}", "*", "**", ".", "{a,", "}", "c", "{a}"), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(""));
    const path = fc
      .array(fc.constantFrom("a", "b", "c", "ab", ".a"), { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join("/"));
    const matches = (text: string, name: string) =>
      (["picomatch", "minimatch"] as const).some(
        (engine) => compileEngine(text, engine, "root")(name) !== false,
      );
    const property = fc.property(glob, glob, path, (one, other, name) => {
      if (!globsExcludeEachOther(one, other)) return;
      expect([one, other, name, matches(one, name) && matches(other, name)]).toEqual([
        one,
        other,
        name,
        false,
      ]);
    });
    fc.assert(property, { numRuns: 5000 });
  });
});
