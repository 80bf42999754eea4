import type { CasesReport } from "../../report/cases/cases-report.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { Coverage } from "../../simulate/cases/case-coverage.ts";
import { CaseSpecs } from "../cases/case-specs.ts";
import { casesFiles, nameFilter } from "../cases/find-cases.ts";
import { tryFile } from "../cases/run-cases.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { configOptions } from "../config/config-project-settings.ts";
import { EventFiles } from "../event/event-files.ts";
import { eventOptions, sourceOptions } from "../event/event-options.ts";
import { pathFromCheckout } from "../output/ci-paths.ts";
import { type FormatOf, formatOf, formatOption } from "../output/command-formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { acceptedOption } from "../simulate/pipeline-options.ts";
import { repoRootOption } from "../simulate/step-definitions.ts";

/** `dryfire test`: checks triggers against the cases of files. */
export const command: Command = {
  name: "test",
  summary: "Runs test cases: the triggers that each event must fire or skip, the reasons, and the builds.",
  usage: "[PATH...] [OPTIONS]",
  positionals:
    "PATH is a cases file, a folder to search for *.dryfire-test.yaml and .yml, or a glob; by default the current folder. With --record, PATH is a spec for a new file.",
  options: {
    format: formatOption("test", "the format of the results; markdown is for a comment on a pull request"),
    filter: {
      value: "TEXT|/REGEX/",
      description: "run the cases whose name contains a text, ignoring case, or matches a regex",
    },
    coverage: {
      description:
        "list the triggers that no case fires, the conditions by which no case skips them, and the conditions of steps that no case makes true or false",
    },
    record: {
      value: "FILE",
      description: "add a case to a file: the event that the options describe, with the current results",
    },
    name: { value: "NAME", description: "the name of the recorded case" },
    ...acceptedOption,
    ...repoRootOption,
    ...eventOptions,
    ...sourceOptions,
    ...configOptions,
  },
  examples: [
    ["dryfire test", "all cases in the current folder and its subfolders"],
    ["dryfire test --filter release --coverage", "some cases, and the triggers that they do not cover"],
    ["dryfire test --format junit", "a JUnit report for continuous integration"],
    [
      "dryfire test --record ci.dryfire-test.yaml --name 'a push to main' --push main pipelines",
      "write a case with the current results",
    ],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.string("record") !== undefined) return await (await import("../cases/record.ts")).record(args, io);
  refuseEvents(args);
  const wants = nameFilter(args.string("filter"));
  const { files, problems } = await casesFiles(args.positionals, io.cwd);
  for (const problem of problems) writeStderr(io, problem);
  const coverage = args.flag("coverage") ? new Coverage() : undefined;
  const test = { io, args, specs: new CaseSpecs(io.cwd), files: new EventFiles(), coverage, wants };
  const runs = [];
  for (const path of files) runs.push(await tryFile(path, test));
  const whole = runs.filter((each) => each !== undefined);
  const report = await redactDetected(reportOf(whole, coverage));
  if (whole.length > 0) io.out(await render(report, formatOf("test", args), io));
  if (problems.length > 0 || whole.length < runs.length) return 2;
  if (report.summary.passed + report.summary.failed === 0 && report.summary.left > 0)
    throw new UsageError(`no case matches "--filter ${args.string("filter")}"; check the filter`);
  return report.summary.failed > 0 ? 1 : 0;
}

/** The options of an event are for recording only. */
function refuseEvents(args: Arguments): void {
  const given = ["name", ...Object.keys({ ...eventOptions, ...sourceOptions })].find((name) =>
    args.has(name),
  );
  if (given) throw new UsageError(`--${given} requires --record FILE`);
}

function reportOf(
  runs: readonly { report: CasesReport["files"][number]; left: number }[],
  coverage: Coverage | undefined,
): CasesReport {
  const cases = runs.flatMap(({ report }) => report.cases);
  const failed = cases.filter(({ outcome }) => outcome === "failed").length;
  const left = runs.reduce((sum, each) => sum + each.left, 0);
  return {
    files: runs.map(({ report }) => report).filter(({ cases: own }) => left === 0 || own.length > 0),
    coverage: coverage?.result() ?? null,
    summary: { passed: cases.length - failed, failed, left },
  };
}

/** The report with paths from the root of the checkout, as services expect them. */
function fromCheckout(report: CasesReport, io: Io): CasesReport {
  const moved = pathFromCheckout(io);
  if (!moved) return report;
  return { ...report, files: report.files.map((file) => ({ ...file, path: moved(file.path) })) };
}

async function render(report: CasesReport, format: FormatOf<"test">, io: Io): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../../report/cases/cases-json.ts")).casesJson(report);
    case "junit":
      return (await import("../../report/cases/cases-junit.ts")).casesJunit(fromCheckout(report, io));
    case "github":
      return (await import("../../report/cases/cases-github.ts")).casesGithub(fromCheckout(report, io));
    case "markdown":
      return withoutCommands(
        (await import("../../report/cases/cases-markdown.ts")).casesMarkdown(fromCheckout(report, io)),
      );
    case "pretty":
      return withoutCommands(
        (await import("../../report/cases/cases-pretty.ts")).casesPretty(report, io.terminal),
      );
  }
}
