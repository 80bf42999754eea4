import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { builtProgram } from "../built-program.ts";
import { newFolder } from "../new-folder.ts";
import { checkArguments } from "./check-args.ts";
import { checkMatcher } from "./check-matchers.ts";
import { checkBaseline, checkCases, checkConfig, checkEvent, checkPayload } from "./check-others.ts";
import { checkMerge } from "./check-parts.ts";
import { checkWhole } from "./check-text.ts";
import type { MatcherTest } from "./patterns.ts";
import { Random } from "./random.ts";
import { fuzz } from "./session.ts";
import { Meter, searchSlowShapes } from "./slow.ts";
import { searchSlowSpecs } from "./slow-specs.ts";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "fuzz");

const OTHER = "version: '1.0'\nkind: pipeline\nmetadata: {name: a/b}\nspec: {triggers: 1}\n";

/** The check for a fixture, by the ending of its name; the rest of the name describes the bug. */
const CHECKS: readonly [string, (text: string, cwd: string) => Promise<void>][] = [
  [".config.yml", (text, cwd) => checkConfig(cwd, text)],
  [".baseline.json", (text, cwd) => checkBaseline(cwd, text)],
  [".cases.yml", (text, cwd) => checkCases(cwd, text)],
  [".payload.json", (text, cwd) => checkPayload(cwd, text, [])],
  [".event.json", (text, cwd) => checkEvent(cwd, text)],
  [".report.json", (text, cwd) => checkMerge(cwd, text)],
  [".arguments.json", (text, cwd) => checkArguments(cwd, JSON.parse(text) as string[], OTHER)],
  [".pattern.json", (text) => checkMatcher(JSON.parse(text) as MatcherTest)],
  [".yml", (text, cwd) => checkWhole(cwd, text, OTHER, new Random(1))],
];

describe("bugs found by fuzzing", () => {
  test.each(readdirSync(folder).sort())("%s", async (name) => {
    const [, check] = CHECKS.find(([end]) => name.endsWith(end))!;
    const text = readFileSync(join(folder, name), "utf8");
    await expect(check(text, newFolder(onTestFinished))).resolves.toBeUndefined();
  });
});

test("random inputs pass all checks (npm run fuzz tries more)", async () => {
  const { failures, cases } = await fuzz({ seed: 20_260_501, seconds: 240, maxCases: 20, maxFailures: 3 });
  expect(failures.map(({ seed, kind, error }) => `--case ${seed}: ${kind}: ${error.message}`)).toEqual([]);
  expect(cases).toBe(20);
}, 250_000);

test("patterns of 1 KB are never slow; npm run fuzz -- --slow SECONDS tries more of them", async () => {
  const meter = new Meter(join(import.meta.dirname, "slow-child.mjs"), join(builtProgram(), "index.cjs"));
  const { tried, found } = await searchSlowShapes(meter, { seed: 1, seconds: 60, most: 25 });
  expect(found).toEqual([]);
  expect(tried).toBeGreaterThan(0);
});

test("filters of 100 KB are never slow; npm run fuzz -- --slow-specs SECONDS tries more of them", () => {
  const program = join(builtProgram(), "dryfire.cjs");
  const { tried, found } = searchSlowSpecs(program, { seed: 1, seconds: 60, most: 4 });
  expect(found).toEqual([]);
  expect(tried).toBeGreaterThan(0);
});
