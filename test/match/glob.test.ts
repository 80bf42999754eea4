import fc from "fast-check";
import micromatch from "micromatch";
import minimatch from "minimatch";
import picomatch from "picomatch/posix.js";
import { describe, expect, it } from "vitest";
import type { Host } from "../../src/match/budget.ts";
import { compileEngine } from "../../src/match/glob/engines.ts";
import { expandBraces } from "../../src/match/glob/expand.ts";
import { compileGlob, matchFiles } from "../../src/match/glob/index.ts";
import { readJsonl } from "../fixtures.ts";
import { timed } from "../timing.ts";
import { GLOB, PATH } from "./globs.ts";

interface Vector {
  glob: string;
  file: string;
  picomatch: boolean;
  minimatch: boolean;
}

const VECTORS = readJsonl<Vector>("globs/globs.jsonl");

describe("engine results", () => {
  it("agree with every vector", () => {
    const wrong = VECTORS.filter(
      (vector) =>
        compileEngine(vector.glob, "picomatch", "literal")(vector.file) !== vector.picomatch ||
        compileEngine(vector.glob, "minimatch", "literal")(vector.file) !== vector.minimatch,
    );
    expect(wrong).toEqual([]);
    expect(VECTORS.length).toBe(678);
  });

  it("combine two equal answers into one, and different ones into unknown", () => {
    for (const { glob, file, picomatch: pico, minimatch: mini } of VECTORS) {
      const expected = pico !== mini ? "unknown" : pico ? "yes" : "no";
      expect(compileGlob(glob, { leadingSlash: "literal" }).matchFile(file)).toBe(expected);
      expect(compileGlob(glob, { engine: "minimatch", leadingSlash: "literal" }).matchFile(file)).toBe(
        mini ? "yes" : "no",
      );
    }
  });

  it("are those of the libraries", () => {
    fc.assert(
      fc.property(GLOB, PATH, (glob, path) => {
        const stripped = glob.replace(/^(!*)\.\//, "$1");
        fc.pre(stripped !== "");
        const pico = compileEngine(glob, "picomatch", "literal")(path);
        const mini = compileEngine(glob, "minimatch", "literal")(path);
        if (pico !== "gave-up") expect(pico).toBe(picomatch(stripped)(path));
        if (mini !== "gave-up") expect(mini).toBe(new minimatch.Minimatch(stripped).match(path));
      }),
      { numRuns: 800 },
    );
  });

  it.each([
    ["/package.json", "package.json", "unknown", "no", "yes"],
    ["!/a", "a", "unknown", "yes", "no"],
    ["{/a,b}", "a", "unknown", "no", "yes"],
    ["{/a,b}", "b", "yes", "yes", "yes"],
    ["{{/a,c},b}", "a", "unknown", "no", "yes"],
    ["./src/**", "src/a", "yes", "yes", "yes"],
    ["!./src/**", "src/a", "no", "no", "no"],
    ["", "any/file", "yes", "yes", "yes"],
  ] as const)("%s on %s: %s; slash literal: %s; slash as root: %s", (glob, file, both, literal, root) => {
    expect(compileGlob(glob).matchFile(file)).toBe(both);
    expect(compileGlob(glob, { leadingSlash: "literal" }).matchFile(file)).toBe(literal);
    expect(compileGlob(glob, { leadingSlash: "root" }).matchFile(file)).toBe(root);
  });
});

describe("matchFiles", () => {
  it("returns the first file, the count and the alternative", () => {
    expect(matchFiles("{src/**,test/**}", ["README.md", "test/a", "test/b", "src/c"])).toMatchObject({
      outcome: "yes",
      file: "test/a",
      matched: 3,
      total: 4,
      alternative: { start: 8, end: 15, text: "test/**" },
    });
  });

  it("matches any file other than the negated one", () => {
    expect(matchFiles("!config/manifest.yaml", ["config/manifest.yaml", "a"]).outcome).toBe("yes");
    expect(matchFiles("!config/manifest.yaml", ["config/manifest.yaml"]).outcome).toBe("no");
  });

  it("names the open question of an unknown result", () => {
    const engine = matchFiles("{**/package.json,my/**}", ["package.json"]);
    expect(engine).toMatchObject({ outcome: "unknown", questions: ["glob-engine"] });
    expect(engine.reason).toBe(
      'it depends on the glob engine: picomatch matches none of the files, minimatch matches "package.json"',
    );
    expect(matchFiles("/a", ["a"])).toMatchObject({ outcome: "unknown", questions: ["glob-leading-slash"] });
    expect(matchFiles("{/**/a,b/**}", ["a"]).questions).toEqual(["glob-engine", "glob-leading-slash"]);
  });

  it("combines the files for each engine before comparing engines", () => {
    const files = ["(a|b)/x", "a/x"];
    expect(compileGlob("(a|b)/**").matchFile("a/x")).toBe("unknown");
    expect(matchFiles("(a|b)/**", files).outcome).toBe("yes");
  });

  it("does not match without files", () => {
    expect(matchFiles("**", [])).toMatchObject({ outcome: "no", total: 0, matched: 0 });
  });

  it.each([
    ["src/**/*.ts", ["docs/x.md", "src/a/b.js"], "src/a/b.js", "b.js", "*.ts", "segment"],
    ["**", [".github/workflows/ci.yml"], ".github/workflows/ci.yml", ".github", "**", "hidden"],
    ["src/*", ["src/.env"], "src/.env", ".env", "*", "hidden"],
    ["src/*", ["src/a/b"], "src/a/b", "b", "*", "too-long"],
    ["a/b/c", ["a/b"], "a/b", "b", "c", "too-short"],
    ["{apps/*/src/**,libs/**}", ["apps/web/test/a.ts"], "apps/web/test/a.ts", "test", "src", "segment"],
    ["!config/**", ["config/a"], "config/a", "config/a", "config/**", "excluded"],
    ["test/", ["test"], "test", "test", "/", "too-short"],
  ])("%s is closest to a file of %j", (glob, files, file, segment, piece, cause) => {
    const { outcome, near } = matchFiles(glob, files);
    expect(outcome).toBe("no");
    expect(near).toMatchObject({ file, piece: { text: piece }, cause });
    expect(near!.file.slice(near!.at.start, near!.at.end)).toBe(segment);
    expect(glob.slice(near!.piece.start, near!.piece.end)).toBe(piece);
  });
});

describe("properties of matchFiles", () => {
  it("returns for each engine whether any file matches", () => {
    fc.assert(
      fc.property(GLOB, fc.array(PATH, { maxLength: 5 }), (glob, paths) => {
        const matcher = compileGlob(glob);
        const { outcome, readings, near } = matcher.matchFiles(paths);
        for (const [index, result] of readings.entries()) {
          const answers = paths.map((path) => matcher.readings[index]!.test(path));
          if (answers.includes(true)) expect(result.outcome).toBe("yes");
          else expect(result.outcome).toBe(answers.includes("gave-up") ? "unknown" : "no");
          expect(result.matched).toBe(answers.filter((answer) => answer === true).length);
        }
        if (paths.some((path) => matcher.matchFile(path) === "yes")) expect(outcome).toBe("yes");
        if (!near) return;
        expect(glob.slice(near.piece.start, near.piece.end)).toBe(near.piece.text);
        expect(near.file.slice(near.at.start, near.at.end).length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });
});

describe("brace expansion for explanations", () => {
  it("expands simple braces like micromatch", () => {
    const simple = fc.string({
      unit: fc.constantFrom("a", "b", "/", "*", "{a,b}", "{x/**,y}", "{p,{q,r}}"),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(simple, (glob) => {
        const ours = expandBraces(glob, 10_000).map(({ text }) => text);
        expect(ours.toSorted()).toEqual(
          micromatch.braces(glob, { expand: true, nodupes: false } as object).toSorted(),
        );
      }),
    );
  });

  it("returns the position of each character in the pattern", () => {
    fc.assert(
      fc.property(GLOB, (glob) => {
        for (const { text, offsets } of expandBraces(glob)) {
          expect(offsets.map((offset) => glob[offset]).join("")).toBe(text);
        }
      }),
    );
  });
});

describe("hostile globs", () => {
  const FILES = [
    "a".repeat(200),
    `${"a/".repeat(100)}a`,
    "a".repeat(4_000),
    "src/a.ts",
    `${"a".repeat(50)}b`,
  ];

  const UNKNOWN: [string, string][] = [
    ["longer than allowed", "a".repeat(66_000)],
    ["65,000 question marks", "?".repeat(65_000)],
    ["exploding braces", "{a,b}".repeat(40)],
    ["a range of a hundred million", "{1..100000000}"],
    ["ranges multiplied", "{1..1000}{1..1000}{1..1000}"],
    ["braces nested 5,000 deep", `${"{a,".repeat(5_000)}b${"}".repeat(5_000)}`],
    ["60,000 commas", `{${",".repeat(60_000)}}`],
    ["20,000 globstars", `${"**/".repeat(20_000)}x`],
    ["30,000 alternatives", `@(${"a|".repeat(30_000)})`],
    ["groups nested 1,000 deep", `${"+(a|".repeat(1_000)}b${")".repeat(1_000)}`],
    ["ambiguous groups", `${"@(a|a)".repeat(30)}x`],
    ["an ambiguous repetition", "+(a|a)x"],
    ["open brackets", "{([".repeat(20_000)],
  ];

  it.each(UNKNOWN)("%s: unknown with a reason, in limited time", async (_, glob) => {
    const { result, seconds } = await timed(() => compileGlob(glob).matchFiles(FILES));
    expect(seconds).toBeLessThan(1.5);
    expect(result.outcome).toBe("unknown");
    expect(result.reason).toMatch(/^the glob .*(?:safely|bounded time|Codefresh allows 65000)$/);
  });

  it.each([
    ["nested repetitions", "*(*(*(*(a))))b"],
    ["many stars", "*a*a*a*a*a*a*a*a*a*a*b"],
    ["many exclamation marks", "!".repeat(65_000)],
    ["backslashes", "\\".repeat(65_000)],
    ["classes", "[a-z]".repeat(10_000)],
    ["many alternatives", `@(${"a|".repeat(3_500)})`],
    [
      "many brace alternatives",
      `{${Array.from({ length: 1_500 }, (_, index) => `dir${index}/**`).join(",")}}`,
    ],
  ])("%s are matched in limited time", async (_, glob) => {
    const { result, seconds } = await timed(() => compileGlob(glob).matchFiles(FILES));
    expect(result.total).toBe(FILES.length);
    expect(seconds).toBeLessThan(1.5);
  });

  it("waits for the host no longer because a glob has many expressions", () => {
    let waited = 0;
    const host: Host = {
      execRegex() {
        const end = performance.now() + 40;
        while (performance.now() < end);
        waited += 40;
        return null;
      },
    };
    const match = compileGlob("?*?*?*?*?*{1..9}*?*?*?*?*?*?*", { host }).matchFiles(["a".repeat(250)]);
    expect(match.outcome).toBe("unknown");
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThan(100);
  });

  it("checks the cost once for ten thousand files", async () => {
    const files = Array.from({ length: 10_000 }, (_, index) => `${"a".repeat(30)}${index}`);
    const { result, seconds } = await timed(() => compileGlob("+(a|a)x").matchFiles(files));
    expect(result.outcome).toBe("unknown");
    expect(seconds).toBeLessThan(2);
  });
});

it("gives unknown for a path that minimatch reads past the end of", () => {
  expect(matchFiles("a/**/**/**", ["a"]).outcome).toBe("unknown");
  expect(matchFiles("a/**/**/**", ["a", "a/b"]).outcome).toBe("yes");
});
