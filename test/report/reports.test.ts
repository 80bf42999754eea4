import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import type { Log, Region } from "sarif";
import { describe, expect, test } from "vitest";
import { FORMATS, formats } from "../../src/cli/output/formats.ts";
import { VERSION } from "../../src/cli/version.ts";
import type { Rule } from "../../src/lint/rule.ts";
import type { LintReport } from "../../src/report/lint/lint-report.ts";
import gitlabSchema from "../../src/report/schemas/gitlab.generated.ts";
import lintReportSchema from "../../src/report/schemas/lint-report.generated.ts";
import { displayWidth } from "../../src/report/text/width.ts";
import { expectFile } from "../fixtures.ts";
import { rdjsonSchema } from "./rdjson-schema.ts";
import { readReportCase } from "./report-case.ts";
import { closedValidator, formatErrors, sarifValidator } from "./schemas.ts";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "reports");
const cases = readdirSync(folder);
const rules: Rule[] = [
  { id: "unused", severity: "info", summary: "it ran and found nothing", why: "It is listed.", sources: [] },
  {
    id: "unknown-event",
    severity: "error",
    summary: "an event is unknown",
    why: "It never fires.",
    sources: [],
  },
];
const plain = { color: false, columns: 80, rules };
const reportOf = (name: string) => readReportCase(join(folder, name));
const findingsOf = ({ files }: LintReport) =>
  files.flatMap(({ diagnostics, ...file }) => diagnostics.map((diagnostic) => ({ diagnostic, file })));

