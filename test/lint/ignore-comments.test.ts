import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadDocuments } from "../../src/document/js-yaml.ts";
import { lint } from "../../src/index.ts";
import { ignoreComments } from "../../src/lint/suppress/ignore-comments.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { timed } from "../timing.ts";

/** Formats each comment as `id: first-last` of the lines that it covers, 1-based. */
async function comments(text: string): Promise<string[]> {
  const file = await readSpecFile("a.yml", text);
  return ignoreComments(file).map(({ rule, covers }) => {
    const line = (offset: number) => file.source.position(offset).line;
    return `${rule}: ${line(covers.start)}-${line(covers.end)}`;
  });
}

const lines = (...all: string[]) => `${all.join("\n")}\n`;

describe("the lines of an ignore comment", () => {
  const cases: [string, string, string[]][] = [
    ["its own line", lines("a: 1", "b: 2 # dryfire-ignore x", "c: 3"), ["x: 2-2"]],
    ["the line below", lines("a: 1", "# dryfire-ignore x", "b: 2", "c: 3"), ["x: 3-3"]],
    ["several ids", lines("a: 1", "# dryfire-ignore x,y  z -- a, b", "b: 2"), ["x: 3-3", "y: 3-3", "z: 3-3"]],
    ["no space before the word", lines("a: 1", "b: 2 #dryfire-ignore x"), ["x: 2-2"]],
    ["no id", lines("a: 1", "b: 2 # dryfire-ignore -- because"), [": 2-2"]],
    ["an empty reason", lines("a: 1", "b: 2 # dryfire-ignore x --"), ["x: 2-2"]],
    [
      "an item that is a mapping",
      lines("l:", "  # dryfire-ignore x", "  - a: 1", "    b: 2", "  - c: 3"),
      ["x: 3-4"],
    ],
    [
      "behind the first line of an item",
      lines("l:", "  - a: 1 # dryfire-ignore x", "    b: 2", "c: 3"),
      ["x: 2-3"],
    ],
    [
      "a dash alone on its line",
      lines("l:", "  - # dryfire-ignore x", "    a: 1", "    b: 2", "c: 3"),
      ["x: 2-4"],
    ],
    [
      "a mapping under a key",
      lines("a:", "  s: # dryfire-ignore x", "    b: 1", "    c: 2", "  t: 3"),
      ["x: 2-4"],
    ],
    ["a list under a key", lines("a: 1", "l: # dryfire-ignore x", "  - 1", "  - 2", "c: 3"), ["x: 2-4"]],
    ["the whole spec from its first line", lines("# dryfire-ignore x", "a: 1", "b: 2"), ["x: 2-3"]],
    ["before a document separator", lines("# dryfire-ignore x", "---", "a: 1", "b: 2"), ["x: 3-4"]],
    [
      "stacked comments",
      lines("a: 1", "# dryfire-ignore x", "# why", "# dryfire-ignore y", "b: 2"),
      ["x: 5-5", "y: 5-5"],
    ],
    ["not past an empty line", lines("a: 1", "# dryfire-ignore x", "", "b: 2"), ["x: 3-3"]],
    [
      "the header of a block text",
      lines("z: 1", "a: | # dryfire-ignore x", "  one", "  two", "b: 2"),
      ["x: 2-4"],
    ],
    ["between the items in brackets", lines("z: 1", "a: [1, # dryfire-ignore x", "  2]", "b: 3"), ["x: 2-3"]],
    ["behind a quoted text", lines("z: 1", `a: "1" # dryfire-ignore x`, "b: 2"), ["x: 2-2"]],
    ["behind an alias", lines("a: &n 1", "b: *n # dryfire-ignore x", "c: 2"), ["x: 2-2"]],
    ["the second of two documents", lines("a: 1", "---", "b: 1", "c: 2 # dryfire-ignore x"), ["x: 4-4"]],
    ["CR LF", "a: 1\r\n# dryfire-ignore x\r\nb: 2\r\n", ["x: 3-3"]],
    ["a byte order mark", "\ufeff# dryfire-ignore x\na: 1\n", ["x: 2-2"]],
    ["without a line below", lines("a: 1", "# dryfire-ignore x"), ["x: 3-3"]],
    ["in a double-quoted text", lines('a: "b # dryfire-ignore x"'), []],
    ["in a quoted text of several lines", lines("a: 'b", "  # dryfire-ignore x", "  c'"), []],
    ["in a block text", lines("a: |", "  b", "  # dryfire-ignore x", "  c"), []],
    ["in a folded text at its end", lines("a: >-", "  b", "", "  # dryfire-ignore x", "c: 1"), []],
    ["without white space before the #", lines("a: b#dryfire-ignore x"), []],
    ["in another comment", lines("a: 1 # not a dryfire-ignore x"), []],
    ["another word", lines("a: 1 # dryfire-ignored x"), []],
    ["a key of that name", lines("dryfire-ignore: x"), []],
  ];
  test.each(cases)("%s", async (_, text, expected) => {
    expect(await comments(text)).toEqual(expected);
  });
});

const folder = join(import.meta.dirname, "..", "..", "fixtures", "specs");
const specs = readdirSync(folder)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => readFileSync(join(folder, name), "utf8"));

test("finds comments exactly where js-yaml does", async () => {
  const line = fc.tuple(fc.constantFrom(...specs), fc.nat(500), fc.constantFrom(" ", "", "   ", "\t"));
  await fc.assert(
    fc.asyncProperty(line, async ([spec, number, gap]) => {
      const all = spec.split("\n");
      const at = number % all.length;
      fc.pre(!all[at]!.includes("#"));
      const text = all
        .map((each, index) => (index === at ? `${each}${gap}# dryfire-ignore some-rule` : each))
        .join("\n");
      const before = JSON.stringify(loadDocuments(spec));
      const isComment = read(text) === before;
      expect(await comments(text)).toHaveLength(isComment ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});

function read(text: string): string | undefined {
  try {
    return JSON.stringify(loadDocuments(text));
  } catch {
    return undefined;
  }
}

test("reads a hundred thousand comments quickly", async () => {
  const text = `a: 1\n${"# dryfire-ignore x\n".repeat(100_000)}b: 2\n`;
  const { result, seconds } = await timed(() => comments(text));
  expect(result).toHaveLength(100_000);
  expect(seconds).toBeLessThan(5);
});

test("hides tens of thousands of findings quickly", async () => {
  const lines = "  k: 1 # dryfire-ignore duplicate-key\n".repeat(30_000);
  const text = `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n${lines}`;
  const { result, seconds } = await timed(() => lint(text));
  expect(result.suppressed).toBe(29_999);
  expect(seconds).toBeLessThan(3);
});
