import { RULES } from "../../rules/index.ts";
import { atLeast, byPlace, type Severity } from "../lint/diagnostic.ts";
import { lintProject } from "../lint/project.ts";
import type { LintSettings } from "../lint/rule.ts";
import { activeRules, type RuleSet } from "../lint/rule-set.ts";
import { type FileLint, lintFile } from "../lint/run.ts";
import { jsonReport } from "../report/json.ts";
import { type LintedFile, type LintReport, summarize } from "../report/lint-report.ts";
import { prettyReport } from "../report/pretty.ts";
import type { Arguments, Command, ExitCode, Io } from "./command.ts";
import { Inputs } from "./inputs.ts";

const SEVERITY_CHOICES = ["error", "warning", "info"];

/** `dryfire lint`: reads specs, runs the rules, prints a report. */
export const command: Command = {
  name: "lint",
  summary:
    "Checks pipeline specs against what the platform accepts, and for what is almost surely not meant.",
  usage: "[PATH...] [OPTIONS]",
  positionals:
    "PATH is a file, a folder, a glob, or - for standard input; the current folder where none is given.",
  options: {
    format: {
      type: "string",
      value: "FORMAT",
      choices: ["pretty", "json"],
      description: "how to print the findings",
    },
    "fail-on": {
      type: "string",
      value: "SEVERITY",
      choices: SEVERITY_CHOICES,
      description: "the lightest severity that gives exit code 1; errors by default",
    },
    "skip-non-specs": { type: "boolean", description: "pass over files that are no pipeline specs" },
    "stdin-filename": { type: "string", value: "NAME", description: "the name of standard input in reports" },
  },
  examples: [
    ["dryfire lint", "check every spec below the current folder"],
    ["dryfire lint pipelines/ci.yml --format json", "check one file, for another program to read"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const rules = activeRules(RULES);
  const stdinFilename = args.string("stdin-filename");
  const inputs = new Inputs(args.positionals, io, {
    skipNonSpecs: args.flag("skip-non-specs") ?? false,
    ...(stdinFilename !== undefined && { stdinFilename }),
  });
  const report = await lintAll(inputs, rules, { integrations: {}, assume: {} });
  io.out(args.string("format") === "json" ? jsonReport(report) : prettyReport(report, io.terminal));
  if (inputs.problems > 0) return 2;
  return fails(report, (args.string("fail-on") ?? "error") as Severity) ? 1 : 0;
}

async function lintAll(inputs: Inputs, rules: RuleSet, settings: LintSettings): Promise<LintReport> {
  const files: LintedFile[] = [];
  const linted: FileLint[] = [];
  for await (const file of inputs.files()) {
    const result = await lintFile(file, rules, settings);
    linted.push(result);
    const keepText = result.diagnostics.length > 0 || result.facts.length > 0;
    files.push({ ...result, ...(keepText && { text: file.source.text }) });
  }
  const across = lintProject(
    rules,
    linted.flatMap(({ facts }) => facts),
  );
  const all = files.map((file) => withMore(file, across.get(file.path)));
  const pipelines = linted.reduce((sum, file) => sum + file.pipelines, 0);
  return { files: all, summary: summarize(all, pipelines, 0) };
}

function withMore(file: LintedFile, more: LintedFile["diagnostics"] = []): LintedFile {
  return more.length === 0 ? file : { ...file, diagnostics: [...file.diagnostics, ...more].sort(byPlace) };
}

function fails(report: LintReport, threshold: Severity): boolean {
  return report.files.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => atLeast(severity, threshold)),
  );
}
