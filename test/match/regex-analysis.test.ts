import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  impossiblePiece,
  matchesEverything,
  prefixExclusions,
  unescapedDots,
} from "../../src/match/regex/analysis.ts";
import { isEmptyIntersection } from "../../src/match/regex/automata.ts";
import { examples } from "../../src/match/regex/examples.ts";
import { includes } from "../../src/match/regex/inclusion.ts";
import { costOf, isClearlySafe } from "../../src/match/regex/interpreter/cost.ts";
import { Interpreter } from "../../src/match/regex/interpreter/interpreter.ts";
import { compileRegex } from "../../src/match/regex/matcher.ts";
import { findSlowRegex } from "../../src/match/regex/slow.ts";
import { spelledNames } from "../../src/match/regex/spelled-names.ts";
import { treeOf } from "../../src/match/regex/syntax/ast.ts";
import { literal } from "./usable-literal.ts";

const textAt = (text: string, span: { start: number; end: number } | undefined): string | undefined =>
  span && text.slice(span.start, span.end);

describe("matchesEverything", () => {
  const FREE = [
    "/.*/",
    "/.*/gi",
    "/./",
    "/.+/",
    "//",
    "/(?:)/",
    "/^/",
    "/$/",
    "/^.*$/",
    "/(.*)/",
    "/[\\s\\S]*/",
    "/a*/",
    "/x|.*/",
    "/(^.*|x)/",
    "/^(?:x|.)/",
    "/^.*.$/",
  ];
  it.each(FREE)("%s: yes", (text) => expect(matchesEverything(literal(text))).toBe(true));

  const BOUND = [
    "/^$/",
    "/a/",
    "/^a/",
    "/../",
    "/^a*$/",
    "/^(?!x).*/",
    "/\\w*$x/",
    "/^((a|b)$).*/gi",
    "/a^/",
    "/.^/",
    "/$./",
    "/.*$./",
    "/.^.*/",
    "/^$.*/",
    "/($)./",
    "/.(^)/",
    "/(^)$/",
    "/^(?:^.*|a)$/",
    "/(?:(?=b)|.)./",
  ];
  it.each(BOUND)("%s: no", (text) => expect(matchesEverything(literal(text))).toBe(false));

  it.each(FREE)("%s matches every text", (text) => {
    const matcher = compileRegex(literal(text));
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (input) => {
        expect(matcher.test(input)).toBe("yes");
      }),
    );
  });
});

describe("spelledNames", () => {
  it.each([
    ["/main/", [["main", 1, 5, false, false]]],
    ["/^main/", [["main", 2, 6, true, false]]],
    ["/main$/i", [["main", 1, 5, false, true]]],
    [
      "/^(main|v1\\.0)$/",
      [
        ["main", 3, 7, true, true],
        ["v1.0", 8, 13, true, true],
      ],
    ],
    [
      "/^main|develop$/",
      [
        ["main", 2, 6, true, false],
        ["develop", 7, 14, false, true],
      ],
    ],
    ["/^release\\/x$/", [["release/x", 2, 12, true, true]]],
    ["/^main$/m", undefined],
    ["/^main.*/", undefined],
    ["/^((a|b)$).*/", undefined],
    ["/^(?:a)?$/", undefined],
  ] as const)("%s", (text, names) => {
    const rows = spelledNames(literal(text))?.map((name) => [
      name.name,
      name.start,
      name.end,
      name.anchoredStart,
      name.anchoredEnd,
    ]);
    expect(rows).toEqual(names);
  });
});

describe("unescapedDots", () => {
  it.each([
    ["/^release-1.2$/", [[11, 12]]],
    [
      "/^v1.2.3$/",
      [
        [4, 5],
        [6, 7],
      ],
    ],
    ["/^(feature|rel.x)$/", [[14, 15]]],
    ["/^release-1\\.2$/", []],
    ["/^release-.*$/", []],
    ["/^a..b$/", []],
    ["/^[.]x$/", []],
  ])("%s", (text, spans) => {
    expect(unescapedDots(literal(text)).map(({ start, end }) => [start, end])).toEqual(spans);
  });
});

describe("prefixExclusions", () => {
  it.each([
    ["/^((?!main)).*/", "(?!main)", "main", "maintenance", "/^((?!main$)).*/"],
    ["/^(?!master).*$/gi", "(?!master)", "master", "master-backup", "/^(?!master$).*$/gi"],
    ["/^(?!main|develop).*$/", "(?!main|develop)", "main", "maintenance", "/^(?!main$|develop$).*$/"],
    ["/^(?!(main)).*/", "(?!(main))", "main", "maintenance", "/^(?!(main$)).*/"],
  ])("%s", (text, piece, name, alsoExcludes, replacement) => {
    const [first] = prefixExclusions(literal(text));
    expect(textAt(text, first)).toBe(piece);
    expect(first).toMatchObject({ name, alsoExcludes, replacement });
  });

  it.each([
    "/^(?!(master)$).*/gi",
    "/^(?!release\\/).*/",
    "/^(?!main\\b).*/",
    "/^(?!.*wip).*$/",
    "/^main$/",
    "/^(?!main).*|^main.+$/",
  ])("%s has no problem", (text) => {
    expect(prefixExclusions(literal(text))).toEqual([]);
  });
});

