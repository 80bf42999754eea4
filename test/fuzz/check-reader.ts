import { createRequire } from "node:module";
import { inspect, isDeepStrictEqual } from "node:util";
import type jsYaml from "js-yaml";
import { toValue } from "../../src/document/node.ts";
import { readYaml } from "../../src/document/read.ts";
import { holds, unthrown } from "./find.ts";

/** A copy of js-yaml 3 that nothing of ours has touched: the reader sets some of the types of the other one. */
const oracle = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as typeof jsYaml;

const options = { json: true } as jsYaml.LoadOptions;

/** What js-yaml 3 makes of a text, or why it refuses it; undefined for one that no stack holds. */
export function opinion(text: string): { values: unknown[] } | { refusal: string } | undefined {
  try {
    return { values: oracle.safeLoadAll(text, undefined, options) };
  } catch (error) {
    return error instanceof RangeError ? undefined : { refusal: String(error) };
  }
}

/** Faults of what js-yaml reads but no platform could be sent. */
const OF_SIZE = /cannot contain itself|deep|larger|large|expand|alias/;

/** Holds the reader against js-yaml 3: what that accepts has its values, what it refuses has an error. Throws `Find`. */
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
