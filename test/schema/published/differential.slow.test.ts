import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type jsYaml from "js-yaml";
import { describe, expect, it } from "vitest";
import { RULES } from "../../../rules/index.ts";
import { lintAlone } from "../../../src/lint/finish.ts";
import { activeRules } from "../../../src/lint/rule-set.ts";
import { readSpecFile } from "../../../src/pipeline/read-spec-file.ts";
import { findSpecFaults } from "../../../src/pipeline/schema/spec-faults.ts";
import { cronVectors } from "../../match/cron/vectors.ts";
import { fieldsOfCron } from "./cron.ts";
import { mutated } from "./random-specs.ts";
import { isAccepted } from "./rules.ts";

const yaml = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as typeof jsYaml;
const fixtures = join(import.meta.dirname, "..", "..", "..", "fixtures");
const specs = readdirSync(join(fixtures, "specs"))
  .sort()
  .map((name) => yaml.safeLoad(readFileSync(join(fixtures, "specs", name), "utf8")))
  .filter((spec) => typeof spec === "object" && spec !== null && "metadata" in spec);

/** How many specs are tried, and the seed of the first: `PUBLISHED=200000:7` tries more. */
const [count = 20_000, from = 1] = (process.env.PUBLISHED ?? "").split(":").filter(Boolean).map(Number);
/** The whole linter runs on a part of them, since it takes longer than the schema alone. */
const SLOWER = 20;

const rules = activeRules(RULES);

/** Errors of the linter about specs that the published schema accepts, by rule: not its subject. */
const BEYOND_SCHEMA: ReadonlySet<string> = new Set([
  // JavaScript cannot compile the filter.
  "invalid-regex-literal",
  // The scheduler refuses the expression.
  "invalid-cron",
]);

/** Rules that report as a warning what the published schema refuses. */
const WARNINGS: ReadonlySet<string> = new Set([
  // The live pattern may be newer than the published one.
  "cron-api-pattern",
]);

const seeds = (length: number) => Array.from({ length }, (_, index) => from + index);
const specOf = (seed: number): unknown => mutated(specs[seed % specs.length], seed);

describe("random specs", () => {
  it("are accepted by our schema if, and only if, the published rules accept them", () => {
    let accepted = 0;
    const disagreements = seeds(count).flatMap((seed) => {
      const spec = specOf(seed);
      const theirs = isAccepted(spec);
      if (theirs) accepted++;
      const ours = findSpecFaults(spec);
      return (ours.length === 0) === theirs ? [] : [{ seed, accepted: theirs, ours }];
    });
    expect(disagreements).toEqual([]);
    expect(accepted / count).toBeGreaterThan(0.2);
    expect(accepted / count).toBeLessThan(0.8);
  }, 300_000);

  it("have an error if, and only if, the published rules refuse them", async () => {
    const disagreements: unknown[] = [];
    for (const seed of seeds(Math.ceil(count / SLOWER))) {
      const spec = specOf(seed);
      const theirs = isAccepted(spec);
      const file = await readSpecFile("a.yml", JSON.stringify(spec));
      const { diagnostics } = await lintAlone(file, rules, { integrations: {}, assume: {} });
      // The published schema of a spec does not look into its steps and hooks.
      const errors = diagnostics
        .filter(
          ({ severity, pointer }) => severity === "error" && !/^\/spec\/(?:steps|hooks)\//.test(pointer),
        )
        .map(({ rule }) => rule);
      const isOnlyBeyond = errors.every((rule) => BEYOND_SCHEMA.has(rule));
      const isRefused = errors.length > 0 || file.content !== "specs";
      const isWarned = diagnostics.some(({ rule }) => WARNINGS.has(rule));
      if (theirs ? !isOnlyBeyond : !isRefused && !isWarned)
        disagreements.push({ seed, accepted: theirs, errors });
    }
    expect(disagreements).toEqual([]);
  }, 300_000);
});

it("the hand-written cron pattern agrees with every vector", () => {
  for (const { expr, api } of cronVectors) {
    const accepted = expr.length >= 1 && expr.length <= 150 && fieldsOfCron(expr);
    expect([expr, accepted]).toEqual([expr, api]);
  }
});
