import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RULES } from "../rules/index.ts";
import { isSequence, LocatedMapping, type Value } from "../src/document/located.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";
import { lintAlone } from "../src/lint/finish.ts";
import { applyFixes } from "../src/lint/fix/apply-fixes.ts";
import type { Rule } from "../src/lint/rule.ts";
import { activeRules, RuleSet } from "../src/lint/rule-set.ts";
import { readSpecFile } from "../src/pipeline/read-spec-file.ts";
import { sentence } from "../src/util/text.ts";
import { withBlocks } from "./blocks.ts";
import { excerpt } from "./excerpt.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { fenced, table } from "./markdown.ts";

/** The topics of the index in order, each with a pattern for rule ids; the first match counts. */
const TOPICS: readonly (readonly [title: string, ids: RegExp])[] = [
  ["Changed files", /^glob-|^unquoted-pattern/],
  ["Branch and comment filters", /regex|lookahead|branch/],
  ["Cron triggers", /cron|schedule/],
  ["Variables and secrets", /variable|secret|encrypted|masked|context/],
  ["Steps, stages and templates", /stage|step|template|nothing-to-run|original-yaml/],
  ["Triggers and events", /trigger|event|comment|build|repository/],
  ["Ignore comments", /suppression/],
  ["The shape of a spec", /./],
];

/** A fixture of a rule. */
interface Fixture {
  readonly name: string;
  readonly text: string;
}

/** The blocks of `docs/rules.md`: an index by topic, then examples of each rule. */
export async function rulesDoc(root: string): Promise<GeneratedFile[]> {
  const rules: string[] = [];
  for (const rule of RULES) rules.push(...(await section(root, rule)));
  return [withBlocks(root, "docs/rules.md", { index: index(root), rules })];
}

function index(root: string): string[] {
  const topicOf = ({ id }: Rule) => TOPICS.find(([, ids]) => ids.test(id))![0];
  return TOPICS.flatMap(([title]) => [
    `### ${title}`,
    "",
    ...table(
      ["rule", "severity", "finds", ""],
      RULES.filter((rule) => topicOf(rule) === title).map((rule) => row(root, rule)),
    ),
  ]);
}

function row(root: string, rule: Rule): string[] {
  const isFixable = fixturesOf(root, rule, ".fixed.").length > 0;
  const marks = [...(rule.preset === "strict" ? ["strict"] : []), ...(isFixable ? ["fix"] : [])];
  return [`[${rule.id}](#${rule.id})`, rule.severity, rule.summary, marks.join(", ")];
}

/** Returns the fixtures of a rule with `part` in their names, in the order of names. */
function fixturesOf(root: string, { id }: Pick<Rule, "id">, part: string): Fixture[] {
  const folder = join(root, "fixtures", "rules", id);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(yml|json)$/.test(name) && name.includes(part))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/** Returns the fixture that is the failing example of a rule. */
export function failingExample(root: string, rule: Pick<Rule, "id">): Fixture | undefined {
  return fixturesOf(root, rule, "bad-").find(({ name }) => !name.includes(".fixed."));
}

async function section(root: string, rule: Rule): Promise<string[]> {
  const bad = failingExample(root, rule);
  const [ok] = fixturesOf(root, rule, "ok-");
  return [
    `## ${rule.id}`,
    "",
    `*${rule.severity}${rule.preset === "strict" ? ", in the strict preset only" : ""}.* ${sentence(rule.summary)} ${rule.why}`,
    ...Object.entries(rule.options ?? {}).flatMap(([name, what]) => ["", `Option \`${name}\`: ${what}`]),
    "",
    ...(bad ? await examples(rule, bad, ok) : []),
    `Sources: ${rule.sources.join("; ")}.`,
    "",
  ];
}

/** Returns the lines of a fixture's first finding, and those after the fix or in a valid spec. */
async function examples(rule: Rule, bad: Fixture, ok: Fixture | undefined): Promise<string[]> {
  const [finding] = await findingsOf(rule, bad);
  if (!finding) return [];
  const places = [finding.range, ...finding.related.filter(({ path }) => !path).map(({ range }) => range)];
  const lines = places.flatMap(({ start, end }) => [start.line, end.line]);
  const notes = finding.fix ? [`${finding.fix.safe ? "fix" : "suggestion"}: ${finding.fix.title}`] : [];
  const fails = block(bad.name, excerpt(bad.text, lines));
  const output = fenced("text", [`${finding.severity}: ${finding.message}`, ...notes]);
  const passes = await passing(bad, ok, finding, lines);
  return [
    "Fails:",
    "",
    ...fails,
    ...output,
    `[Try it](playground.html#example=${rule.id})`,
    "",
    ...(passes.length > 0 ? ["Passes:", "", ...passes] : []),
  ];
}

async function passing(
  { name, text }: Fixture,
  ok: Fixture | undefined,
  finding: Diagnostic,
  lines: readonly number[],
): Promise<string[]> {
  const fixed = applyFixes(text, [finding], { suggestions: true });
  if (fixed !== text && fixed.split("\n").length === text.split("\n").length)
    return block(name, excerpt(fixed, lines));
  if (!ok) return [];
  const { source, pipelines } = await readSpecFile(ok.name, ok.text);
  const value = pipelines[0] && deepest(pipelines[0].node, finding.pointer.split("/").slice(1));
  if (!value) return block(ok.name, ok.text.trimEnd().split("\n").slice(0, 20));
  const { start, end } = source.range(value.node.span);
  return block(ok.name, excerpt(ok.text, [start.line, Math.min(end.line, start.line + 12)]));
}

/** Returns the node at a pointer, or its nearest ancestor that exists. */
function deepest(value: Value, [key, ...rest]: readonly string[]): Value {
  if (key === undefined) return value;
  const next = isSequence(value)
    ? value.items[Number(key)]
    : value instanceof LocatedMapping
      ? value.get(key)
      : undefined;
  return next ? deepest(next, rest) : value;
}

function block(name: string, lines: readonly string[]): string[] {
  return fenced(name.endsWith(".json") ? "json" : "yaml", lines);
}

/** Returns the findings of one rule. A rule about ignore comments needs all rules to run. */
async function findingsOf(rule: Rule, { name, text }: Fixture): Promise<Diagnostic[]> {
  const ids = RULES.map(({ id }) => id);
  const rules = rule.suppression ? activeRules(RULES) : new RuleSet([{ rule, options: {} }], ids);
  const [, settings = "{}"] = /^# settings: (.+)$/m.exec(text) ?? [];
  const options = { integrations: {}, assume: {}, ...JSON.parse(settings) };
  const { diagnostics } = await lintAlone(await readSpecFile(name, text), rules, options);
  return diagnostics.filter((diagnostic) => diagnostic.rule === rule.id);
}
