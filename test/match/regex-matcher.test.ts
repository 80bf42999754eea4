import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Host } from "../../src/match/budget.ts";
import { Interpreter } from "../../src/match/regex/interpreter/interpreter.ts";
import type { RegexMatch } from "../../src/match/regex/matcher.ts";
import { compileRegex } from "../../src/match/regex/matcher.ts";
import { treeOf } from "../../src/match/regex/syntax/ast.ts";
import { parseRegexLiteral } from "../../src/match/regex/syntax/parse-literal.ts";
import { timed } from "../timing.ts";
import { literal } from "./usable-literal.ts";

const match = (text: string, input: string): RegexMatch => compileRegex(literal(text)).match(input);

describe("matching", () => {
  it.each([
    ["/^main$/", "main", { start: 0, end: 4, anchoredStart: true, anchoredEnd: true, onlyUnanchored: false }],
    [
      "/master/gi",
      "remaster",
      { start: 2, end: 8, anchoredStart: false, anchoredEnd: false, onlyUnanchored: true },
    ],
    [
      "/^main/",
      "main-backup",
      { start: 0, end: 4, anchoredStart: true, anchoredEnd: false, onlyUnanchored: true },
    ],
    [
      "/^((a|b)$).*/gi",
      "B",
      { start: 0, end: 1, anchoredStart: true, anchoredEnd: true, onlyUnanchored: false },
    ],
    ["/^a$/m", "x\na", { start: 2, end: 3, anchoredStart: false, anchoredEnd: false, onlyUnanchored: true }],
    ["/^a$/m", "x\na", { hasStart: true, hasEnd: true }],
    ["/^a/m", "ab", { onlyUnanchored: true, hasStart: true, hasEnd: false }],
    ["/.*/gi", "", { start: 0, end: 0 }],
    ["//", "x", { start: 0, end: 0, onlyUnanchored: true }],
  ])("%s matches %s", (text, input, expected) => {
    expect(match(text, input)).toMatchObject({ outcome: "yes", ...expected });
  });

  it.each([
    ["/^main$/", "main-backup", 4, "$", [6, 7]],
    ["/^main$/", "maintain", 4, "$", [6, 7]],
    ["/^main$/", "master", 2, "i", [4, 5]],
    ["/^main$/", "develop", 0, "m", [2, 3]],
    ["/^(?!(master)$).*/gi", "master", 0, "(?!(master)$)", [2, 15]],
    ["/^v\\d+\\.\\d+$/", "v1.x", 3, "\\d+", [8, 11]],
    ["/release/", "my-rel", 6, "e", [4, 5]],
    ["/^feature\\/[a-z]{3}$/", "feature/ab1", 10, "[a-z]{3}", [11, 19]],
    ["/^🚀+$/", "🔥x", 0, "🚀+", [2, 5]],
    ["/^🚀$/", "x", 0, "🚀", [2, 4]],
    ["/^a[^🚀]$/", "a🚀", 1, "[^🚀]", [3, 8]],
  ])("%s gets stuck in %s at %i", (text, input, index, piece, [start, end]) => {
    expect(match(text, input)).toEqual({
      outcome: "no",
      stuck: { index, pieces: [{ start, end, text: piece }], anchored: text.startsWith("/^") },
    });
  });

  it.each([
    ["/^(main|release\\/.+)$/", "feature/x", 0, ["m", "r"]],
    ["/^main$|^develop$/", "feature/x", 0, ["m", "d"]],
    ["/^v?(1|2)$/", "x", 0, ["v?", "1", "2"]],
    ["/^main(-rc)?$/", "main.x", 4, ["-", "$"]],
    ["/^main(-rc)?x?y$/", "main", 4, ["-", "x?", "y"]],
    ["/^(release|relate)$/", "rex", 2, ["l", "l"]],
    [`/^(${[..."abcdefghijklmno"].join("|")})$/`, "x", 0, []],
  ])("%s with %s gets stuck at %i in every one of %j", (text, input, index, pieces) => {
    const stuck = { index, pieces: pieces.map((piece) => expect.objectContaining({ text: piece })) };
    expect(match(text, input)).toMatchObject({ stuck });
  });

  it("needs no search where the text is shorter than any that matches", () => {
    expect(match(`/${"(a?)".repeat(40)}${"a".repeat(40)}/`, "a".repeat(39)).outcome).toBe("no");
    expect(match("/^(?=aaa)a(?:b|cd){2}\\1?$/", "ab").outcome).toBe("no");
    expect(match("/^(?=aaa)?aa$/", "aa").outcome).toBe("yes");
  });

  it("gives the same answer again despite the flag g", () => {
    const matcher = compileRegex(literal("/main/g"));
    expect([matcher.test("main"), matcher.test("main"), matcher.test("main")]).toEqual(["yes", "yes", "yes"]);
  });
});

