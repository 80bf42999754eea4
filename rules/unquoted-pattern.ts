import { isSequence, LocatedMapping, type Path, type Value } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { unquotedOf } from "../src/lint/schema-findings.ts";
import type { SpecFile } from "../src/pipeline/model.ts";
import {
  cutPattern,
  inSingleQuotes,
  sortFaults,
  type UnquotedPattern,
} from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "unquoted-pattern",
  severity: "error",
  summary: "a glob, regex or cron expression has no quotes, and YAML does not read it as text",
  why: 'YAML reads a value that begins with `*` as an alias, with `!` as a tag, with `&` as an anchor, and with `{` as a mapping; it rejects `@`, and it ends a value before " #".',
  sources: ["tested with js-yaml 3.15, with and without quotes", "YAML 1.2.2, section 7.3.3, plain style"],
  onFaults: true,
  file(file, context) {
    if (file.faults.length > 0) reportBroken(file, context);
  },
  schemaFinding(finding, pipeline, context) {
    const found = unquotedOf(finding, pipeline);
    if (found) report(found, found.path, context);
  },
  gitTrigger(trigger, context) {
    const { branchRegex, commentRegex, pullRequestTargetBranchRegex, modifiedFilesGlob } = trigger;
    for (const pattern of [branchRegex, commentRegex, pullRequestTargetBranchRegex, modifiedFilesGlob]) {
      const found = pattern && cutPattern(context.text, pattern);
      // `glob-cut-by-comment` reports a glob, since what is left of it is accepted.
      if (found?.text.startsWith("/")) report(found, pattern!.path, context);
    }
  },
});

function reportBroken(file: SpecFile, context: RuleContext): void {
  const { patterns } = sortFaults(file);
  const roots = file.documents.flatMap(({ root }) => root ?? []);
  for (const pattern of patterns) report(pattern, pathBefore(pattern.span.start, roots), context);
}

/** Returns the path of the last key that ends before an offset, in the recovered tree. */
function pathBefore(offset: number, values: readonly Value[]): Path | undefined {
  const last = values.findLast(({ span, anchor }) => !anchor && span.start <= offset);
  if (last && isSequence(last)) return pathBefore(offset, last.items);
  if (!(last instanceof LocatedMapping)) return undefined;
  const entry = last.entries.findLast(({ key }) => key.span.end <= offset);
  return entry && (pathBefore(offset, [entry.value]) ?? entry.value.path);
}

function report(pattern: UnquotedPattern, path: Path | undefined, context: RuleContext): void {
  const { span, text } = pattern;
  const edits = [{ span, text: inSingleQuotes(text) }];
  context.report({ span, path }, `${faultOf(pattern)}; quote it`, {
    fix: { title: "quote it", safe: true, edits },
  });
}

function faultOf({ text, became, left }: UnquotedPattern): string {
  const quoted = `"${text}"`;
  if (became === "cut") return `${quoted} is cut to "${left}" in YAML, where " #" begins a comment`;
  if (became === "comment") return `${quoted} is a comment in YAML, so the key has no value`;
  if (became === "mapping") return `${quoted} is a mapping in YAML because of its braces`;
  if (became === "colon") return `${quoted} is a key and a value in YAML because of its ": "`;
  if (became === "other") return `${quoted} is not text in YAML because of the "${text[0]}" at its start`;
  return `${quoted} is ${became === "tag" ? "a tag" : `an ${became}`} in YAML because of the "${text[0]}" at its start`;
}