describe("regexes that never match", () => {
  it.each([
    ["/a^/", "^"],
    ["/$x/", "$"],
    ["/[]/", "[]"],
    ["/(?!)/", "(?!)"],
    ["/^(a^|b$c)$/", "(a^|b$c)"],
    ["/x(?:$y)+/", "(?:$y)+"],
  ])("%s because of %s", (text, piece) => {
    expect(textAt(text, impossiblePiece(literal(text)))).toBe(piece);
    expect(examples(literal(text))).toEqual([]);
  });

  it.each(["/^a$/", "/a^/m", "/(^|x)y/", "/a*^b/", "/$/", "/(a^|b)/"])("%s may match", (text) => {
    expect(impossiblePiece(literal(text))).toBeUndefined();
  });

  it("are found with automata if the syntax is not enough", () => {
    expect(isEmptyIntersection([literal("/^a(?!b)b$/")])).toBe(true);
    expect(isEmptyIntersection([literal("/^(?!main$)main$/")])).toBe(true);
  });
});

describe("examples", () => {
  const PATTERNS = [
    "/^main$/",
    "/^feature\\/[A-Z]+-\\d+$/",
    "/^(?!(main)$).*/gi",
    "/^v\\d+\\.\\d+(-rc\\d)?$/",
    "/(a)\\1{2}/",
    "/^(?=.*x)\\w+$/",
    "/^(?=.*-rc)v/",
    "/^(?=.*x)(?=.*y)z/",
    "/(?<=a)b/",
    "/^\\/deploy( (staging|prod))?$/m",
    "/^((?!^feature-).)*$/gi",
  ];

  it.each([
    ["/^main\\sx$/", ["main x", "main\u00a0x"]],
    ["/^main[\u200b]x$/", ["main\u200bx"]],
    ["/^main[\u2028-\u2030]x$/", ["main\u2028x"]],
  ])("%s has examples of rare characters", (text, found) => {
    expect(examples(literal(text))).toEqual(found);
  });

  it.each(PATTERNS)("%s has verified examples", (text) => {
    const found = examples(literal(text));
    expect(found.length).toBeGreaterThan(0);
    for (const example of found) expect(compileRegex(literal(text)).test(example)).toBe("yes");
  });

  it("prefers real names", () => {
    expect(examples(literal("/^release\\/.*/"), { prefer: ["x", "release/2024"], limit: 1 })).toEqual([
      "release/2024",
    ]);
  });

  it("are few for a pattern of many pieces, whose texts would take the time of all steps", () => {
    const found = examples(literal(`/${"(a+)+\\w1".repeat(60)}/`), { limit: 20 });
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(5);
  });
});

describe("isEmptyIntersection", () => {
  it.each([
    ["/^main$/", "/main/", false],
    ["/^main$/", "/^develop$/", true],
    ["/foo/", "/bar/", false],
    ["/^v\\d+$/", "/^v[a-z]+$/", true],
    ["/^[a-m]+$/", "/^[m-z]+$/", false],
    ["/^(?!(main)$).*/gi", "/^MAIN$/", true],
    ["/^(?!(main)$).*/gi", "/^ma/", false],
    ["/^((?!main)).*/", "/^maintenance$/", true],
    ["/^(a+)\\1$/", "/^b/", undefined],
    ["/^main$|^release\\//", "/^main-/", true],
    ["/(^|\\/)main$/", "/^xmain$/", true],
    ["/^main$|^x/m", "/^y\\nmain\\nz$/", false],
    ["/^main\\b|^x/", "/^mainly$/", true],
    ["/^(?:a|b$)+/", "/^c/", undefined],
    [`/^${"(a|b$)".repeat(6)}/`, "/^c/", undefined],
  ])("of %s and %s: %j", (one, other, empty) => {
    expect(isEmptyIntersection([literal(one), literal(other)])).toBe(empty);
  });
});

