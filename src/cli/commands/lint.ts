import { RULES } from "../../../rules/index.ts";
import { checkRules, parseRuleOptions, RULE_OPTIONS } from "../args/rule-options.ts";
import {
  type Arguments,
  type Command,
  type ExitCode,
  grouped,
  type Io,
  PATHS,
  UsageError,
} from "../command.ts";
import { type ConfigOptions, Configs } from "../config/config-for-file.ts";
import { explicitConfig } from "../config/config-project-settings.ts";
import { Checkout } from "../git/checkout.ts";
import type { FixerOptions } from "../lint/fix-file.ts";
import type { LintCache } from "../lint/lint-cache.ts";
import { runLint } from "../lint/lint-run.ts";
import type { EarlierVersion } from "../lint/new-findings.ts";
import { failOptions, readFailOptions } from "../lint/report-run.ts";
import type { Shard } from "../lint/shard.ts";
import { FORMAT_OPTION, parseFormats } from "../output/formats.ts";

/** `dryfire lint`: reads specs, runs the rules, prints a report. */
export const command: Command = {
  name: "lint",
  summary: "Checks specs and definitions for errors that Codefresh rejects, and mistakes.",
  usage: "[PATH...] [OPTIONS]",
  positionals: PATHS,
  options: {
    ...grouped("Input", {
      "skip-non-specs": { description: "skip files that are not pipeline specs" },
      "stdin-filename": {
        value: "NAME",
        description: "the file name for standard input, used in reports and to find its config",
      },
      since: {
        value: "REV",
        description:
          "report only findings that the files at this commit do not have; REV... is its merge base with HEAD",
      },
      staged: {
        description:
          "lint the files as they are staged for the next commit; report only findings that HEAD, or REV, does not have",
      },
      shard: {
        value: "I/N",
        description:
          "lint only part I of N of the files; dryfire merge-reports merges the JSON reports of all parts",
      },
      cache: { description: "lint only files that changed since the last run with this option" },
      "cache-location": {
        value: "DIR",
        description: "the folder of the cache; by default the user's cache folder",
      },
      "repo-root": {
        value: "DIR",
        description:
          "check globs against the files that git tracks in this folder, and read the steps of each specTemplate from it; by default those of the checkout, for triggers and templates of its repository",
      },
    }),
    ...grouped("Rules", {
      ...RULE_OPTIONS,
      strict: { description: "use the strict preset: warnings become errors, and more rules run" },
    }),
    ...grouped("Config", {
      config: {
        value: "FILE",
        description: "use this config for all files, with its globs relative to the current folder",
      },
      "no-config": { description: "ignore all configs" },
      "load-rules": { description: "run the modules listed in the config's localRules; they are code" },
      "print-config": {
        value: "FILE",
        description: "print the config that applies to a file, as JSON, without linting",
      },
      "debug-files": {
        description: "print for each file why it is linted or not, and by which config, without findings",
      },
    }),
    ...grouped("Fix", {
      fix: { description: "apply safe fixes to the files" },
      "fix-suggestions": { description: "also apply fixes that may change the intended meaning" },
      diff: { description: "with --fix: print the changes as a diff for git apply, and write nothing" },
      check: { description: "with --fix: write nothing, and give exit code 1 if a file would change" },
    }),
    ...grouped("Baseline", {
      baseline: { value: "FILE", description: "hide the findings listed in this file" },
      "update-baseline": { description: "write the findings of this run to the baseline" },
    }),
    ...grouped("Report", {
      format: FORMAT_OPTION,
      quiet: { description: "show only errors" },
      ...failOptions("the config"),
    }),
  },
  examples: [
    ["dryfire lint", "check every spec in the current folder and its subfolders"],
    ["dryfire lint pipelines/ci.yml --format json", "check one file and print JSON"],
    ["dryfire lint pipelines --fix", "apply safe fixes"],
    [
      "dryfire lint --format sarif=lint.sarif --format pretty",
      "print one report and write another to a file",
    ],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const explicit = explicitConfig(args);
  checkTogether(args);
  const chosen = parseRuleOptions(args);
  const loadRules = args.flag("load-rules");
  if (!loadRules) checkRules(chosen, new Set(RULES.map(({ id }) => id)), false);
  const checkout = new Checkout(io.cwd, { stagedIn: args.flag("staged") ? io.cwd : undefined });
  const configs = await configsOf(args, { ...chosen, explicit }, checkout, io);
  const print = args.string("print-config");
  const formats = args.strings("format");
  const fails = readFailOptions(args);
  if (print !== undefined) {
    const { printConfig } = await import("../config/print-config.ts");
    return await printConfig(print, configs, { failOn: fails.failOn, formats }, io);
  }
  const earlier = await earlierOf(args, io);
  const trace = args.flag("debug-files")
    ? new (await import("../lint/file-trace.ts")).FileTrace(io.cwd, configs)
    : undefined;
  const code = await runLint(configs, io, {
    paths: args.positionals,
    skipNonSpecs: args.flag("skip-non-specs"),
    definitions: true,
    stdinFilename: args.string("stdin-filename"),
    fix: trace ? undefined : fixOf(args),
    baseline: args.string("baseline"),
    updateBaseline: args.flag("update-baseline"),
    formats: formats.length > 0 ? parseFormats(formats, io.cwd) : await configs.formats(),
    quiet: args.flag("quiet"),
    ...fails,
    cache: await cacheOf(args, io, checkout),
    trace,
    earlier,
    checkout,
    only: chosen.only,
    shard: await shardOf(args),
    repoRoot: args.string("repo-root"),
  });
  if (loadRules) checkRules(chosen, configs.knownRules, true);
  return code;
}

async function configsOf(
  args: Arguments,
  chosen: ConfigOptions,
  checkout: Checkout,
  io: Io,
): Promise<Configs> {
  const root = args.string("repo-root");
  const options = {
    ...chosen,
    checkout: checkout.options,
    writesReports: args.string("print-config") === undefined && args.strings("format").length === 0,
    strict: args.flag("strict"),
    none: args.flag("no-config"),
    loadRules: args.flag("load-rules"),
    settings:
      root === undefined
        ? { findRepositoryFiles: checkout.filesOf }
        : { repositoryFiles: await filesOf(root, args, io) },
  };
  return new Configs(options, io);
}

function checkTogether(args: Arguments): void {
  if (isCompared(args)) checkCompared(args);
  if (args.string("shard") !== undefined && args.string("baseline") !== undefined)
    throw new UsageError('"--shard" and "--baseline" cannot be combined; remove one of them');
  if (args.flag("update-baseline") && args.string("baseline") === undefined)
    throw new UsageError('"--update-baseline" requires a file to write; add --baseline FILE');
}

/** Whether only new findings are reported. */
function isCompared(args: Arguments): boolean {
  return args.string("since") !== undefined || args.flag("staged");
}

/** The options that need all findings. */
const NOT_COMPARED = ["fix", "fix-suggestions", "update-baseline", "shard"] as const;

function checkCompared(args: Arguments): void {
  const name = args.flag("staged") ? "staged" : "since";
  const other = NOT_COMPARED.find((each) => args.string(each) !== undefined || args.flag(each));
  if (other !== undefined)
    throw new UsageError(`"--${other}" and "--${name}" cannot be combined; remove one of them`);
  if (!args.positionals.includes("-")) return;
  if (args.flag("staged"))
    throw new UsageError('standard input and "--staged" cannot be combined; remove one of them');
  if (args.string("stdin-filename") === undefined)
    throw new UsageError(
      '"--since" needs the name of standard input to find its earlier version; add --stdin-filename NAME',
    );
}

async function earlierOf(args: Arguments, io: Io): Promise<EarlierVersion | undefined> {
  if (!isCompared(args)) return undefined;
  return new (await import("../lint/new-findings.ts")).EarlierVersion(args, io);
}

async function filesOf(root: string, args: Arguments, { cwd }: Io): Promise<readonly string[]> {
  const { repositoryFiles } = await import("../git/event-from-git.ts");
  return repositoryFiles(cwd, root, args.flag("staged"));
}

function fixOf(args: Arguments): FixerOptions | undefined {
  const [suggestions, diff, check] = [args.flag("fix-suggestions"), args.flag("diff"), args.flag("check")];
  if (args.flag("fix") || suggestions) return { suggestions, diff, check };
  if (diff || check)
    throw new UsageError(`"--${diff ? "diff" : "check"}" shows fixes; add --fix or --fix-suggestions`);
  return undefined;
}

/**
 * The cache cannot see changes of local rules, a run with fixes reads what it wrote, and one with
 * an earlier version needs the text of each file.
 */
async function cacheOf(args: Arguments, io: Io, checkout: Checkout): Promise<LintCache | undefined> {
  const location = args.string("cache-location");
  if (!args.flag("cache") && location === undefined) return undefined;
  if (args.flag("load-rules") || fixOf(args) || isCompared(args)) return undefined;
  return (await import("../lint/lint-cache.ts")).LintCache.open(io.cwd, location, checkout.state);
}

async function shardOf(args: Arguments): Promise<Shard | undefined> {
  const text = args.string("shard");
  return text === undefined ? undefined : new (await import("../lint/shard.ts")).Shard(text);
}
