import { isSequence, LocatedMapping, type Path, type Value } from "../src/document/located.ts";
import { quoteIt } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { SpecFile } from "../src/pipeline/model.ts";
import {
  cutPattern,
  findUnquoted,
  sortFaults,
  type UnquotedPattern,
  unquotedMessage,
} from "../src/pipeline/unquoted-patterns.ts";

export default defineRule({
  id: "unquoted-pattern",
  severity: "error",
  summary: "a glob, regex or cron expression has no quotes, and YAML does not read it as text",
  why: 'YAML reads a value that begins with `*` as an alias, with `!` as a tag, with `&` as an anchor, and with `{` as a mapping; it rejects `@`, and it ends a value before " #".',
  sources: ["tested with js-yaml 3.15, with and without quotes", "YAML 1.2.2, section 7.3.3, plain style"],
  onFaults: true,
  file(file, context) {
    if (file.faults.length > 0 && file.format === "yaml") reportBroken(file, context);
  },
  schemaFinding(finding, pipeline, context) {
    const found = findUnquoted(finding, pipeline);
    // A pattern that is cut at commas has a finding for each part.
    const isFirst = found?.became !== "comma" || finding.key === firstKey(found);
    if (found && isFirst) report(found, found.path, context);
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

function firstKey({ text, left }: UnquotedPattern): string {
  return text
    .slice(left!.length + 1)
    .split(",", 1)[0]!
    .trimEnd();
}

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
  const { span, text, unsure } = pattern;
  const fix = unsure ? undefined : quoteIt(span, text, context);
  context.report({ span, path }, unquotedMessage(pattern), { fix });
}
