import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Budget } from "../../src/match/budget.ts";
import { compileEngine } from "../../src/match/glob/engines.ts";
import { exampleFiles, findEngineWitness } from "../../src/match/glob/examples.ts";
import { impossibleSegment } from "../../src/match/glob/expand.ts";
import { compileGlob } from "../../src/match/glob/index.ts";
import { findGlobPitfalls } from "../../src/match/glob/pitfalls.ts";
import { GLOB } from "./globs.ts";

type Row = [code: string, start: number, end: number, replacement?: string];

describe("findGlobPitfalls", () => {
  const TABLE: [glob: string, ...rows: Row[]][] = [
    ["/package.json", ["leading-slash", 0, 1, "package.json"]],
    ["!/a", ["leading-slash", 1, 2, "!a"]],
    [".//a", ["leading-slash", 2, 3, "a"]],
    ["{/package.json,my/**}", ["leading-slash", 1, 2, "{package.json,my/**}"]],
    ["!{/a,/b}", ["leading-slash", 2, 3, "!{a,b}"], ["leading-slash", 5, 6, "!{a,b}"]],
    ["{src/**}", ["single-braces", 0, 8, "src/**"]],
    ["a/{b}/c", ["single-braces", 2, 5, "a/b/c"]],
    ["{src/**,!src/docs/**}", ["negation-in-braces", 8, 9]],
    ["{a/**, b/**}", ["space-in-braces", 6, 7, "{a/**,b/**}"]],
    ["{a ,b}", ["space-in-braces", 2, 3, "{a,b}"]],
    ["a/**,b/**", ["comma-without-braces", 4, 5, "{a/**,b/**}"]],
    ["a, b, c", ["comma-without-braces", 1, 2, "{a,b,c}"]],
    ["a/**,{b,c}", ["comma-without-braces", 4, 5]],
    ["test/", ["directory", 4, 5, "test/**"]],
    ["{a/,b}", ["directory", 2, 3, "{a/**,b}"]],
    ["my-subproject//pom.xml", ["double-slash", 13, 15, "my-subproject/**/pom.xml"]],
    ["src\\a\\b.ts", ["backslash", 3, 4, "src/a/b.ts"], ["backslash", 5, 6, "src/a/b.ts"]],
    [".github/**", ["hidden-segment", 0, 7]],
    ["!.env", ["hidden-segment", 1, 5]],
    ["{src,a/.cache/x}", ["hidden-segment", 7, 13]],
    ["src/**"],
    ["!{deployment/**,**/version.cfg}"],
    ["{1..3}/a"],
    ["@(a,b)"],
    ["[a,b]/x"],
    ["a\\*b"],
    ["dir/!(skip)**"],
    ["./src/**"],
    ["**"],
    [""],
  ];

  it.each(TABLE)("%s", (glob, ...rows) => {
    const found = findGlobPitfalls(glob).map(({ code, start, end, replacement }) =>
      replacement === undefined ? [code, start, end] : [code, start, end, replacement],
    );
    expect(found).toEqual(rows);
  });

  it("reports spans inside the pattern and never suggests the pattern itself", () => {
    fc.assert(
      fc.property(GLOB, (glob) => {
        for (const { start, end, replacement } of findGlobPitfalls(glob)) {
          expect(start >= 0 && start < end && end <= glob.length).toBe(true);
          expect(replacement).not.toBe(glob);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("example files", () => {
  it.each([
    ["src/**/*.ts", ["src/x/x.ts", "src/x/x.y.ts", "src/x.ts"]],
    ["!config/**", ["README.md", "src/index.ts", "package.json"]],
    ["a{1..3}", ["a1", "a3"]],
    ["#foo", []],
    ["test/", []],
    ["api/**\n", []],
    [" src/*", []],
    ["{a,b }/x", ["a/x"]],
  ])("%s", (glob, files) => {
    expect(exampleFiles(glob)).toEqual(files);
  });

  it("prefer real files", () => {
    expect(exampleFiles("**/*.md", { prefer: ["a.ts", "CHANGELOG.md"], limit: 1 })).toEqual(["CHANGELOG.md"]);
  });

  it("are verified in every engine", () => {
    fc.assert(
      fc.property(GLOB, (glob) => {
        for (const file of exampleFiles(glob)) expect(compileGlob(glob).matchFile(file)).toBe("yes");
      }),
      { numRuns: 100 },
    );
  });
});

describe("findEngineWitness", () => {
  it.each([
    ["{**/package.json,my/**}", "package.json"],
    ["!{deployment/**,**/version.cfg}", "version.cfg"],
    ["**.md", "x/y.md"],
    ["dir/!(x)**", "dir/otherx/x"],
    ["!(docs)/**", "docsx/x"],
    ["(a|b)/**", "a/x"],
    ["app/[id]/**", "app/[id]/x"],
    ["#foo", "#foo"],
    ["my//pom.xml", "my/pom.xml"],
  ])("%s: %s", (glob, file) => {
    const witness = findEngineWitness(glob);
    expect(witness?.file).toBe(file);
    expect(compileEngine(glob, "picomatch", "root")(file)).toBe(witness!.picomatch);
    expect(compileEngine(glob, "minimatch", "root")(file)).toBe(!witness!.picomatch);
  });

  it.each([
    "dir/**",
    "!dir/**",
    "{a/**,b/**}",
    "src/**/*.ts",
    "**/*.{ts,js}",
    "*",
    "a/{b,c}/*",
    "docs/*.md",
    "/a/**",
    "Dockerfile*",
  ])("%s: none", (glob) => expect(findEngineWitness(glob)).toBeUndefined());

  it.each([200, 400, 800, 1600, 3200])("is the same after a search with %i steps left", (left) => {
    const scarce = new Budget();
    scarce.spend(scarce.left - left);
    const glob = `!(x${left})src`;
    findEngineWitness(glob, { budget: scarce });
    expect(findEngineWitness(glob, { budget: new Budget() })).toEqual(findEngineWitness(glob));
  });
});

describe("impossibleSegment", () => {
  it.each([
    ["test/", "/"],
    ["{a/,b/}", "/"],
    ["x/../y", ".."],
    ["a/./b", "."],
  ])("%s", (glob, piece) => {
    const { start, end } = impossibleSegment(glob)!;
    expect(glob.slice(start, end)).toBe(piece);
  });

  it.each(["/a", "{a/,b}", "a", "", "!a/", ".a/b", "..a", "**"])("%s: undefined", (glob) => {
    expect(impossibleSegment(glob)).toBeUndefined();
  });

  it("reports that a literal leading slash matches nothing", () => {
    expect(impossibleSegment("/a", "literal")).toEqual({ start: 0, end: 1 });
  });

  it("never reports a glob that has an example", () => {
    fc.assert(
      fc.property(GLOB, (glob) => {
        if (impossibleSegment(glob)) expect(exampleFiles(glob)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
