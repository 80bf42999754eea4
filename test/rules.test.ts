import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../rules/index.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";
import { lintAlone } from "../src/lint/finish.ts";
import { applyFixes } from "../src/lint/fix/apply-fixes.ts";
import type { LintSettings, Rule } from "../src/lint/rule.ts";
import { activeRules, RuleSet } from "../src/lint/rule-set.ts";
import { readSpecFile } from "../src/pipeline/read-spec-file.ts";
import { diagnosticLines } from "./fixture-text.ts";
import { expectFile } from "./fixtures.ts";

const folder = join(import.meta.dirname, "..", "fixtures", "rules");

/** Returns the settings of a fixture, from a first line `# settings: {…}`. */
function settingsOf(text: string): LintSettings {
  const [, own = "{}"] = /^# settings: (.+)$/m.exec(text) ?? [];
  return { integrations: {}, assume: {}, ...JSON.parse(own) };
}

async function lint(path: string, text: string, rules: RuleSet): Promise<Diagnostic[]> {
  const { diagnostics } = await lintAlone(await readSpecFile(path, text), rules, settingsOf(text));
  return [...diagnostics];
}

const ids = RULES.map(({ id }) => id);
const only = (rule: Rule) => new RuleSet([{ rule, options: {} }], ids);

/** Returns the findings of one rule. A rule about ignore comments needs all rules to run. */
async function lintWith(rule: Rule, path: string, text: string): Promise<Diagnostic[]> {
  const found = await lint(path, text, rule.suppression ? activeRules(RULES) : only(rule));
  return found.filter((diagnostic) => diagnostic.rule === rule.id);
}

/** Rules whose warnings are not advice about a spec that Codefresh accepts. */
const MIXED = new Map([
  ["cron-too-frequent", "an option of the user sets the limit of its warning"],
  ["yaml-syntax", "warnings of the YAML reader"],
  ["punctuation-in-value", "an error is a value that the schema refuses"],
  ["pipeline-name-format", "an error is an empty name, which the schema refuses"],
  ["unencrypted-secret", "an error is a secret whose form leaves no doubt"],
  ["encrypted-value-in-plain-text", "an error is a secret whose form leaves no doubt"],
]);

describe.each(RULES.map((rule) => [rule.id, rule] as const))("rule %s", (id, rule) => {
  const own = join(folder, id);
  const names = existsSync(own) ? readdirSync(own) : [];
  const bad = names.filter((name) => /^bad-.*\.(yml|json)$/.test(name) && !name.includes(".fixed."));
  const ok = names.filter((name) => /^ok-.*\.(yml|json)$/.test(name));
  const read = (name: string) => readFileSync(join(own, name), "utf8");

  test("meets the requirements of a rule", () => {
    const texts = JSON.stringify([rule.summary, rule.why, rule.sources]);
    expect(texts, "replace the texts of `npm run new-rule`").not.toMatch(
      /one line: the problem|One or two sentences: why|or experiment that shows it/,
    );
    expect(existsSync(join(folder, "..", "..", "rules", `${id}.ts`))).toBe(true);
    expect(rule.summary).toMatch(/^\S.*[^.]$/);
    expect(rule.why).toMatch(/^[A-Z`].*\.$/);
    expect(rule.sources.length).toBeGreaterThan(0);
    expect(bad.length, "at least one bad-*.yml").toBeGreaterThan(0);
    expect(ok.length, "at least one ok-*.yml").toBeGreaterThan(0);
  });

  test.each(bad)("%s gives the expected findings", async (name) => {
    const text = read(name);
    const found = await lintWith(rule, name, text);
    expect(found.length).toBeGreaterThan(0);
    expectFile(diagnosticLines(found), join(own, name.replace(/\.\w+$/, ".out")));
    for (const { message, range } of found) {
      expect(message, "lower case or a quote first, no final stop, one line").toMatch(
        /^["`a-z0-9$][^\n]*[^.\n]$/,
      );
      expect(range.end.offset).toBeLessThanOrEqual(text.length);
      expect(range.start.offset).toBeLessThanOrEqual(range.end.offset);
    }
  });

  test.each(MIXED.has(id) ? [] : bad)("%s: refusal and advice are not mixed", async (name) => {
    const found = await lintWith(rule, name, read(name));
    for (const { severity } of found) expect(severity === "error").toBe(rule.severity === "error");
  });

  test.each(bad)("%s: has one finding", async (name) => {
    const text = read(name);
    const found = await lint(
      name,
      text,
      activeRules(RULES, rule.preset === "strict" ? "strict" : "recommended"),
    );
    const mine = found.filter((diagnostic) => diagnostic.rule === id);
    const others = found.filter((diagnostic) => diagnostic.rule !== id && diagnostic.severity !== "info");
    const sharing = others.filter((other) => mine.some((diagnostic) => overlap(diagnostic, other)));
    expect(diagnosticLines(sharing)).toBe("");
  });

  test.each(ok)("%s: has no findings", async (name) => {
    expect(diagnosticLines(await lintWith(rule, name, read(name)))).toBe("");
  });

  test.each(bad.filter((name) => names.includes(fixedName(name))))(
    "%s: the fix gives the expected text and is idempotent",
    async (name) => {
      const found = await lintWith(rule, name, read(name));
      const fixed = applyFixes(read(name), found, { suggestions: true });
      expectFile(fixed, join(own, fixedName(name)));
      expect(applyFixes(fixed, await lintWith(rule, name, fixed), { suggestions: true })).toBe(fixed);
    },
  );

  test.each(bad)("%s: has an expected fixed text if there is a fix", async (name) => {
    const found = await lintWith(rule, name, read(name));
    const isFixable = found.some(({ fix }) => fix);
    expect(!isFixable || names.includes(fixedName(name)), `${fixedName(name)} is missing`).toBe(true);
  });
});

function fixedName(name: string): string {
  return name.replace(/\.(\w+)$/, ".fixed.$1");
}

function overlap(a: Diagnostic, b: Diagnostic): boolean {
  return a.range.start.offset < b.range.end.offset && b.range.start.offset < a.range.end.offset;
}

test("every fixture folder belongs to a rule", () => {
  const without = readdirSync(folder).filter((name) => !RULES.some(({ id }) => id === name));
  expect(without, 'run "npm run generate" for a new rule, or remove the folder').toEqual([]);
});
