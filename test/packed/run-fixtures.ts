import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { main } from "../../src/cli/main.ts";
import type * as library from "../../src/index.ts";
import type { RuleSetting, Severity } from "../../src/index.ts";
import { diagnosticLines } from "../fixture-text.ts";
import { parseScenario, runCommand, runScenario, withOutcome } from "../scenario.ts";
import { simulateCase, simulationText } from "../simulate/simulation-text.ts";

/** Runs the fixtures on a built package in plain Node.js; prints differences and the count. */
const [fixtures, folder] = process.argv.slice(2) as [string, string];
const require = createRequire(import.meta.url);
const built = require(join(folder, "index.cjs")) as typeof library;
const program = (require(join(folder, "lib/main.cjs")) as { main: typeof main }).main;
const counts = new Map<string, number>();
let differences = 0;

function compare(kind: string, name: string, actual: unknown, expected: unknown): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  differences++;
  if (differences > 10) return;
  const show = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  console.log(`${kind} ${name}\n--- expected\n${show(expected)}\n+++ built\n${show(actual)}\n`);
}

const read = (...path: string[]) => readFileSync(join(fixtures, ...path), "utf8");
const list = (...path: string[]) => readdirSync(join(fixtures, ...path));
const lines = (...path: string[]) =>
  read(...path)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

async function rules(): Promise<void> {
  const ids = list("rules");
  const { stdout } = await runCommand(["rules", "--format", "json"], fixtures, "", {}, program);
  const table: { id: string; severity: Severity; preset: string }[] = JSON.parse(stdout).rules;
  const strict = new Map(
    table.filter(({ preset }) => preset === "strict").map(({ id, severity }) => [id, severity]),
  );
  for (const id of ids) {
    for (const name of list("rules", id).filter((each) =>
      /^(?:bad|ok)-(?!.*\.fixed\.).*\.(?:yml|json)$/.test(each),
    )) {
      const found = async (text: string) => {
        const [, own = "{}"] = /^# settings: (.+)$/m.exec(text) ?? [];
        const others = id.endsWith("-suppression") ? [] : ids.filter((each) => each !== id);
        const rules = Object.fromEntries(others.map((each) => [each, { severity: "off" } as RuleSetting]));
        if (strict.has(id)) rules[id] = { severity: strict.get(id)! };
        const result = await built.lint(text, { path: name, rules, ...JSON.parse(own) });
        return result.diagnostics.filter(({ rule }) => rule === id);
      };
      const text = read("rules", id, name);
      const diagnostics = await found(text);
      const out = name.replace(/\.\w+$/, ".out");
      compare(
        "rules",
        `${id}/${name}`,
        diagnosticLines(diagnostics),
        name.startsWith("ok-") ? "" : read("rules", id, out),
      );
      const fixed = name.replace(/\.(\w+)$/, ".fixed.$1");
      if (existsSync(join(fixtures, "rules", id, fixed)))
        compare(
          "fixes",
          `${id}/${fixed}`,
          built.applyFixes(text, diagnostics, { suggestions: true }),
          read("rules", id, fixed),
        );
    }
  }
}

async function commands(): Promise<void> {
  for (const name of list("cli").filter((each) => each.endsWith(".txt"))) {
    const scenario = parseScenario(read("cli", name));
    const outcome = await runScenario(scenario, fixtures, program);
    compare("cli", name, withOutcome(scenario, outcome), read("cli", name));
  }
}

/** Runs the cases files; those in `bad` are refused. */
async function cases(): Promise<void> {
  const names = readdirSync(join(fixtures, "cases"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => each.endsWith(".dryfire-test.yaml"))) {
    const isBad = name.startsWith("bad");
    const argv = ["test", name, ...(isBad ? [] : ["--coverage"])];
    const { stdout, stderr } = await runCommand(argv, join(fixtures, "cases"), "", {}, program);
    compare("cases", name, isBad ? stderr : stdout, read("cases", name.replace(".yaml", ".out")));
  }
}

function payloads(): void {
  const names = readdirSync(join(fixtures, "payloads"), { recursive: true, encoding: "utf8" });
  for (const name of names.filter((each) => each.endsWith(".json"))) {
    const result = built.eventFromPayload(JSON.parse(read("payloads", name)));
    const expected = read("payloads", name.replace(/json$/, "out"));
    compare("payloads", name, `${JSON.stringify(result, null, 2)}\n`, expected);
  }
}

async function simulations(): Promise<void> {
  const engine = {
    read: async (text: string) => built.parseSpecs(text, { path: "spec.yml" }),
    simulate: built.simulate,
  };
  for (const name of list("simulate")) {
    const text = (await simulateCase(name, engine)).map(simulationText).join("\n");
    compare("simulate", name, text, read("simulate", name, "expected.txt"));
  }
}

function schedules(): void {
  for (const { expr, from, api, scheduler, next } of lines("cron", "cron.jsonl")) {
    const runs: string[] = [];
    let accepted = true;
    try {
      const schedule = built.parseCron(expr);
      let at = schedule.next(new Date(from));
      for (; at && runs.length < 5; at = schedule.next(at)) runs.push(at.toISOString().replace(".000Z", "Z"));
    } catch (error) {
      if (!(error instanceof built.CronSyntaxError)) throw error;
      accepted = false;
    }
    compare("cron", expr, [built.isCronAcceptedByApi(expr), accepted, runs], [api, scheduler, next ?? []]);
  }
}

function globs(): void {
  for (const { glob, file, picomatch, minimatch } of lines("globs", "globs.jsonl")) {
    const expected = picomatch !== minimatch ? "unknown" : picomatch ? "yes" : "no";
    const { outcome } = built.matchFiles(glob, [file], { leadingSlash: "literal" });
    compare("globs", `${glob} ${file}`, outcome, expected);
  }
}

/** Formats a scalar as the value of a variable, which must be a string. */
async function scalars(): Promise<void> {
  for (const { plain, type } of lines("scalars", "scalars.jsonl")) {
    const text = `kind: pipeline\nversion: "1.0"\nmetadata:\n  name: a/b\nspec:\n  variables:\n    - key: A\n      value: ${plain}\n`;
    const { diagnostics } = await built.lint(text);
    const rules = diagnostics.map(({ rule }) => rule);
    const isRead = !rules.includes("yaml-syntax");
    compare("scalars", plain, isRead, type !== "error");
  }
}

function conditions(): void {
  for (const { id, expression, variables, result, errorClass } of lines("conditions", "expressions.jsonl")) {
    let actual: unknown[];
    try {
      actual = [built.evaluateCondition(expression, variables), null];
    } catch (error) {
      if (!(error instanceof built.ConditionSyntaxError || error instanceof built.ConditionTypeError))
        throw error;
      actual = [null, error.fault];
    }
    compare("conditions", id, actual, [result, errorClass]);
  }
}

await rules();
await commands();
await cases();
payloads();
await simulations();
schedules();
globs();
await scalars();
conditions();
console.log([...counts].map(([kind, count]) => `${kind} ${count}`).join(", "));
if (differences > 0) console.log(`${differences} differences`);
process.exitCode = differences > 0 ? 1 : 0;
