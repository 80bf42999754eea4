import { resolve } from "node:path";
import { RULES } from "../../../rules/index.ts";
import type { Severity } from "../../lint/diagnostic.ts";
import { type FileLintWithRules, finish } from "../../lint/finish.ts";
import { redactLintResult, redactPaths } from "../../lint/redact-lint.ts";
import { type ActiveRule, RuleSet } from "../../lint/rule-set.ts";
import { findingKey } from "../../report/lint/fingerprint.ts";
import { type LintedFile, type ShardField, summarize } from "../../report/lint/lint-report.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { byPath } from "../files/paths.ts";
import { readNamed } from "../files/read-text.ts";
import { validate } from "../lint/lint-report-validator.generated.ts";
import { exitCodeOf, failOptions, readFailOptions } from "../lint/report-run.ts";
import { findingsAboutIgnores, MAX_SHARDS } from "../lint/shard.ts";
import { FORMAT_OPTION, parseFormats } from "../output/formats.ts";
import { refuseInputs, writeReports } from "../output/write-reports.ts";

/** `dryfire merge-reports`: joins the JSON of `lint --shard` runs into one report. */
export const command: Command = {
  name: "merge-reports",
  summary: "Merges the JSON reports of lint --shard, and runs the rules that compare files.",
  usage: "FILE... [OPTIONS]",
  positionals: 'FILE is a report of "dryfire lint --shard I/N --format json"; give one for each part.',
  options: {
    format: { ...FORMAT_OPTION, description: `${FORMAT_OPTION.description}; by default json` },
    ...failOptions("the configs"),
  },
  examples: [
    ["dryfire merge-reports part-1.json part-2.json", "merge two parts into one JSON report"],
    ["dryfire merge-reports part-1.json part-2.json --format junit", "print the merged report as JUnit XML"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw new UsageError('the reports are missing; give the JSON files of "dryfire lint --shard"');
  const parts = args.positionals.map((file) => readPart(resolve(io.cwd, file), file));
  checkComplete(parts, args.positionals);
  const linted = parts.flatMap(lintedOf).sort(byPath);
  const finished = await redactLintResult(await redactPaths(finish(linted)));
  const formats = args.strings("format");
  const options = {
    formats: parseFormats(formats.length > 0 ? formats : ["json"], io.cwd),
    ...readFailOptions(args),
  };
  refuseInputs(options.formats, args.positionals, io.cwd);
  const pipelines = linted.reduce((sum, file) => sum + file.pipelines, 0);
  const hidden = finished.reduce((sum, file) => sum + file.hidden, 0);
  const report = { files: finished, summary: summarize(finished, pipelines, hidden) };
  await writeReports(options.formats, report, io, RULES);
  const code = exitCodeOf(finished, options, io);
  return parts.some(({ failed }) => failed) ? 2 : code;
}

/** Reads the part in a file. Throws `UsageError` if it is not a report of a part. */
function readPart(absolute: string, shown: string): ShardField {
  const part = partIn(readNamed(absolute, shown, "report"));
  if (part) return part;
  throw new UsageError(
    `"${shown}" is not the report of a part; write one with "dryfire lint --shard 1/2 --format json=part-1.json"`,
  );
}

function partIn(text: string): ShardField | undefined {
  try {
    const report: unknown = JSON.parse(text);
    if (validate(report).length > 0) return undefined;
    const { shard } = report as { shard?: ShardField };
    return shard && isPossible(shard) ? shard : undefined;
  } catch {
    return undefined;
  }
}

/** True if a part can come from `lint --shard`; the schema of reports decides the rest. */
function isPossible({ index, count, sets, files }: ShardField): boolean {
  const isPart = index >= 1 && index <= count && count <= MAX_SHARDS;
  return isPart && files.every(({ set }) => sets[set] !== undefined);
}

function checkComplete(parts: readonly ShardField[], names: readonly string[]): void {
  const { count, found, settings } = parts[0]!;
  const seen = new Map<number, string>();
  for (const [at, part] of parts.entries()) {
    const shown = names[at]!;
    if (part.count !== count)
      throw new UsageError(
        `"${shown}" is one of ${part.count} parts, but the others are of ${count}; use the reports of one run`,
      );
    const run = `"${shown}" is a part of another run than "${names[0]}"`;
    if (part.found !== found)
      throw new UsageError(
        `${run}, with other files; lint all parts in the same folder and commit, before other steps write files`,
      );
    if (part.settings !== settings)
      throw new UsageError(`${run}, with other settings; use the same options, configs and version`);
    const other = seen.get(part.index);
    if (other)
      throw new UsageError(`"${other}" and "${shown}" are both part ${part.index}; give each part once`);
    seen.set(part.index, shown);
  }
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
  if (missing.length > 0)
    throw new UsageError(`part ${missing.join(", ")} of ${count} is missing; give the reports of all parts`);
  const partOf = new Map<string, string>();
  for (const [at, { files }] of parts.entries())
    for (const { path } of files) {
      const other = partOf.get(path);
      if (other !== undefined)
        throw new UsageError(`"${path}" is in "${other}" and "${names[at]!}"; use the reports of one run`);
      partOf.set(path, names[at]!);
    }
}

interface MergedFile extends FileLintWithRules {
  readonly failOn?: Severity;
  readonly fingerprints: NonNullable<LintedFile["fingerprints"]>;
}

function lintedOf({ sets, files }: ShardField): MergedFile[] {
  const rules = sets.map(ruleSetOf);
  return files.map(({ path, set, pipelines, facts, ignores, diagnostics, fingerprints = [], failOn }) => ({
    path,
    pipelines,
    facts: facts.filter(({ rule }) => rules[set]!.get(rule)).map((fact) => ({ ...fact, path })),
    ignores,
    // An address in a report is not one of this program.
    diagnostics: diagnostics.map(({ url: _url, ...diagnostic }) => diagnostic),
    secrets: [],
    fingerprints: new Map(
      [...diagnostics, ...facts, ...findingsAboutIgnores(ignores, rules[set]!)].map((each, at) => [
        findingKey(each),
        fingerprints[at],
      ]),
    ),
    rules: rules[set]!,
    ...(failOn && { failOn }),
  }));
}

/** Local rules are code that is not available here; their findings are in the reports. */
function ruleSetOf(set: ShardField["sets"][number]): RuleSet {
  const byId = new Map(RULES.map((rule) => [rule.id, rule]));
  const active = set.flatMap(({ rule: id, severity }): ActiveRule[] => {
    const rule = byId.get(id);
    return rule ? [{ rule, options: {}, ...(severity && { severity }) }] : [];
  });
  return new RuleSet(active, [...byId.keys(), ...set.map(({ rule }) => rule)]);
}
