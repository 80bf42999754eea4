import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { LintReportJson } from "../../src/report/lint/lint-json.ts";
import { eventSchema } from "../../src/report/schemas/event.ts";
import gitlabSchema from "../../src/report/schemas/gitlab.generated.ts";
import lintReportSchema from "../../src/report/schemas/lint-report.generated.ts";
import rulesSchema from "../../src/report/schemas/rules.generated.ts";
import scheduleReportSchema from "../../src/report/schemas/schedule-report.generated.ts";
import simulateReportSchema from "../../src/report/schemas/simulate-report.generated.ts";
import { runCommand } from "../scenario.ts";
import { closedValidator, formatErrors, sarifValidator } from "./schemas.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
const run = async (argv: readonly string[], env = {}) => (await runCommand(argv, fixtures, "", env)).stdout;

/** One invalid fixture of each rule, so that every kind of finding occurs. */
const bad = readdirSync(join(fixtures, "rules")).flatMap((rule) => {
  const names = readdirSync(join(fixtures, "rules", rule));
  const name = names.find((each) => /^bad-.*\.(yml|json)$/.test(each) && !each.includes(".fixed."));
  return name === undefined ? [] : [join("rules", rule, name)];
});

describe("the lint reports for every rule", () => {
  const lint = (format: string) => run(["lint", ...bad, "--no-config", "--format", format]);

  test("match the schema of the JSON report", async () => {
    const report = JSON.parse(await lint("json"));
    expect(formatErrors(closedValidator(lintReportSchema), report)).toEqual([]);
    expect(report.files.length).toBe(bad.length);
    expect(report.summary.errors).toBeGreaterThan(bad.length / 2);
  });

  test.each([
    ["another version", (report: string) => report.replace('"version": 1', '"version": 2')],
    ["an unknown severity", (report: string) => report.replace('"severity": "error"', '"severity": "fatal"')],
    ["a line 0", (report: string) => report.replace(/"line": \d+/, '"line": 0')],
    ["a finding without a rule", (report: string) => report.replace(/"rule": "[^"]*",/, "")],
  ])("would not match it with %s", async (_what, change) => {
    const changed = change(await lint("json"));
    expect(
      formatErrors(new Ajv({ strict: false }).compile(lintReportSchema), JSON.parse(changed)),
    ).not.toEqual([]);
  });

  test("match the schema of the GitLab report, with unique fingerprints", async () => {
    const issues = JSON.parse(await lint("gitlab")) as { fingerprint: string }[];
    expect(formatErrors(closedValidator(gitlabSchema), issues)).toEqual([]);
    expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length);
  });

  test("match the published schema of SARIF", async () => {
    expect(formatErrors(sarifValidator(), JSON.parse(await lint("sarif")))).toEqual([]);
  });
});

interface Matcher {
  readonly severity?: string;
  readonly pattern: readonly [{ readonly regexp: string } & Readonly<Record<string, number>>];
}

test("the problem matcher for GitHub finds each line of the format lines", async () => {
  const docs = join(fixtures, "..", "docs", "github-problem-matcher.json");
  const { problemMatcher } = JSON.parse(readFileSync(docs, "utf8")) as { problemMatcher: Matcher[] };
  const lint = (format: string) => run(["lint", ...bad, "--no-config", "--format", format]);
  const { files } = JSON.parse(await lint("json")) as LintReportJson;
  const lines = (await lint("lines")).trimEnd().split("\n");
  const matched = lines.map((line) => {
    const found = problemMatcher.flatMap(({ severity, pattern: [pattern] }) => {
      const match = new RegExp(pattern.regexp).exec(line);
      if (!match) return [];
      const field = (name: string) => match[pattern[name]!];
      return [[field("file"), field("line"), field("column"), severity ?? field("severity"), field("code")]];
    });
    expect([line, found.length]).toEqual([line, 1]);
    return found[0]!;
  });
  const severities = { error: "error", warning: "warning", info: "notice" };
  const expected = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ rule, severity, range: { start } }) => [
      path,
      `${start.line}`,
      `${start.column}`,
      severities[severity],
      rule,
    ]),
  );
  expect(matched).toEqual(expected);
  expect(new Set(matched.map(([, , , severity]) => severity))).toEqual(new Set(Object.values(severities)));
});

