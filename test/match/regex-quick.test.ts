import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exactNames, fixedStart, restrictiveLiteral } from "../../src/match/regex/filter-literal.ts";

describe("restrictiveLiteral", () => {
  test.each(["/.*/gi", "/./", "/.+/", "/^.*$/", "/^/", "/$/", "//", "/(.*)/", "/^(?:.*)$/g", "/.*?/"])(
    "knows %s for anything",
    (text) => {
      expect(restrictiveLiteral(text)).toBeUndefined();
      const source = text.slice(1, text.lastIndexOf("/"));
      for (const name of ["main", "x", "feature/a-b"]) expect(new RegExp(source).test(name)).toBe(true);
    },
  );

  test.each(["/^$/", "/^.$/", "/^.?$/", "/main/", "/^(.)$/"])("takes %s for a restriction", (text) => {
    expect(restrictiveLiteral(text)?.text).toBe(text);
  });

  test.each(["main", "/(/", "/a/x", "", "/\\Amain/"])("leaves %s to the rule on literals", (text) => {
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

describe("fixedStart", () => {
  test.each([
    ["/^main$/", "main"],
    ["/^Release\\/v\\d+/", "release/v"],
    ["/^hotfix\\/(a|b)$/", "hotfix/"],
    ["/^ab?c/", "a"],
    ["/^ab*/", "a"],
    ["/^ab{0,2}/", "a"],
    ["/^ab+/", "ab"],
    ["/^(main|dev)$/", ""],
    ["/^main|dev/", ""],
    ["/^main[|]dev/", "main"],
    ["/main/", ""],
    ["/^main/m", ""],
  ])("of %s is %j", (text, start) => {
    expect(fixedStart(restrictiveLiteral(text)!)).toBe(start);
  });

  test("begins every name that passes", () => {
    const pieces = fc.constantFrom(
      "a",
      "B",
      "\\/",
      "\\.",
      "?",
      "*",
      "+",
      "(a|b)",
      "[ab|]",
      "|",
      ".",
      "{0,1}",
      "-",
    );
    const filters = fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => `/^${parts.join("")}/i`);
    const names = fc.array(fc.constantFrom("a", "b", "/", ".", "-"), { maxLength: 5 });
    const property = fc.property(filters, names, (filter, letters) => {
      const literal = restrictiveLiteral(filter);
      const name = letters.join("");
      if (!literal || !new RegExp(literal.source, "i").test(name)) return;
      expect([filter, name.startsWith(fixedStart(literal))]).toEqual([filter, true]);
    });
    fc.assert(property, { numRuns: 5000 });
  });
});
