import { isDeepStrictEqual } from "node:util";
import { RULES } from "../../rules/index.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { fixText } from "../../src/lint/fix-text.ts";
import { lintProject } from "../../src/lint/project.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import { suppress } from "../../src/lint/suppress.ts";
import { lintBounded } from "../../src/lint-bounded.ts";
import { readSpecFile } from "../../src/spec/documents.ts";
import type { SpecFile } from "../../src/spec/model.ts";
import type { Range, Span } from "../../src/spec/source.ts";
import type { YamlNode } from "../../src/spec/yaml/node.ts";
import { commentsOf } from "./comments.ts";
import { holds, timed, unthrown } from "./find.ts";

const rules = activeRules(RULES, "strict");
const settings = { integrations: {}, assume: {} };

/** Reads, lints and fixes a text, and holds the results against what is promised of them. Throws `Find`. */
export async function checkSpec(text: string): Promise<void> {
  const file = await timed(
    "reading",
    text,
    async () => (await unthrown("reading", () => readSpecFile("a.yml", text)))!,
  );
  checkTree(file);
  const first = await timed("linting", text, () => lint(file));
  for (const diagnostic of first) checkDiagnostic(diagnostic, file);
  const again = await lint(await readSpecFile("a.yml", text));
  holds(isDeepStrictEqual(plain(first), plain(again)), "lint is deterministic", () =>
    differences(first, again),
  );
  await checkFix(file);
}

async function lint(file: SpecFile): Promise<readonly Diagnostic[]> {
  return (await unthrown("linting", async () => {
    const { diagnostics, facts, ignores } = await lintBounded(file, rules, settings);
    const across = lintProject(rules, facts).get("a.yml") ?? [];
    return suppress([...diagnostics, ...across], ignores, rules).diagnostics;
  }))!;
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function differences(one: readonly Diagnostic[], other: readonly Diagnostic[]): string {
  const lines = [one, other].map((list) => new Set(list.map((each) => JSON.stringify(each))));
  const only = (a: Set<string>, b: Set<string>) =>
    [...a]
      .filter((line) => !b.has(line))
      .slice(0, 3)
      .join("\n");
  return `only the first time:\n${only(lines[0]!, lines[1]!)}\nonly the second time:\n${only(lines[1]!, lines[0]!)}`;
}

function inside({ start, end }: Span, text: string): boolean {
  return start >= 0 && start <= end && end <= text.length;
}

function checkTree({ documents, faults, source: { text } }: SpecFile): void {
  for (const { span, message } of faults)
    holds(inside(span, text), "every span lies inside the text", () => message);
  const seen = new Set<YamlNode>();
  const open: YamlNode[] = documents.flatMap(({ root }) => (root ? [root.node] : []));
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const { span, kind } = node;
    holds(
      inside(span, text),
      "every span lies inside the text",
      () => `a ${kind} at ${span.start} to ${span.end}`,
    );
    if (node.kind === "sequence") open.push(...node.items);
    if (node.kind === "mapping") open.push(...node.pairs.flatMap(({ key, value }) => [key, value]));
  }
}

function checkDiagnostic({ rule, message, range, related, fix }: Diagnostic, { source }: SpecFile): void {
  const ranges = [
    range,
    ...related.filter(({ path }) => path === undefined).map((other) => other.range),
    ...(fix?.edits.map((edit) => edit.range) ?? []),
  ];
  const isSound = ({ start, end }: Range) =>
    inside({ start: start.offset, end: end.offset }, source.text) &&
    isDeepStrictEqual([start, end], [source.position(start.offset), source.position(end.offset)]);
  holds(ranges.every(isSound), "every span lies inside the text", () => `${rule}: ${message}`);
  holds(message !== "", "a finding has a message", () => rule);
}

async function checkFix(file: SpecFile): Promise<void> {
  const { text } = file.source;
  const fix = async (current: SpecFile) =>
    (await unthrown("fixing", () => fixText(current, lint, { suggestions: true })))!;
  const { file: fixed, fixed: count } = await timed("fixing", text, () => fix(file));
  if (count === 0) return;
  const after = fixed.source.text;
  const again = (await fix(await readSpecFile("a.yml", after))).file.source.text;
  holds(again === after, "fix is idempotent", () => `${JSON.stringify(after)}\n${JSON.stringify(again)}`);
  const errors = (each: SpecFile) => each.faults.filter(({ severity }) => severity === "error").length;
  holds(errors(fixed) <= errors(file), "fix breaks no text", () => after);
  const lost = lostComments(text, after);
  holds(
    lost === undefined,
    "fix loses no comment",
    () => `${JSON.stringify(lost)} in ${JSON.stringify(after)}`,
  );
}

/**
 * A comment of a text that is missing after a fix; an ignore comment may go, since rules judge these, and what was meant as a value may
 * have become one.
 */
function lostComments(before: string, after: string): string | undefined {
  const left = commentsOf(after);
  return commentsOf(before).find((comment) => {
    const index = left.indexOf(comment);
    if (index !== -1) left.splice(index, 1);
    return index === -1 && !comment.includes("dryfire-ignore") && !after.includes(comment);
  });
}
