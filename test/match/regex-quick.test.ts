import { describe, expect, test } from "vitest";
import { exactNames, restrictiveLiteral } from "../../src/match/regex/quick.ts";

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
