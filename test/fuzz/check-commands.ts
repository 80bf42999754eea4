import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import diffReportSchema from "../../src/report/schemas/diff-report.generated.ts";
import type { Schema } from "../../src/report/schemas/event.ts";
import gitlabSchema from "../../src/report/schemas/gitlab.generated.ts";
import lintReportSchema from "../../src/report/schemas/lint-report.generated.ts";
import runReportSchema from "../../src/report/schemas/run-report.generated.ts";
import scheduleReportSchema from "../../src/report/schemas/schedule-report.generated.ts";
import simulateReportSchema from "../../src/report/schemas/simulate-report.generated.ts";
import casesReportSchema from "../../src/report/schemas/test-report.generated.ts";
import { closedValidator, formatErrors, sarifValidator } from "../report/schemas.ts";
import { type Outcome, runCommand } from "../scenario.ts";
import { assertInvariant, assertNoCrash, timed } from "./invariant.ts";

/** Runs a command line in a folder; throws an `InvariantError` if a general invariant fails. */
export async function run(argv: readonly string[], cwd: string, text: string): Promise<Outcome> {
  const what = argv.join(" ");
  const outcome = await timed(
    what,
    text,
    async () => (await assertNoCrash(what, () => runCommand(argv, cwd, text)))!,
  );
  const { stdout, stderr, exit } = outcome;
  assertInvariant(exit !== 3, "nothing crashes", () => `${what}: ${stderr}`);
  assertInvariant(
    exit === 0 || exit === 1 || exit === 2,
    "the exit code is documented",
    () => `${what}: ${exit}`,
  );
  const raw = argv.some((word) => word.startsWith("--fix")) ? undefined : controlIn(stdout);
  assertInvariant(
    (raw ?? controlIn(stderr)) === undefined,
    "the output has no control characters",
    () => `${what}: ${JSON.stringify(raw ?? controlIn(stderr))}`,
  );
  return outcome;
}

/** Control characters other than line breaks, and lone surrogates, with the text around them. */
function controlIn(text: string): string | undefined {
  const control =
    /[^\n]{0,20}(?:[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate})[^\n]{0,20}/u;
  // An iCalendar file ends its lines with CRLF, and may contain tabs.
  return control.exec(text.startsWith("BEGIN:VCALENDAR") ? text.replace(/\r\n|\t/g, "\n") : text)?.[0];
}

const validators = {
  json: closedValidator(lintReportSchema),
  gitlab: closedValidator(gitlabSchema),
  sarif: sarifValidator(),
  simulate: closedValidator(simulateReportSchema as Schema),
  schedule: closedValidator(scheduleReportSchema as Schema),
  diff: closedValidator(diffReportSchema as Schema),
  run: closedValidator(runReportSchema as Schema),
  cases: closedValidator(casesReportSchema),
};

/** True if an output is JSON of its schema, or if a run with a usage error printed nothing. */
export function assertSchema(schema: keyof typeof validators, { stdout, exit, stderr }: Outcome): void {
  if (stdout === "" && exit === 2 && stderr !== "") return;
  const schemaErrors = formatErrors(validators[schema], JSON.parse(stdout));
  assertInvariant(
    schemaErrors.length === 0,
    "the output matches its schema",
    () => `${schema}: ${schemaErrors.slice(0, 5).join("; ")}`,
  );
}

/** Lints a text in every format. */
export async function checkReports(cwd: string, text: string): Promise<void> {
  const lint = (format: string) =>
    run(["lint", "-", "--no-config", "--strict", "--format", format], cwd, text);
  const codes = new Set<number>();
  for (const format of ["pretty", "lines", "github"]) codes.add((await lint(format)).exit);
  for (const format of ["json", "gitlab", "sarif"] as const) {
    const outcome = await lint(format);
    codes.add(outcome.exit);
    assertSchema(format, outcome);
  }
  const junit = await lint("junit");
  codes.add(junit.exit);
  if (junit.stdout !== "") parseXml(junit.stdout);
  assertInvariant(codes.size === 1, "all formats have the same exit code", () => [...codes].join());
}