describe("hostile patterns", () => {
  const HOSTILE: [string, string][] = [
    ["/^(a+)+$/", `${"a".repeat(60)}!`],
    ["/(a|a)*b/", "a".repeat(80)],
    ["/^(\\w+\\s?)*$/", `${"a".repeat(60)}!`],
    ["/(.*)*(.*)*(.*)*x/", "y".repeat(3_000)],
    [`/${"(a?)".repeat(40)}${"a".repeat(40)}b/`, "a".repeat(60)],
    ["/(?=(a+)+b)c/", "a".repeat(60)],
    ["/^(([a-z])+.)+[A-Z]([a-z])+$/", "a".repeat(80)],
  ];

  it.each(HOSTILE)("%s gives unknown in limited time", async (text, input) => {
    const { result, seconds } = await timed(() => match(text, input));
    expect(seconds).toBeLessThan(1);
    expect(result).toMatchObject({ outcome: "unknown", reason: expect.stringContaining("bounded time") });
  });

  it("exhausts the budget once, not for every input", async () => {
    const matcher = compileRegex(literal("/^(a+)+$/"));
    const { seconds } = await timed(() => {
      for (let index = 0; index < 5_000; index++) matcher.test(`${"a".repeat(40)}${index}!`);
    });
    expect(seconds).toBeLessThan(2);
  });

  it("decides about a suspicious pattern when the budget is enough", () => {
    expect(match("/^feature\\/([a-z]+-)*[a-z]+$/", "feature/ab-cd-ef").outcome).toBe("yes");
    expect(match("/^feature\\/([a-z]+-)*[a-z]+$/", "feature/ab-cd-1").outcome).toBe("no");
  });

  it("asks the host before giving up, and respects its timeout", () => {
    const answers: (string | null)[] = [];
    const host: Host = {
      execRegex(source, flags, input, timeout) {
        try {
          const run = vm.runInNewContext(
            "(m => m && { start: m.index, end: m.index + m[0].length })(new RegExp(s, f).exec(i))",
            { s: source, f: flags, i: input },
            { timeout },
          );
          answers.push(run && "match");
          return run;
        } catch {
          answers.push("timeout");
          return "timeout";
        }
      },
    };
    const slow = compileRegex(literal("/^(a+)+$/"), { host });
    expect(slow.test(`${"a".repeat(50)}!`)).toBe("unknown");
    expect(slow.test(`${"a".repeat(18)}!`)).toBe("no");
    expect(answers).toContain("timeout");
    expect(answers).toContain(null);
  });

  it("reports a text that is too long", () => {
    expect(match("/a/", "b".repeat(300_000))).toMatchObject({
      outcome: "unknown",
      reason: expect.stringContaining("300000"),
    });
  });
});

const SOURCE = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      "a",
      "B",
      ".",
      "[ab]",
      "[^a]",
      "\\d",
      "\\w",
      "^",
      "$",
      "\\b",
      "\\B",
      "-",
      "\\n",
      "k",
      "[^]",
    ),
    fc.tuple(tie("node"), tie("node")).map(([one, other]) => one + other),
    fc.tuple(tie("node"), tie("node")).map(([one, other]) => `(${one}|${other})`),
    tie("node").map((inner) => `(?:${inner})`),
    fc
      .tuple(tie("node"), fc.constantFrom("*", "+", "?", "*?", "{1,2}", "{2}", "+?"))
      .map(([inner, times]) => `(${inner})${times}`),
    fc
      .tuple(fc.constantFrom("a", ".", "\\w"), fc.constantFrom("*", "+", "*?", "{0,2}?"))
      .map(([inner, times]) => inner + times),
    fc.tuple(fc.constantFrom("=", "!", "<=", "<!"), tie("node")).map(([kind, inner]) => `(?${kind}${inner})`),
    tie("node").map((inner) => `(${inner})\\1`),
  ),
})).node;

const INPUT = fc.string({ unit: fc.constantFrom(..."aAbBk1-\n_K"), maxLength: 10 });

describe("properties of the bounded matcher", () => {
  it("agrees with JavaScript's engine", () => {
    fc.assert(
      fc.property(SOURCE, fc.constantFrom("", "i", "m", "im"), INPUT, (source, flags, input) => {
        const tree = treeOf(source);
        fc.pre(tree !== undefined);
        const result = new Interpreter(tree, flags).search(input, 200_000);
        fc.pre(result.status !== "gave-up");
        const native = new RegExp(source, flags).exec(input);
        const expected = native
          ? { status: "match", start: native.index, end: native.index + native[0].length }
          : { status: "none" };
        expect(result).toMatchObject(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    ["(s)\\1", "s\u017f"],
    ["(k)\\1", "k\u212a"],
    ["(é)\\1", "éÉ"],
    ["(😀s)\\1", "😀s😀S"],
    ["(ß)\\1", "ßSS"],
  ])("interprets %s without letter case as the engine does for %s", (source, input) => {
    const { status } = new Interpreter(treeOf(source)!, "i").search(input, 200_000);
    expect(status).toBe(new RegExp(source, "i").test(input) ? "match" : "none");
  });

  it("gets stuck at a position inside the input and the literal", () => {
    fc.assert(
      fc.property(SOURCE, INPUT, (source, input) => {
        const parsed = parseRegexLiteral(`/${source}/`);
        fc.pre(parsed.ok);
        const result = compileRegex(parsed).match(input);
        if (result.outcome === "yes") expect(input.slice(result.start, result.end)).toBe(result.text);
        if (result.outcome !== "no" || !result.stuck) return;
        const { index, pieces } = result.stuck;
        expect(index >= 0 && index <= input.length).toBe(true);
        for (const { start, end, text } of pieces) {
          expect(parsed.text.slice(start, end)).toBe(text);
          expect(start >= 1 && end <= parsed.flagsStart - 1).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
