import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import jsYaml from "js-yaml";
import { describe, expect, test } from "vitest";
import { readFast } from "../../src/document/fast-reader.ts";
import { isMerge, resolve, toValue, type YamlNode } from "../../src/document/node.ts";
import { readYaml } from "../../src/document/read.ts";
import { readTolerant } from "../../src/document/tolerant-reader.ts";
import { readJsonl } from "../fixtures.ts";
import { yamlText } from "./yaml-text.ts";

/** Texts that js-yaml 3 loads; the generator sometimes makes one that it rejects. */
const loadable = () => yamlText().filter(loads);

interface ScalarVector {
  readonly plain: string;
  readonly type: string;
  readonly value?: unknown;
}

function loads(text: string): boolean {
  try {
    jsYaml.safeLoadAll(text, undefined, { json: true } as jsYaml.LoadOptions);
    return true;
  } catch {
    return false;
  }
}

function typeOf(value: unknown): string {
  return value === null ? "null" : value instanceof Date ? "date" : typeof value;
}

function jsonValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  return Object.is(value, -0) ? 0 : value;
}

describe("scalars have the values of js-yaml 3", () => {
  test.each(
    readJsonl<ScalarVector>("scalars/scalars.jsonl").map((vector) => [vector.plain, vector] as const),
  )("%s", async (_, vector) => {
    const { documents, faults } = await readYaml(`key: ${vector.plain}\n`);
    if (vector.type === "error") {
      expect(faults.some(({ severity }) => severity === "error")).toBe(true);
      return;
    }
    const { root } = documents[0]!;
    const node = root?.kind === "mapping" ? resolve(root.pairs[0]!.value) : undefined;
    const value = node?.kind === "scalar" ? node.value : undefined;
    expect([typeOf(value), jsonValue(value)]).toEqual([vector.type, vector.value ?? null]);
  });
});

/** Converts a tree to data, with the text of every leaf: both readers must agree on it. */
function outline(node: YamlNode | undefined, text: string): unknown {
  if (!node) return null;
  const written = text.slice(node.span.start, node.span.end);
  if (node.kind === "alias") return { alias: written, target: node.target.span };
  if (node.kind === "scalar")
    return { scalar: node.value, style: node.style, ...(node.style !== "empty" && { written }) };
  if (node.kind === "sequence")
    return { at: node.span, items: node.items.map((item) => outline(item, text)) };
  return {
    at: node.span,
    pairs: node.pairs.map(({ key, value }) => [outline(key, text), outline(value, text)]),
  };
}

describe("the fast and the tolerant reader", () => {
  test("build the same tree from any text that js-yaml 3 loads", () => {
    fc.assert(
      fc.property(loadable(), (text) => {
        const fast = readFast(text);
        const { roots, faults } = readTolerant(text);
        expect(faults).toEqual([]);
        // Only js-yaml 3 reads "- -" across a line end as one list, so the trees must differ.
        fc.pre(
          isDeepStrictEqual(
            roots.map((root) => root && toValue(root)),
            fast.map(({ value }) => value),
          ),
        );
        expect(roots.map((root) => outline(root, text))).toEqual(fast.map(({ root }) => outline(root, text)));
      }),
      { numRuns: 400 },
    );
  });

  test("give the values of js-yaml 3", () => {
    fc.assert(
      fc.property(loadable(), (text) => {
        const expected = jsYaml.safeLoadAll(text, undefined, { json: true } as jsYaml.LoadOptions);
        expect(readFast(text).map(({ value }) => value)).toEqual(expected);
        expect(readFast(text).map(({ root }) => root && toValue(root))).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  test("keep every span inside the text, and children inside their parents", () => {
    fc.assert(
      fc.property(loadable(), (text) => {
        for (const { root } of readFast(text)) if (root) expectInside(root, 0, text.length);
      }),
    );
  });
});

function expectInside(node: YamlNode, start: number, end: number): void {
  expect(node.span.start).toBeGreaterThanOrEqual(start);
  expect(node.span.end).toBeLessThanOrEqual(end);
  expect(node.span.end).toBeGreaterThanOrEqual(node.span.start);
  if (node.kind === "sequence")
    for (const item of node.items) expectInside(item, node.span.start, node.span.end);
  if (node.kind !== "mapping") return;
  for (const pair of node.pairs) {
    expectInside(pair.key, node.span.start, node.span.end);
    expectInside(pair.value, node.span.start, node.span.end);
    expect(isMerge(pair) || pair.key.span.end <= pair.value.span.start).toBe(true);
  }
}
