import { createRequire } from "node:module";
import { inspect, isDeepStrictEqual } from "node:util";
import type jsYaml from "js-yaml";
import { toValue } from "../../src/document/node.ts";
import { readYaml } from "../../src/document/read.ts";
import { assertInvariant, assertNoCrash } from "./invariant.ts";

/** A separate copy of js-yaml 3, because the reader changes some types of the other one. */
const oracle = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as typeof jsYaml;

const options = { json: true } as jsYaml.LoadOptions;

/** Returns the value that js-yaml 3 reads, or its error; undefined if it overflows the stack. */
export function jsYamlResult(text: string): { values: unknown[] } | { refusal: string } | undefined {
  try {
    return { values: oracle.safeLoadAll(text, undefined, options) };
  } catch (error) {
    return error instanceof RangeError ? undefined : { refusal: String(error) };
  }
}

/** Errors for texts that js-yaml reads but that cannot be sent to the platform. */
const SIZE_MESSAGES = /cannot contain itself|deep|larger|large|expand|alias/;

const READ_AS_MEANT: ReadonlySet<string> = new Set(["tab", "false-space", "byte-order-mark"]);

/** Compares the reader with js-yaml 3: the values of valid texts, and an error for others. */
export async function checkReader(text: string): Promise<void> {
  const expected = jsYamlResult(text);
  if (!expected) return;
  const { documents, faults } = (await assertNoCrash("reading", () => readYaml(text)))!;
  const errors = faults.filter(({ severity }) => severity === "error");
  if ("refusal" in expected) {
    assertInvariant(errors.length > 0, "a text that js-yaml 3 rejects has an error", () => expected.refusal);
    return;
  }
  const unexpected = errors.find(({ message }) => !SIZE_MESSAGES.test(message));
  assertInvariant(!unexpected, "a text that js-yaml 3 reads has no error", () => unexpected!.message);
  // Tabs and false spaces are read as the indentation that was meant.
  if (errors.length > 0 || faults.some(({ id }) => READ_AS_MEANT.has(id))) return;
  const values = documents.map(({ value }) => value);
  assertInvariant(isDeepStrictEqual(values, expected.values), "values are those of js-yaml 3", () =>
    shown(values, expected.values),
  );
  if (text.includes("!")) return;
  for (const { root, value } of documents) {
    const own = root ? toValue(root) : undefined;
    assertInvariant(
      isDeepStrictEqual(own ?? null, value ?? null),
      "the tree has the values of js-yaml 3",
      () => shown(own, value),
    );
  }
}

function shown(ours: unknown, theirs: unknown): string {
  return `${inspect(ours, { depth: 9 }).slice(0, 900)}\nnot ${inspect(theirs, { depth: 9 }).slice(0, 900)}`;
}
