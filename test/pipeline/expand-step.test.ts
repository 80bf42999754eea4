import { describe, expect, test } from "vitest";
import { type LocatedMapping, locate, pathKeys, type Value } from "../../src/document/located.ts";
import { toValue } from "../../src/document/node.ts";
import { readYaml } from "../../src/document/read.ts";
import { expandStep, liftArguments } from "../../src/pipeline/steps/expand.ts";

async function read(text: string): Promise<LocatedMapping> {
  const { documents } = await readYaml(text);
  return locate(documents[0]!.root!, undefined) as LocatedMapping;
}

const plain = ({ node }: Value): unknown => toValue(node);

/** The text that a part of a step was read from. */
const textOf = (text: string, value: Value | undefined): string =>
  text.slice(value!.span.start, value!.span.end);

describe("liftArguments", () => {
  test("puts the arguments of a type that the planner knows in place of the step's own keys", async () => {
    const text = "type: build\ntag: old\narguments: {image_name: a/b, tag: new, timeout: 5m}\n";
    const lifted = liftArguments(await read(text));
    expect(plain(lifted)).toEqual({ type: "build", image_name: "a/b", tag: "new", timeout: "5m" });
    expect(pathKeys(lifted.get("tag")!.path)).toEqual(["arguments", "tag"]);
    expect(textOf(text, lifted.get("tag"))).toBe("new");
  });

  test("keeps the timeout of a step of the marketplace", async () => {
    const lifted = liftArguments(await read("type: helm:1.0.0\narguments: {timeout: 300, chart: x}\n"));
    expect(plain(lifted)).toEqual({ type: "helm:1.0.0", chart: "x" });
  });
});

describe("expandStep", () => {
  test("merges each step of scale into its parent, with the places of both", async () => {
    const text = "image: node\nenvironment: [A=1]\nscale:\n  x: {environment: [B=2]}\n  y: {image: alpine}\n";
    const { made, count } = expandStep(await read(text))!;
    expect(count).toBe(2);
    expect(made.map(({ name, node }) => [name!.value, plain(node)])).toEqual([
      ["x", { image: "node", environment: ["A=1", "B=2"] }],
      ["y", { image: "alpine", environment: ["A=1"] }],
    ]);
    const items = made[0]!.node.items("environment");
    expect(items.map(({ path }) => pathKeys(path))).toEqual([
      ["environment", 0],
      ["scale", "x", "environment", 0],
    ]);
    expect(items.map((item) => textOf(text, item))).toEqual(["A=1", "B=2"]);
  });

  test("makes every combination of a matrix", async () => {
    const text = "environment: [A=1]\nmatrix:\n  image: [a, b]\n  environment: [[C=0], [C=1]]\n";
    const { made, count } = expandStep(await read(text))!;
    expect(count).toBe(4);
    expect(made.map(({ node }) => plain(node))).toEqual(
      ["a", "b"].flatMap((image) => [0, 1].map((c) => ({ image, environment: ["A=1", `C=${c}`] }))),
    );
  });

  test("shows each value of a matrix of a billion combinations once", async () => {
    const dimension = JSON.stringify(Array.from({ length: 10 }, (_, index) => `v${index}`));
    const keys = Array.from({ length: 9 }, (_, index) => `  k${index}: ${dimension}\n`);
    const { made, count } = expandStep(await read(`matrix:\n${keys.join("")}`))!;
    expect(count).toBe(1e9);
    expect(new Set(made.map(({ node }) => (node.string("k8") as { value: string }).value)).size).toBe(10);
  });

  test("ends for many keys times many steps", async () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join("");
    const steps = Array.from({ length: 20_000 }, (_, index) => `  s${index}: {}\n`).join("");
    const { made, count } = expandStep(await read(`${keys}scale:\n${steps}`))!;
    expect(count).toBe(20_000);
    expect(made.length).toBeLessThan(20);
  });

  test("is undefined without a mapping in scale or matrix", async () => {
    expect(expandStep(await read("image: a\n"))).toBeUndefined();
    expect(expandStep(await read("scale: 5\n"))).toBeUndefined();
  });
});