describe.each(cases)("the reports of %s", async (name) => {
  const report = await reportOf(name);

  test.each(FORMATS)("match the expected output: %s", async (format) => {
    const text = await formats[format].render(report, plain);
    expectFile(text.replaceAll(`"${VERSION}"`, '"0.0.0"'), join(folder, name, `${format}.out`));
  });

  test("differ with colour in escape sequences only", async () => {
    const colored = await formats.pretty.render(report, { ...plain, color: true });
    expect(colored).toContain("\u001b[");
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(await formats.pretty.render(report, plain));
  });

  test("in JSON formats match their schemas", async () => {
    const json = JSON.parse(await formats.json.render(report, plain));
    expect(formatErrors(closedValidator(lintReportSchema), json)).toEqual([]);
    const gitlab = JSON.parse(await formats.gitlab.render(report, plain)) as { fingerprint: string }[];
    expect(formatErrors(closedValidator(gitlabSchema), gitlab)).toEqual([]);
    expect(new Set(gitlab.map(({ fingerprint }) => fingerprint)).size).toBe(findingsOf(report).length);
  });

  test("in SARIF match the published schema, with the regions of the findings", async () => {
    const log = JSON.parse(await formats.sarif.render(report, plain)) as Log;
    expect(formatErrors(sarifValidator(), log)).toEqual([]);
    const { results = [], tool } = log.runs[0]!;
    expect(results.length).toBe(findingsOf(report).length);
    for (const [index, { diagnostic, file }] of findingsOf(report).entries()) {
      const result = results[index]!;
      expect(tool.driver.rules![result.ruleIndex!]!.id).toBe(diagnostic.rule);
      const { region, artifactLocation } = result.locations![0]!.physicalLocation!;
      expect(decodeURIComponent(artifactLocation!.uri!).endsWith(file.path.replace(/^\.\//, ""))).toBe(true);
      if (file.text !== undefined)
        expect(sliceOf(file.text, region!)).toBe(
          file.text.slice(diagnostic.range.start.offset, diagnostic.range.end.offset),
        );
    }
  });

  test("in JUnit XML are well-formed, with correct counts", async () => {
    const text = await formats.junit.render(report, plain);
    const root = parseXml(text).documentElement!;
    const all = (tag: string) => Array.from(root.getElementsByTagName(tag));
    expect(root.getAttribute("failures")).toBe(String(all("failure").length));
    expect(root.getAttribute("tests")).toBe(String(all("testcase").length));
    expect(all("testsuite").length).toBe(report.files.length);
    expect(all("failure").length).toBe(findingsOf(report).length);
    for (const suite of all("testsuite")) {
      const tests = Array.from(suite.getElementsByTagName("testcase"));
      expect(suite.getAttribute("tests")).toBe(String(tests.length));
      const names = tests.map((test) => test.getAttribute("name"));
      expect(new Set(names).size).toBe(names.length);
    }
  });

  test("in Checkstyle XML are well-formed, with each finding", async () => {
    const root = parseXml(await formats.checkstyle.render(report, plain)).documentElement!;
    const shown = Array.from(root.getElementsByTagName("error")).map((element) =>
      ["line", "column", "severity", "source"].map((name) => element.getAttribute(name)),
    );
    const found = findingsOf(report).map(({ diagnostic: { range, severity, rule } }) => {
      const { line, column } = range.start;
      return [`${line}`, `${column}`, severity, `dryfire.${rule}`];
    });
    expect(shown).toEqual(found);
    expect(root.getElementsByTagName("file").length).toBe(report.files.length);
  });

  test("in rdjson match the schema, with the columns in bytes", async () => {
    const { diagnostics, ...rest } = JSON.parse(await formats.rdjson.render(report, plain));
    expect(formatErrors(closedValidator(rdjsonSchema), { diagnostics, ...rest })).toEqual([]);
    for (const [index, { diagnostic, file }] of findingsOf(report).entries()) {
      if (file.text === undefined) continue;
      const { start, end } = diagnostics[index].location.range;
      const { range } = diagnostic;
      const [from, to] = [start, end].map((place) => offsetInBytes(file.text!, place));
      expect(Buffer.from(file.text).subarray(from, to).toString()).toBe(
        file.text.slice(range.start.offset, range.end.offset),
      );
    }
  });

  test("in rdjson have each message as one span of code, for a comment of a bot", async () => {
    const { diagnostics } = JSON.parse(await formats.rdjson.render(report, plain));
    for (const { message } of [{ message: "`a`" }, ...diagnostics])
      expect(message).toMatch(/^(`+)(?!`)[^\n]*[^`]\1$/);
  });

  test("in Markdown have each finding as a row without HTML or a mention", async () => {
    const text = await formats.markdown.render(report, plain);
    const rows = text.split("\n").filter((line) => /^\| (?:\*\*error\*\*|warning|info) \|/.test(line));
    expect(rows.length).toBe(findingsOf(report).length);
    for (const row of rows)
      expect(row.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "code").replaceAll("<br>", " ")).toMatch(
        /^[\w|*: ]+$/,
      );
  });

  test("in lines and github have one line per finding", async () => {
    for (const format of ["lines", "github"] as const) {
      const text = await formats[format].render(report, plain);
      expect(text.split(/\r\n|[\n\r\u2028\u0085]/).length - 1).toBe(findingsOf(report).length);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  test("in pretty fit the terminal, except for long words", async () => {
    const text = await formats.pretty.render(report, plain);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    const tooWide = text.split("\n").filter((line) => displayWidth(line) > 80);
    expect(tooWide.filter((line) => !/^ {4}w{90}$/.test(line))).toEqual([]);
  });
});

test("in github can be parsed like the GitHub runner does", async () => {
  const report = await reportOf("names");
  const commands = (await formats.github.render(report, plain)).trimEnd().split("\n");
  for (const [index, { diagnostic, file }] of findingsOf(report).entries()) {
    const [, properties = "", data = ""] = /^::error ([^:]*)::(.*)$/.exec(commands[index]!) ?? [];
    const read = Object.fromEntries(properties.split(",").map((property) => property.split("=")));
    const visible = (text: string) => text.replace(/[^\n\r\x20-\x7e\u00a1-\uffff]/gu, "?").length;
    expect(visible(unescapeCommand(read.file))).toBe(visible(file.path));
    expect(unescapeCommand(data).split("\n").length).toBe(diagnostic.message.split("\n").length);
    expect(read.line).toBe("1");
    expect([read.col, read.endColumn]).toEqual(["6", "10"]);
  }
});

test("no report contains a secret or a part of one", async () => {
  for (const format of FORMATS) {
    const text = await formats[format].render(await reportOf("secrets"), plain);
    expect(text).not.toMatch(/hunter2|Tr0ub4dor|line-one|line-two|it'+s-a|s-a-secret/);
    expect(text.length).toBeGreaterThan(200);
  }
});

/** The offset in bytes of a position of rdjson. */
function offsetInBytes(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return Buffer.byteLength(lines.slice(0, line - 1).join("")) + column - 1;
}

function unescapeCommand(text: string): string {
  return text
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%0A", "\n")
    .replaceAll("%0D", "\r")
    .replaceAll("%25", "%");
}

/** Returns the text of a region, as SARIF defines it. */
function sliceOf(
  text: string,
  { startLine = 1, startColumn = 1, endLine = 1, endColumn = 1 }: Region,
): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const offset = (line: number, column: number) => lines.slice(0, line - 1).join("").length + column - 1;
  return text.slice(offset(startLine, startColumn), offset(endLine, endColumn));
}

function parseXml(text: string) {
  const fail = (level: string, message: unknown) => {
    if (level !== "warning") throw new Error(`${level}: ${message}`);
  };
  expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u);
  return new DOMParser({ onError: fail }).parseFromString(text, "text/xml");
}
