import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { Program } from "./program.ts";

const program = new Program();
const folder = newFolder(afterAll);

const specWith = (lines: string) => `version: '1.0'
kind: pipeline
metadata: { name: shop/api }
spec:
  triggers:
    - { name: push, type: git, repo: acme/shop, provider: github, context: github, events: [push.heads] }
${lines}
`;

const step = (name: string, when: string) => `    ${name}: { image: node, when: ${when} }\n`;
const condition = (text: string) => `{ condition: { all: { one: ${JSON.stringify(text)} } } }`;
const many = (count: number, one: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join("");
const COUNT = 20_000;

/** Definitions of steps that are large or deep, and the outcome of their last step. */
const SPECS: Readonly<Record<string, readonly [lines: string, outcome: string]>> = {
  "a condition of a million characters": [
    `  steps:\n${step("a", condition(`"${"x".repeat(1_000_000)}" == "\${{CF_BRANCH}}"`))}`,
    "unknown",
  ],
  "a condition with 100,000 operators": [
    `  steps:\n${step("a", condition(Array(100_000).fill('"${{CF_BRANCH}}"=="m"').join("||")))}`,
    "unknown",
  ],
  "5,000 brackets in a condition": [
    `  steps:\n${step("a", condition("(".repeat(5_000) + "1".concat(")".repeat(5_000))))}`,
    "unknown",
  ],
  "a regex that backtracks": [
    `  steps:\n${step("a", condition(`match("${"a".repeat(60)}!", "^(a+)+$", false)`))}`,
    "unknown",
  ],
  "20,000 steps, each of which waits for the one before": [
    `  steps:\n${many(COUNT, (at) => step(`s${at}`, `{ steps: [{ name: s${Math.max(0, at - 1)} }] }`))}`,
    "skipped",
  ],
  "20,000 steps in a circle": [
    `  mode: parallel\n  steps:\n${many(COUNT, (at) => step(`s${at}`, `{ steps: [{ name: s${(at + 1) % COUNT} }] }`))}`,
    "never-runs",
  ],
  "20,000 steps in reverse order": [
    `  mode: parallel\n  steps:\n${many(COUNT, (at) => (at === COUNT - 1 ? "    last: { image: node }\n" : step(`s${at}`, `{ steps: [{ name: ${at === COUNT - 2 ? "last" : `s${at + 1}`} }] }`)))}`,
    "runs",
  ],
  "90 parallel steps in each other": [
    `  steps: ${many(90, (at) => `{ a${at}: { type: parallel, steps: `)}{ z: { image: node } }${" } }".repeat(90)}`,
    "runs",
  ],
  "a matrix of 10,000,000,000 steps": [
    `  steps:\n    a:\n      image: node\n      matrix:\n${many(10, (at) => `        k${at}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n`)}`,
    "runs",
  ],
  "a scale of 20,000 steps": [
    `  steps:\n    a:\n      image: node\n      scale:\n${many(COUNT, (at) => `        k${at}: { title: t }\n`)}`,
    "runs",
  ],
};

describe.each(Object.entries(SPECS))("%s", (name, [lines, outcome]) => {
  const path = join(folder, `${name.replaceAll(/\W/g, "-")}.yml`);
  writeFileSync(path, specWith(lines));

  test("has an outcome", () => {
    const { status, stdout, stderr } = program.run([
      "simulate",
      path,
      "--push",
      "main",
      "--assume-accepted",
      "--format",
      "json",
    ]);
    const { build } = JSON.parse(stdout).pipelines[0].triggers[0];
    // A condition with more than 12,000 characters is an error of its step, which a note counts.
    const others = stderr.replace(/^dryfire: the steps of .*\n/, "");
    expect([status, others, build.steps.at(-1).outcome]).toEqual([0, "", outcome]);
  });

  test.each([["lint"], ["simulate", "--push", "main", "--explain"]])("%s ends", (...argv) => {
    const { status, stderr } = program.run([...argv, path]);
    expect(stderr).not.toContain("internal error");
    expect([0, 1]).toContain(status);
  });
});

test("10,000 parallel steps in each other are refused", () => {
  const path = join(folder, "deep.yml");
  writeFileSync(
    path,
    specWith(`  steps: ${"{ a: { type: parallel, steps: ".repeat(10_000)}{}${" } }".repeat(10_000)}`),
  );
  const { status, stdout } = program.run(["lint", path]);
  expect([status, stdout]).toEqual([1, expect.stringContaining("nest")]);
});