test("a suggestion of rdjson makes the change of the fix, in bytes", async () => {
  const lint = async (format: string) =>
    JSON.parse(await run(["lint", ...bad, "--no-config", "--format", format]));
  const [{ files }, { diagnostics }] = [await lint("json"), await lint("rdjson")];
  let [at, fixes] = [0, 0];
  for (const { path, diagnostics: own } of files) {
    const text = readFileSync(join(fixtures, path), "utf8");
    for (const { fix, rule } of own) {
      const { code, suggestions = [] } = diagnostics[at++];
      expect(code.value).toBe(rule);
      if (suggestions.length === 0) continue;
      fixes++;
      expect([path, rule, inBytes(text, suggestions[0])]).toEqual([
        path,
        rule,
        inCharacters(text, fix.edits),
      ]);
    }
  }
  expect([at, fixes > 60]).toEqual([diagnostics.length, true]);
});

interface Suggestion {
  readonly range: Readonly<Record<"start" | "end", { readonly line: number; readonly column: number }>>;
  readonly text: string;
}

/** Applies a suggestion as reviewdog counts: lines, and bytes in them. */
function inBytes(whole: string, { range, text }: Suggestion): string {
  const lines = whole.split("\n").map((line) => Buffer.from(line));
  const [first, last] = [lines[range.start.line - 1]!, lines[range.end.line - 1]!];
  const before = lines.slice(0, range.start.line - 1).map((line) => `${line}\n`);
  const after = lines.slice(range.end.line).map((line) => `\n${line}`);
  const [head, tail] = [first.subarray(0, range.start.column - 1), last.subarray(range.end.column - 1)];
  return `${before.join("")}${head}${text}${tail}${after.join("")}`;
}

type Edit = {
  readonly range: Readonly<Record<"start" | "end", { readonly offset: number }>>;
  readonly text: string;
};

function inCharacters(whole: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.range.start.offset - a.range.start.offset)
    .reduce(
      (text, { range, text: own }) => text.slice(0, range.start.offset) + own + text.slice(range.end.offset),
      whole,
    );
}

describe("the report of simulate", () => {
  const events: readonly (readonly string[])[] = [
    ["--push", "main"],
    ["--push", "main", "--changed", "api/a.ts", "--changed", "README.md"],
    ["--push", "feature/x", "--message", "[skip ci] x"],
    ["--tag", "v1.2.3"],
    ["--pr", "feature/x:main", "--action", "opened"],
    ["--at", "2026-05-04T03:00Z"],
    ["--pr", "feature/x:main", "--merge"],
  ];

  test.each(events)("matches its JSON Schema: %j %j %j", async (...event) => {
    const printed = await run(["simulate", "specs/shop.yml", ...event, "--format", "json"]);
    const report = JSON.parse(printed);
    expect(formatErrors(closedValidator(simulateReportSchema), report)).toEqual([]);
    expect(formatErrors(closedValidator(eventSchema), report.event)).toEqual([]);
    expect(report.pipelines.length).toBeGreaterThan(0);
  });
});

describe("the report of schedule", () => {
  const windows: readonly (readonly string[])[] = [
    ["--count", "3"],
    ["--from", "2026-05-04", "--to", "2026-05-08", "--tz", "Europe/Berlin"],
  ];

  test.each(windows)("matches its JSON Schema: %j %j", async (...window) => {
    const report = JSON.parse(await run(["schedule", "specs/shop.yml", ...window, "--format", "json"]));
    expect(formatErrors(closedValidator(scheduleReportSchema), report)).toEqual([]);
    expect(report.runs.length).toBeGreaterThan(2);
  });
});

test("the output of rules matches its JSON Schema", async () => {
  const printed = JSON.parse(await run(["rules", "--format", "json"]));
  expect(formatErrors(closedValidator(rulesSchema), printed)).toEqual([]);
  expect(printed.rules.length).toBeGreaterThan(10);
});
