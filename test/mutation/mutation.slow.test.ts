import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Span } from "../../src/document/source.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { lintText } from "../lint-text.ts";
import { FIELD_VIOLATIONS } from "./field-violations.ts";
import { MEANING_VIOLATIONS } from "./meaning-violations.ts";
import { PATTERN_VIOLATIONS } from "./pattern-violations.ts";
import { SHAPE_VIOLATIONS } from "./shape-violations.ts";
import { type Broken, sitesOf } from "./subject.ts";
import type { Violation } from "./violation.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
const violations = [...FIELD_VIOLATIONS, ...SHAPE_VIOLATIONS, ...MEANING_VIOLATIONS, ...PATTERN_VIOLATIONS];

const WHOLE = "specs/every-field.yml";

/** Every valid fixture: the whole specs, and what the rules let pass. */
function validFixtures(): string[] {
  const rules = readdirSync(join(fixtures, "rules"));
  const ok = rules.flatMap((rule) =>
    readdirSync(join(fixtures, "rules", rule))
      .filter((name) => /^ok-.*\.(yml|json)$/.test(name))
      .map((name) => `rules/${rule}/${name}`),
  );
  const specs = readdirSync(join(fixtures, "specs")).map((name) => `specs/${name}`);
  return [WHOLE, ...specs.filter((name) => name !== WHOLE), ...ok];
}

interface Subject {
  readonly name: string;
  readonly text: string;
  readonly file: SpecFile;
}

async function load(name: string): Promise<Subject> {
  const text = readFileSync(join(fixtures, name), "utf8");
  return { name, text, file: await readSpecFile(name, text) };
}

/**
 * A YAML fixture without errors; an example of the documentation or of one rule may have some. The
 * violations are written in YAML, and a change next to a tab may make it a fault.
 */
async function isValid({ name, text }: Subject): Promise<boolean> {
  if (text.includes("\t") || name.endsWith(".json")) return false;
  return (await lintText(name, text)).every(({ severity }) => severity !== "error");
}

const candidates = await Promise.all(validFixtures().map(load));
const valid = await Promise.all(candidates.map(isValid));
const subjects = candidates.filter((_, index) => valid[index]);

/**
 * The spec with every field is tested with every violation. Each other file is tested with those
 * that fit in no earlier file, and with one in `SHARE` of the rest. `MUTATION_SHARE=1` tests all.
 */
const SHARE = Number(process.env.MUTATION_SHARE ?? 16);
const applied = new Set<Violation>();

/** Rules that look at several fields or triggers, so that a change of one may add a finding. */
const CONSEQUENCES = new Set([
  "overlapping-triggers",
  "double-build",
  "dead-trigger",
  "fork-events-with-secrets",
  "unencrypted-secret",
]);

/** Rules with one finding for all their faults, so that another fault changes its message only. */
const JOINED = new Set(["generated-field"]);

/** A number that depends on both names only: a new fixture or violation changes no other pair. */
function hash({ name }: Subject, { rule, what, at: [at = ""] }: Violation): number {
  return createHash("sha256").update([name, rule, what, at].join("\n")).digest().readUInt32BE();
}

/** One of the broken texts of a file and a violation, or undefined where it does not fit. */
function brokenText(subject: Subject, violation: Violation): Broken | undefined {
  const { file } = subject;
  const found = violation.at.flatMap((pattern) =>
    sitesOf(file, pattern)
      .flatMap((site) => violation.operation(site) ?? [])
      .slice(0, 1),
  );
  return found[Math.floor(hash(subject, violation) / SHARE) % found.length];
}

const identity = ({ rule, pointer, document }: Diagnostic): string => `${rule} ${document ?? 0} ${pointer}`;

/** The findings of a broken text that its valid original does not have. */
function added(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic[] {
  const known = before.map(identity);
  return after.filter((diagnostic) => {
    const at = known.indexOf(identity(diagnostic));
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** Removes the findings at aliases and merge keys, which have the place as related location. */
function withoutEchoes(found: readonly Diagnostic[], span: Span): Diagnostic[] {
  return found.filter(({ related }) => !related.some(({ range }) => range.start.offset === span.start));
}

async function fault(
  subject: Subject,
  violation: Violation,
  { text, span }: Broken,
  before: readonly Diagnostic[],
) {
  const after = await lintText(subject.name, text, violation.preset);
  const news = added(before, after);
  const reported = after.filter(
    ({ rule, severity, range: { start, end } }) =>
      rule === violation.rule &&
      (severity === violation.severity || violation.preset === "strict") &&
      start.offset === span.start &&
      end.offset === span.end,
  );
  const noise = withoutEchoes(news, span).filter(
    (diagnostic) =>
      !reported.includes(diagnostic) &&
      diagnostic.severity !== "info" &&
      !violation.besides.includes(diagnostic.rule) &&
      !CONSEQUENCES.has(diagnostic.rule),
  );
  if (reported.length === 1 && (noise.length === 0 || violation.preset === "strict")) return undefined;
  const seen = news.map(
    ({ rule, severity, range: { start, end } }) =>
      `${severity} ${rule} at "${text.slice(start.offset, end.offset).slice(0, 60)}"`,
  );
  return `${violation.rule} (${violation.what}) at ${violation.at[0]} in ${subject.name}: wanted ${violation.severity} at "${text.slice(span.start, span.end).slice(0, 60)}", got ${seen.join(", ") || "nothing"}`;
}

test.each(subjects)(
  "$name: every violation that fits has one finding of its rule at its place",
  async (subject) => {
    const before = {
      recommended: await lintText(subject.name, subject.text),
      strict: await lintText(subject.name, subject.text, "strict"),
    };
    const faults: string[] = [];
    for (const violation of violations) {
      const isChosen = subject.name === WHOLE || hash(subject, violation) % SHARE === 0;
      if (applied.has(violation) && !isChosen) continue;
      const isReported = before[violation.preset].some(({ rule }) => rule === violation.rule);
      if (isReported && JOINED.has(violation.rule)) continue;
      const broken = brokenText(subject, violation);
      if (!broken) continue;
      const missed = await fault(subject, violation, broken, before[violation.preset]);
      applied.add(violation);
      if (missed) faults.push(missed);
    }
    expect(faults.join("\n")).toBe("");
  },
);

test("every violation fits into a file", () => {
  const idle = violations.filter((violation) => !applied.has(violation));
  expect(idle.map(({ rule, what, at }) => `${rule} (${what}) at ${at[0]}`)).toEqual([]);
});
