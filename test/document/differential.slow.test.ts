import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import { CircularAlias, readFast, UnusualShape } from "../../src/document/fast-reader.ts";
import { readJson } from "../../src/document/json-reader.ts";
import { toValue } from "../../src/document/node.ts";
import { parseJson } from "../../src/util/json.ts";
import { jsYamlResult } from "../fuzz/check-reader.ts";
import { mutate } from "../fuzz/mutate.ts";
import { mutateJson } from "../fuzz/mutate-json.ts";
import { mutateYaml } from "../fuzz/mutate-yaml.ts";
import { Random } from "../fuzz/random.ts";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "specs");
const texts = readdirSync(folder)
  .sort()
  .map((name) => readFileSync(join(folder, name), "utf8"));
const jsons = texts.flatMap((text) => {
  const result = jsYamlResult(text);
  return result && "values" in result ? result.values.map((value) => JSON.stringify(value, null, 1)) : [];
});

/** How many texts are tried, and the seed of the first: `READERS=100000:7` tries more. */
const [count = 3_000, from = 1] = (process.env.READERS ?? "").split(":").filter(Boolean).map(Number);
const seeds = Array.from({ length: count }, (_, index) => from + index);

it("the fast reader gives the values of js-yaml 3 for every text that it reads", () => {
  let read = 0;
  const disagreements = seeds.filter((seed) => {
    const random = new Random(seed);
    const text = random.pick(texts);
    const changed = random.oneIn(2) ? mutateYaml(text, random) : mutate(text, random, texts);
    const expected = jsYamlResult(changed);
    const documents = fastResult(changed);
    if (!documents) return false;
    read++;
    if (!expected || "refusal" in expected) return true;
    const values = documents.map(({ value }) => value);
    const trees = documents.map(({ root }) => (root ? toValue(root) : undefined));
    const isSame = isDeepStrictEqual(values, expected.values);
    // A tag such as !!set or !!omap changes a value after its nodes.
    const isTree = changed.includes("!") || isDeepStrictEqual(trees, nullAsUndefined(trees, values));
    return !isSame || !isTree;
  });
  expect(disagreements).toEqual([]);
  expect(read / count).toBeGreaterThan(0.3);
}, 300_000);

function fastResult(text: string): ReturnType<typeof readFast> | undefined {
  try {
    return readFast(text);
  } catch (error) {
    if ([UnusualShape, CircularAlias, RangeError].some((kind) => error instanceof kind)) return undefined;
    const result = jsYamlResult(text);
    if (result && "values" in result) throw error;
    return undefined;
  }
}

/** An empty document has no tree, and the value null or undefined. */
function nullAsUndefined(trees: readonly unknown[], values: readonly unknown[]): unknown[] {
  return values.map((value, index) => (trees[index] === undefined ? (value ?? undefined) : value));
}

it("the reader of JSON accepts what JSON.parse accepts, with its value", () => {
  let read = 0;
  const disagreements = seeds.filter((seed) => {
    const random = new Random(seed);
    const text = random.pick(jsons);
    const changed = random.oneIn(2) ? mutateJson(text, random) : mutate(text, random, jsons);
    if (changed.trim() === "") return false;
    const expected = parseJson(changed);
    const { documents, faults } = readJson(changed);
    if ((expected === undefined) !== faults.length > 0) return true;
    if (!expected) return false;
    read++;
    const { root, value } = documents![0]!;
    return !isDeepStrictEqual(value, expected.value) || !isDeepStrictEqual(toValue(root!), value);
  });
  expect(disagreements).toEqual([]);
  expect(read / count).toBeGreaterThan(0.3);
}, 300_000);

it("the reader of JSON repairs at most 50 faults", () => {
  const { documents, faults } = readJson(`[${"1 ".repeat(100_000)}]`);
  expect(documents).toBeUndefined();
  expect(faults.length).toBe(51);
  expect(faults.at(-1)?.repair).toBeUndefined();
});
