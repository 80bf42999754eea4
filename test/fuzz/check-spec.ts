import { isDeepStrictEqual } from "node:util";
import { RULES } from "../../rules/index.ts";
import type { YamlNode } from "../../src/document/node.ts";
import type { Range, Span } from "../../src/document/source.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { lintAlone } from "../../src/lint/finish.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { checkFix } from "./check-fix.ts";
import { checkReader } from "./check-reader.ts";
import { assertInvariant, assertNoCrash, timed } from "./invariant.ts";

const rules = activeRules(RULES, "strict");
const settings = { integrations: {}, assume: {} };

/** Reads, lints and fixes a text; `other` is linted in between and must not affect the result. */
export async function checkSpec(text: string, other: string): Promise<void> {
  await checkReader(text);
  const file = await timed(
    "reading",
    text,
    async () => (await assertNoCrash("reading", () => readSpecFile("a.yml", text)))!,
  );
  checkTree(file);
  const first = await timed("linting", text, () => lintFile(file));
  for (const diagnostic of first) checkDiagnostic(diagnostic, file);
  await lintFile(await readSpecFile("b.yml", other));
  const again = await lintFile(await readSpecFile("a.yml", text));
  assertInvariant(isDeepStrictEqual(plain(first), plain(again)), "lint is deterministic", () =>
    differences(first, again),
  );
  await checkFix(file, lintFile);
}

/** Lints a file with all rules. */
export async function lintFile(file: SpecFile): Promise<readonly Diagnostic[]> {
  return (await assertNoCrash("linting", async () => (await lintAlone(file, rules, settings)).diagnostics))!;
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
    assertInvariant(inside(span, text), "every span is inside the text", () => message);
  const seen = new Set<YamlNode>();
  const open: YamlNode[] = documents.flatMap(({ root }) => (root ? [root.node] : []));
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const { span, kind } = node;
    assertInvariant(
      inside(span, text),
      "every span is inside the text",
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
  assertInvariant(ranges.every(isSound), "every span is inside the text", () => `${rule}: ${message}`);
  assertInvariant(message !== "", "a finding has a message", () => rule);
}
