import { expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const { lint } = builtLibrary();

const list = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join("");

/** Definitions of hostile size, each with the rules that report it. */
const DEFINITIONS: readonly (readonly [what: string, text: string, rules: readonly string[]])[] = [
  [
    "a matrix of 10 to the power of 100 combinations",
    `steps:\n  a:\n    image: 5\n    matrix:\n${list(50, (key) => `      k${key}: [${list(100, (value) => `${value},`)}]\n`)}`,
    ["many-parallel-steps", "unvalidated-step", "wrong-type"],
  ],
  ["100,000 steps", `steps:\n${list(100_000, (index) => `  s${index}: { image: node }\n`)}`, []],
  [
    "20,000 keys in each of 50,000 steps",
    `steps:\n  a:\n    image: node\n${list(20_000, (key) => `    k${key}: 1\n`)}    scale:\n${list(50_000, (index) => `      s${index}: {}\n`)}`,
    ["many-parallel-steps"],
  ],
  [
    "100,000 misspelled keys",
    `steps:\n  a:\n    image: node\n${list(100_000, (key) => `    comand${key}: 1\n`)}`,
    ["misspelled-step-key"],
  ],
  [
    "20,000 conditions with an error",
    `steps:\n${list(20_000, (index) => `  s${index}: { image: node, when: { condition: { all: { a: f(1) } } } }\n`)}`,
    ["invalid-condition"],
  ],
  [
    "20,000 steps that wait for unknown steps",
    `steps:\n${list(20_000, (index) => `  s${index}: { image: node, when: { steps: [{ name: other${index} }] } }\n`)}`,
    ["unknown-step-in-when"],
  ],
  [
    "20,000 steps in circles",
    `mode: parallel\nsteps:\n${list(20_000, (index) => `  s${index}: { image: node, when: { steps: [{ name: s0 }, { name: s${(index + 1) % 20_000} }] } }\n`)}`,
    ["step-cycle"],
  ],
  [
    "20,000 stages that are numbers",
    `stages: [${list(20_000, (index) => `stage${index},`)}]\nsteps:\n${list(20_000, (index) => `  s${index}: { image: node, stage: ${index} }\n`)}`,
    ["unused-stage", "wrong-type"],
  ],
  [
    "20,000 stages that are not declared",
    `stages: [${list(20_000, (index) => `stage${index},`)}]\nsteps:\n${list(20_000, (index) => `  s${index}: { image: node, stage: stge${index} }\n`)}`,
    ["undeclared-stage", "unused-stage"],
  ],
  [
    "10,000 parallel steps in each other",
    `steps: ${"{ a: { type: parallel, steps: ".repeat(10_000)}{}${"}}".repeat(10_000)}\n`,
    ["yaml-syntax"],
  ],
  [
    "100 parallel steps in each other, with aliases of the same step",
    `indicators: [&a { image: 5 }]\nsteps: ${list(100, (index) => `{ a${index}: { type: parallel, steps: `)}{ a: *a, b: *a }${"}}".repeat(100)}\n`,
    ["unvalidated-step"],
  ],
];

test.each(DEFINITIONS)("%s end quickly, with a clear finding", async (_what, text, rules) => {
  const start = performance.now();
  const { diagnostics } = await lint(`version: '1.0'\n${text}`, { path: "codefresh.yml" });
  expect([...new Set(diagnostics.map(({ rule }) => rule))].sort()).toEqual(rules);
  expect(performance.now() - start).toBeLessThan(20_000);
});
