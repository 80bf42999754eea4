import fc from "fast-check";
import { expect, test } from "vitest";
import { printableJson, printableJsonParts } from "../../src/util/json.ts";

test("JSON in parts is the same text as in one", () => {
  const key = fc.oneof(fc.string(), fc.constantFrom("##[x]", "\u202e", "a\nb"));
  const value = fc.option(fc.jsonValue(), { nil: undefined });
  const mapping = fc.dictionary(key, fc.oneof(value, fc.array(fc.jsonValue())));
  fc.assert(
    fc.property(mapping, (data) => {
      expect([...printableJsonParts(data)].join("")).toBe(printableJson(data));
    }),
  );
});

test("the items of a list are parts of their own", () => {
  expect([...printableJsonParts({ a: 1, list: [{ b: 2 }, 3], none: [] })]).toEqual([
    ...['{"a":', "1", ',"list":', '[{"b":2}', ",3", "]", ',"none":', "[]", "}"],
  ]);
});
