import { describe, expect, test } from "vitest";
import { code, details, formatComment, table, textDetails } from "../../src/report/text/markdown.ts";

const long = "a long text of a spec ".repeat(20);
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index} ${long}`);

describe("Markdown for a comment", () => {
  test("is never longer than GitHub accepts", () => {
    const rows = many(2_000).map((text) => [code(text), code(text), text]);
    const blocks = [
      ["### title"],
      table(["a", "b", "c"], rows),
      details("Notes", many(2_000)),
      textDetails("Text", many(5_000).join("\n"), "a.yml"),
      ["the end"],
    ];
    const text = formatComment(blocks);
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/^### title\n\n\| a \| b \| c \|\n[\s\S]*\nand \d+ more rows\n/);
    expect(text).toMatch(/the end\n\n1 part of this report does not fit into a comment\.\n$/);
  });

  test("keeps a bar and backticks in a cell", () => {
    expect(table(["x"], [[code("a|b")], [code("a `b` c")], [code("`")], [code("")]])).toEqual([
      "| x |",
      "| --- |",
      "| `a\\|b` |",
      "| ``a `b` c`` |",
      "| `` ` `` |",
      "| (empty) |",
    ]);
  });

  test("closes a block of text only at its end", () => {
    const lines = textDetails("Text of", "one\n````\n</details>\ntwo", "<b>&.yml");
    expect(lines).toEqual([
      "<details>",
      "<summary>Text of <code>&lt;b&gt;&amp;.yml</code></summary>",
      "",
      "`````text",
      "one",
      "````",
      "</details>",
      "two",
      "`````",
      "",
      "</details>",
    ]);
  });

  test("ends with an empty line after HTML, so that another report can follow", () => {
    expect(formatComment([["a"], [], details("Notes", ["b"])])).toMatch(/<\/details>\n\n$/);
    expect(formatComment([["a"], [], ["b"]])).toBe("a\n\nb\n");
  });
});
