import { load } from "js-yaml";
import { expect, test } from "vitest";
import { blockLike } from "../../src/lint/fix/block-text.ts";

const read = (written: string) => (load(`key: ${written}`) as { key: string }).key;

test.each([
  ["|\n  one a\n", "a", "b", "|\n  one b\n"],
  ["|\r\n  one a\r\n  two\r\n", "a", "b", "|\r\n  one b\n  two\r\n"],
  ["|- # why\n    one a", "a", "b", "|- # why\n    one b"],
  ["|+\n  one a\n\n", "a", "b", "|+\n  one b\n\n"],
  ["|\n  one a\n\n    two\n", "a", "b", "|\n  one b\n\n    two\n"],
  [">-\n  one\n  two a\n  three\n", "a", "longer", ">-\n  one\n  two longer\n  three\n"],
  [">\n  one\n  two\n  three\n", "one two", "1", ">\n  1\n  three\n"],
  [">\n  one\n  two\n  three\n", "two three", "2", ">\n  one\n  2\n"],
])("the block %j keeps its form if %j becomes %j", (written, from, to, expected) => {
  const before = read(written);
  const after = before.replace(from, to);
  const fixed = blockLike(written, before, after);
  expect(fixed).toBe(expected);
  expect(read(fixed!)).toBe(after);
});

test.each([
  ["an indentation indicator", "|2\n   one a\n", "a", "b"],
  ["a folded line that is on a deeper level", ">\n  one\n    two a\n", "a", "b"],
  ["a folded text with an empty line", ">\n  one\n\n  two a\n", "a", "b"],
  ["white space at the end", "|\n  one a  \n", "a", "b"],
  ["a text that begins with a space", "|\n  a one\n", "a", " b"],
  ["an empty text", "|\n  a\n", "a", ""],
  ["another end", "|-\n  a\n", "a", "b\n"],
  ["a line break in a folded text", ">\n  a one\n", "a", "b\nc"],
  ["a control character", "|\n  one a\n", "a", "\u0007"],
  ["a text in quotes", "'one a'", "a", "b"],
])("%s has no such form", (_, written, from, to) => {
  const before = read(written);
  expect(blockLike(written, before, before.replace(from, to))).toBeUndefined();
});
