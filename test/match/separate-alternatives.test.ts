import { expect, test } from "vitest";
import { separateAlternatives } from "../../src/match/regex/separate-alternatives.ts";

test.each([
  ["only some alternatives are anchored", "^x(\\/|$)", ["^x(?:\\/)", "^x(?:$)"]],
  ["all are anchored", "^a$|^b$", ["^a$|^b$"]],
  ["a back reference needs the number of its group", "(^a|b)\\1", ["(^a|b)\\1"]],
  ["a back reference needs the name of its group", "(?<x>^a|b)\\k<x>", ["(?<x>^a|b)\\k<x>"]],
])("%s: %s", (_, source, expected) => {
  expect(separateAlternatives(source)).toEqual(expected);
});
