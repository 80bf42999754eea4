import { describe, expect, test } from "vitest";
import { checkedFiles, checkText } from "./language.ts";

const messagesFor = (path: string, text: string) =>
  checkText(path, text).map(({ line, message }) => `${line}: ${message}`);

describe("the language check", () => {
  test("reports forbidden words in comments with their line", () => {
    const code = '/**\n * Where a key stands.\n */\nexport const a = "stands"; // tells\n';
    expect(messagesFor("src/a.ts", code)).toEqual([
      '2: "stands": write is, is at, is written',
      '4: "tells": write report, print, show, name',
    ]);
  });

  test("reports forbidden words in sentences, but not in code, citations or imports", () => {
    const code = [
      'import "./stands for it.ts";',
      "export const a = { sources: ['the page says so'], why: 'the page says `says`' };",
      "const said = `the page ${a} says so`;",
    ].join("\n");
    expect(messagesFor("src/a.ts", code)).toEqual([
      '2: "says": write report, print, show, name',
      '3: "says": write report, print, show, name',
    ]);
  });

  test("checks the names of tests, but not their other strings", () => {
    const code = 'test.each([1])("says what it is", () => expect("it says so").toBe(1));';
    expect(messagesFor("test/a.test.ts", code)).toEqual(['1: "says": write report, print, show, name']);
  });

  test("reads the prose of documents without their code blocks", () => {
    const text = "# It stands\n\n```\nit stands\n```\n\n| it `stands` | it is anew |\n";
    expect(messagesFor("docs/a.md", text)).toEqual([
      '1: "stands": write is, is at, is written',
      '7: "anew": write again',
    ]);
  });

  test("reports wide comments and long messages", () => {
    const words = Array.from({ length: 26 }, () => "word").join(" ");
    const code = `// ${"x".repeat(98)}\nreport(key, "${words}");\n`;
    expect(messagesFor("rules/a.ts", code)).toEqual([
      "1: a comment of 101 columns; at most 100",
      "2: a message of 26 words; at most 25",
    ]);
  });
});

test("npm run language checks all sources and documents", () => {
  expect(checkedFiles().length).toBeGreaterThan(500);
});