function parseXml(text: string): void {
  // The parser warns about U+FFFD, which replaces characters that XML cannot contain.
  const onError = (level: string, message: string) =>
    assertInvariant(
      level === "warning",
      "the output matches its schema",
      () => `junit: ${level}: ${message}`,
    );
  new DOMParser({ onError }).parseFromString(text, "text/xml");
}

/** Two files give the same report in either order. */
export async function checkOrder(cwd: string, one: string, other: string): Promise<void> {
  writeFileSync(join(cwd, "one.yml"), one);
  writeFileSync(join(cwd, "other.yml"), other);
  const lint = async (...files: string[]) =>
    await run(["lint", ...files, "--no-config", "--format", "json"], cwd, one + other);
  const [forwards, backwards] = [await lint("one.yml", "other.yml"), await lint("other.yml", "one.yml")];
  assertInvariant(
    forwards.stdout === backwards.stdout && forwards.exit === backwards.exit,
    "the order of the files changes nothing",
    () => forwards.stdout + backwards.stdout,
  );
  await checkDiff(cwd);
}

/** Compares the two files in both directions, in every format; each with itself is the same. */
async function checkDiff(cwd: string): Promise<void> {
  const compare = async (old: string, now: string, format: string) =>
    await run(
      ["diff", old, now, "--no-config", "--from", "2026-01-01", "--assume-accepted", "--format", format],
      cwd,
      "",
    );
  const [there, back] = [
    await compare("one.yml", "other.yml", "json"),
    await compare("other.yml", "one.yml", "json"),
  ];
  for (const each of [there, back]) assertSchema("diff", each);
  for (const format of ["pretty", "markdown", "github"]) await compare("one.yml", "other.yml", format);
  const itself = await compare("one.yml", "one.yml", "json");
  const isEmpty = itself.stdout === "" || JSON.parse(itself.stdout).changes.length === 0;
  assertInvariant(isEmpty, "a spec does not differ from itself", () => itself.stdout);
  if (there.stdout === "" || back.stdout === "") return;
  const [ours, theirs] = [there, back].map(({ stdout }) => JSON.parse(stdout).summary);
  assertInvariant(
    ours.gained === theirs.lost && ours.added === theirs.removed,
    "a comparison mirrors the one in the other direction",
    () => there.stdout + back.stdout,
  );
}

/** Simulates an event for a text, and lists its scheduled runs. */
export async function checkRuns(cwd: string, text: string, event: readonly string[]): Promise<void> {
  await run(["simulate", "-", "--no-config", ...event, "--explain"], cwd, text);
  const merged = event.includes("--merge");
  const json = await run(["simulate", "-", "--no-config", ...event, "--format", "json"], cwd, text);
  if (!merged) assertSchema("simulate", json);
  assertSchema(
    "schedule",
    await run(
      ["schedule", "-", "--no-config", "--from", "2026-01-01", "--count", "20", "--format", "json"],
      cwd,
      text,
    ),
  );
  await run(["schedule", "-", "--no-config", "--from", "2026-01-01", "--format", "ics"], cwd, text);
  await run(["schedule", "-", "--no-config", "--from", "2026-01-01", "--tz", "Europe/Berlin"], cwd, text);
}

/** Simulates a manual run of each pipeline in a text, with a trigger that the text may name. */
export async function checkManualRuns(cwd: string, text: string, trigger: string): Promise<void> {
  const names = [...text.matchAll(/\bname["']?: *["']?([^\s"',}]+)/g)].map((match) => match[1]!);
  for (const name of new Set(names.slice(0, 2))) {
    const argv = ["simulate", "-", "--no-config", "--run", name, "--branch", "main", "--variable", "A=b"];
    await run([...argv, "--trigger", trigger], cwd, text);
    assertSchema("run", await run([...argv, "--format", "json"], cwd, text));
  }
}

/** Fixes a text from standard input; standard output must contain the whole text. */
export async function checkFixedStdin(cwd: string, text: string): Promise<void> {
  const { stdout, exit } = await run(["lint", "-", "--no-config", "--fix"], cwd, text);
  assertInvariant(exit === 2 || stdout !== "" || text === "", "a fix prints the whole text", () => stdout);
}
