import { describe, expect, test } from "vitest";
import * as json from "../../src/document/json-reader.ts";
import * as recovery from "../../src/document/recover.ts";
import type { Diagnostic, TextEdit } from "../../src/lint/diagnostic.ts";
import { applyFixes } from "../../src/lint/fix/apply-fixes.ts";
import { checkedFixes, fixText } from "../../src/lint/fix/fix-text.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile, readSpecFileSync } from "../../src/pipeline/read-spec-file.ts";
import { timed } from "../timing.ts";

/** Returns a finding whose fix replaces every occurrence of a text. */
function replacing(file: SpecFile, from: string, to: string, rule = "some-rule", safe = true): Diagnostic[] {
  const { source } = file;
  const found: Diagnostic[] = [];
  for (let at = source.text.indexOf(from); at >= 0; at = source.text.indexOf(from, at + from.length)) {
    const range = source.range({ start: at, end: at + from.length });
    const edits: TextEdit[] = [{ range, text: to }];
    found.push({
      rule,
      severity: "error",
      message: "",
      range,
      pointer: "",
      url: "",
      related: [],
      fix: { title: "", safe, edits },
    });
  }
  return found;
}

const spec = (...lines: string[]) =>
  ["kind: pipeline", "metadata:", "  name: a/b", "spec:", ...lines.map((line) => `  ${line}`), ""].join("\n");

async function fix(text: string, lint: (file: SpecFile) => Diagnostic[], suggestions = false) {
  const file = await readSpecFile("a.yml", text);
  const { file: result, ...rest } = await fixText(file, async (current) => lint(current), { suggestions });
  return { text: result.source.text, ...rest };
}

describe("fixText", () => {
  test("repeats until nothing changes", async () => {
    const steps: Record<string, string> = { one: "two", two: "three" };
    const chain = (file: SpecFile) =>
      Object.entries(steps).flatMap(([from, to]) => replacing(file, `!${from}`.slice(1), to, from));
    expect(await fix(spec("a: one"), chain)).toEqual({ text: spec("a: three"), fixed: 2, refused: [] });
  });

  test("gives the same text for two rules that undo each other, in any order", async () => {
    const toggle = (file: SpecFile) => [
      ...replacing(file, "left", "right", "to-right"),
      ...replacing(file, "right", "left", "to-left"),
    ];
    const outcomes = [await fix(spec("a: left"), toggle), await fix(spec("a: right"), toggle)];
    expect(outcomes.map(({ text }) => text)).toEqual([spec("a: left"), spec("a: left")]);
    expect(outcomes.map(({ refused }) => [...refused].sort())).toEqual(
      Array(2).fill(["to-left", "to-right"]),
    );
  });

  test("applies suggestions only with the option", async () => {
    const lint = (file: SpecFile) => replacing(file, "one", "two", "r", false);
    expect((await fix(spec("a: one"), lint)).text).toBe(spec("a: one"));
    expect((await fix(spec("a: one"), lint, true)).text).toBe(spec("a: two"));
  });

  test.each<[string, string, string, string]>([
    ["breaks the YAML", spec("a: one", "b: 2"), "one", "'one"],
    ["changes another key", spec("a: one", "b: 2"), ": one", ": &x one\n  b: 3\n  c: 4\n  b"],
    ["removes the next item", spec("l:", "  - one", "  - two", "  - three"), "one", "one\n  k:"],
    ["fills another value", spec("a:", "b: one"), "b: one", "  1\n  b: one"],
    ["turns the rest into text", spec("a: one", "b: { c: 1, d: 2 }"), "a: one", '"a: one'],
  ])("skips a fix that %s", async (_, text, from, to) => {
    const lint = (file: SpecFile) => replacing(file, from, to);
    expect(await fix(text, lint)).toEqual({ text, fixed: 0, refused: ["some-rule"] });
  });

  test("applies valid fixes next to an invalid one", async () => {
    const lint = (file: SpecFile) => [
      ...replacing(file, "one", "'one", "bad"),
      ...replacing(file, "two", "2", "good"),
    ];
    expect(await fix(spec("a: one", "b: two"), lint)).toEqual({
      text: spec("a: one", "b: 2"),
      fixed: 1,
      refused: ["bad"],
    });
  });

  test("applies the other fixes of a rule of which one is invalid", async () => {
    const names = Array.from({ length: 100 }, (_, index) => `k${index}: old${index === 70 ? "!" : ""}`);
    const lint = (file: SpecFile) => [
      ...replacing(file, "old!", "'new", "rule"),
      ...replacing(file, "old\n", "new\n", "rule"),
    ];
    const text = spec(...names);
    const expected = text.replaceAll("old\n", "new\n");
    expect(await fix(text, lint)).toEqual({ text: expected, fixed: 99, refused: ["rule"] });
    const found = lint(await readSpecFile("a.yml", text));
    const read = (other: string) => readSpecFileSync("a.yml", other, { ...json, ...recovery });
    expect(checkedFixes(text, found, {}, read)).toHaveLength(99);
  });

  test.each<[string, string, string, string, string]>([
    ["a value", spec("a: one # c", "b: 2"), "one", '"one"', spec('a: "one" # c', "b: 2")],
    ["a key", spec("a: 1", "b: 2"), "a: 1", "aa: 1", spec("aa: 1", "b: 2")],
    [
      "a value with an anchor",
      spec("a: &x one", "b: *x", "c: 3"),
      "one",
      "two",
      spec("a: &x two", "b: *x", "c: 3"),
    ],
    ["a removed line", spec("a: 1", "b: 2", "c: 3"), "  b: 2\n", "", spec("a: 1", "c: 3")],
    ["a removed item", spec("l:", "  - 1", "  - 2", "  - 3"), "    - 2\n", "", spec("l:", "  - 1", "  - 3")],
    ["a value that is not written", spec("a: #b", "c: 1"), "#b", "'#b'", spec("a: '#b'", "c: 1")],
    ["the last value, not written", spec("c: 1", "a: #b"), "#b", "'#b'", spec("c: 1", "a: '#b'")],
    ["a line, added", spec("a: 1", "b: 2"), "a: 1", "a: 1\n  n: new", spec("a: 1", "n: new", "b: 2")],
  ])("fixes %s", async (_, text, from, to, expected) => {
    const lint = (file: SpecFile) =>
      file.source.text.includes(to) && to !== "" ? [] : replacing(file, from, to);
    expect((await fix(text, lint)).text).toBe(expected);
  });

  test("keeps all other bytes and the line breaks", async () => {
    const text = `\ufeff# top\r\n${spec("a: one   # c", "b:   2").replaceAll("\n", "\r\n").trimEnd()}`;
    const lint = (file: SpecFile) =>
      file.source.text.includes("new") ? [] : replacing(file, "one", "two\n  n: new");
    expect((await fix(text, lint)).text).toBe(text.replace("one", "two\r\n  n: new"));
  });
});

test("applies the first of two adjacent fixes", async () => {
  const file = await readSpecFile("a.yml", "abcdef");
  const both = [...replacing(file, "bc", "X"), ...replacing(file, "de", "Y"), ...replacing(file, "f", "Z")];
  expect(applyFixes("abcdef", both)).toBe("aXdeZ");
});

test("applies three thousand fixes in one round", async () => {
  const text = spec("l:", ...Array.from({ length: 3_000 }, (_, index) => `  - one${index}`));
  const { result, seconds } = await timed(() => fix(text, (file) => replacing(file, "one", "two")));
  expect(result.fixed).toBe(3_000);
  expect(seconds).toBeLessThan(5);
});
