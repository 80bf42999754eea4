import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolvePlain } from "../../src/document/js-yaml.ts";

/** The same js-yaml version as one file, which our reader does not change. */
const untouched = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as {
  DEFAULT_SAFE_SCHEMA: {
    compiledImplicit: { resolve(text: string): boolean; construct(text: string): unknown }[];
  };
};

function expected(text: string): unknown {
  const type = untouched.DEFAULT_SAFE_SCHEMA.compiledImplicit.find((each) => each.resolve(text));
  return type ? type.construct(text) : text;
}

const pieces = fc.constantFrom(
  ..."0 1 7 9 12 60 2024 - + . : _ e E x o b T t Z .inf .Inf .INF .nan .NaN -03-15 05:30 true null ~ <<".split(
    " ",
  ),
  " ",
);

describe("a plain scalar", () => {
  test("has the value that js-yaml 3 gives it", () => {
    const texts = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join("").trim());
    const property = fc.property(texts, (text) => {
      expect(resolvePlain(text)).toEqual(expected(text));
    });
    fc.assert(property, { numRuns: 20_000 });
  });
});
