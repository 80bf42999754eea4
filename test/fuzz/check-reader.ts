import { createRequire } from "node:module";
import { inspect, isDeepStrictEqual } from "node:util";
import type jsYaml from "js-yaml";
import { toValue } from "../../src/document/node.ts";
import { readYaml } from "../../src/document/read.ts";
import { holds, unthrown } from "./invariant.ts";

/** A separate copy of js-yaml 3, because the reader changes some types of the other one. */
const oracle = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as typeof jsYaml;

const options = { json: true } as jsYaml.LoadOptions;

/** Returns the value that js-yaml 3 reads, or its error; undefined if it overflows the stack. */
export function opinion(text: string): { values: unknown[] } | { refusal: string } | undefined {
  try {
    return { values: oracle.safeLoadAll(text, undefined, options) };
  } catch (error) {
    return error instanceof RangeError ? undefined : { refusal: String(error) };
  }
}

/** Errors for texts that js-yaml reads but that cannot be sent to the platform. */
const OF_SIZE = /cannot contain itself|deep|larger|large|expand|alias/;

/**
 * Compares the reader with js-yaml 3: the values of accepted texts, and an error for rejected ones.
 * Throws `Find`.
 */
export async function checkReader(text: string): Promise<void> {
  const judged = opinion(text);
  if (!judged) return;
  const { documents, faults } = (await unthrown("reading", () => readYaml(text)))!;
  const errors = faults.filter(({ severity }) => severity === "error");
  if ("refusal" in judged) {
    holds(errors.length > 0, "what js-yaml 3 refuses is an error", () => judged.refusal);
    return;
  }
  const unexpected = errors.find(({ message }) => !OF_SIZE.test(message));
  holds(!unexpected, "what js-yaml 3 reads is no error", () => unexpected!.message);
  if (errors.length > 0) return;
  const values = documents.map(({ value }) => value);
  holds(isDeepStrictEqual(values, judged.values), "values are those of js-yaml 3", () =>
    shown(values, judged.values),
  );
  if (text.includes("!")) return;
  for (const { root, value } of documents) {
    const own = root ? toValue(root) : undefined;
    holds(isDeepStrictEqual(own ?? null, value ?? null), "the tree has the values of js-yaml 3", () =>
      shown(own, value),
    );
  }
}

function shown(ours: unknown, theirs: unknown): string {
  return `${inspect(ours, { depth: 9 }).slice(0, 900)}\nnot ${inspect(theirs, { depth: 9 }).slice(0, 900)}`;
}