describe("includes", () => {
  it.each([
    ["/^main$|^release\\//", "/^main|^release\\//"],
    ["/^feature(\\/|$)/", "/^feature/"],
    ["/(^|\\/)main$/", "/main$/"],
    ["/(^main$|^release\\/)/", "/(^main|^release\\/)/"],
    ["/^(main$|dev)/", "/^(main|dev)/"],
  ])("%s in %s only", (pattern, wider) => {
    expect(includes({ pattern }, { pattern: wider }, "name")).toEqual({ included: true });
    const { included, text } = includes({ pattern: wider }, { pattern }, "name") as {
      text: string;
      included: false;
    };
    expect(
      [included, literal(wider), literal(pattern)].map((each) =>
        typeof each === "object" ? compileRegex(each).test(text) : each,
      ),
    ).toEqual([false, "yes", "no"]);
  });

  it.each([
    ["/^feature(\\/|$)/", "/^feature(?:\\/|$)/"],
    ["/^feature(\\/|$)/", "/^feature(\\/.*)?$/"],
  ])("%s and %s in each other", (one, other) => {
    expect([
      includes({ pattern: one }, { pattern: other }, "name"),
      includes({ pattern: other }, { pattern: one }, "name"),
    ]).toEqual([{ included: true }, { included: true }]);
  });

  it.each(["name", "path", "text"] as const)("never with half of a surrogate pair in a %s", (kind) => {
    expect(includes({ pattern: "/^[🚀]$/" }, { pattern: "/^x$/" }, kind)).toEqual({ included: true });
    const { text } = includes({ pattern: "/^[🚀]/" }, { pattern: "/^🚀$/" }, kind) as { text: string };
    expect(text).not.toMatch(/[\ud800-\udfff]/u);
  });

  it.each([
    ["/(a)\\1/", "a filter has a back reference"],
    ["/a(?=b)*/", "a filter has a lookaround"],
    ["/^(?:a|b$)+/", 'a filter has "^", "$" or "\\b" in a repetition or in many groups'],
    ["/(a|b)*a(a|b){14}$/", "the filters are too large to compare"],
  ])("is open for %s: %s", (pattern, reason) => {
    const other = { pattern: "/(b|a)*a(b|a){14}$/" };
    expect(includes({ pattern }, other, "name")).toEqual({ included: undefined, reason });
  });
});

describe("findSlowRegex", () => {
  it.each([
    ["/^(a+)+$/", "exponential"],
    ["/(a|a)*b/", "exponential"],
    ["/^(\\w+\\s?)*$/", "exponential"],
    ["/^(.*,)*x$/", "exponential"],
    ["/^(?!(a+)+b).*$/", "exponential"],
    ["/^feature\\/(\\w|\\d)+$/", "exponential"],
    ["/^(?:release|hotfix)\\/(?:[\\w-]+\\.?)+$/", "exponential"],
    ["/.*.*.*.*=/", "polynomial"],
  ])("%s is %s, with an attack that exhausts the budget", (text, kind) => {
    const slow = findSlowRegex(literal(text)).found;
    expect(slow?.kind).toBe(kind);
    expect(slow?.attack).toBe(
      slow!.prefix +
        slow!.pump.repeat(
          (slow!.attack.length - slow!.prefix.length - slow!.suffix.length) / slow!.pump.length,
        ) +
        slow!.suffix,
    );
    expect(compileRegex(literal(text)).test(slow!.attack)).toBe("unknown");
  });

  it.each([
    "/^main$/",
    "/.*foo/",
    "/^((a|b)$).*/gi",
    "/^feature\\/([a-z]+-)*[a-z]+$/",
    "/^release-\\d+(\\.\\d+)*$/",
    "/^[\\w.-]+\\/[\\w.-]+$/",
  ])("%s has no problem", (text) => expect(findSlowRegex(literal(text)).found).toBeUndefined());

  it("decides about usual patterns by their syntax", () => {
    for (const text of [
      "/.*/gi",
      "/^((main|develop)$).*/gi",
      "/^feature\\/.+$/",
      "/^v\\d+\\.\\d+\\.\\d+$/",
      "/^v\\d+\\.\\d+\\.\\d+(?:-rc\\.\\d+)?$/",
    ]) {
      expect(isClearlySafe(literal(text))).toBe(true);
    }
  });

  it("gives an upper bound of the steps", () => {
    const pieces = fc.constantFrom(
      ...["a+", "a*", "[ab]*", "[ab]+", "b", "a", "(?:a*b)", "(?:a|b)", "(?:a+b)?", "[^c]*", "a{1,3}", "a+?"],
      ...["(a*)", "(?:ab*a){2}", "(?<=a*b)", "(?=a*b)", "c*", "$", "(?:b*a|a*b)", "(?<=b+a)", "[^b]*"],
    );
    const words = fc.array(fc.constantFrom("a", "b", "c", "aaaa", "bbbb", "abab"), { maxLength: 25 });
    const sources = fc.array(pieces, { maxLength: 9 });
    fc.assert(
      fc.property(sources, words, (source, input) => {
        const tree = treeOf(source.join(""))!;
        const { stars, ways, explodes } = costOf(tree, false);
        fc.pre(!explodes);
        const text = input.join("");
        const interpreter = new Interpreter(tree, "");
        interpreter.search(text, 1e6);
        let bound = 8 * ways * (source.length + 1);
        for (let part = 1; part <= stars + 1; part++) bound *= (text.length + part) / part;
        expect(interpreter.stepsTaken).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 2_000 },
    );
  });
});
