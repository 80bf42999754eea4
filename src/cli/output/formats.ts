import { dirname, resolve } from "node:path";
import type { Rule } from "../../lint/rule.ts";
import { type LintReport, PLAIN, prettySummary } from "../../report/lint/lint-report.ts";
import { withoutCommands } from "../../report/text/escape.ts";
import type { ScreenOptions } from "../../report/text/style.ts";
import { didYouMean } from "../../util/closest-match.ts";
import { type Option, UsageError } from "../command.ts";
import { isFolder } from "../files/paths.ts";
import { VERSION } from "../version.ts";

/** The options of a report, next to its findings. */
export interface RenderOptions extends ScreenOptions {
  /** The rules that ran. */
  readonly rules: readonly Rule[];
  /** Returns the address of the documentation of a rule, where a terminal shows hyperlinks. */
  readonly linkOf?: (rule: string) => string | undefined;
}

/** One format of a lint report. */
interface LintFormat {
  /** The extension of its files. */
  readonly suffix: string;
  /** Its description in the documents. */
  readonly about: string;
  /** True if it prints "no problems" without findings, which misleads after a list of problems. */
  readonly forPeople?: boolean;
  /** True if a service looks up its paths in the checkout. */
  readonly forService?: boolean;
  readonly render: (report: LintReport, options: RenderOptions) => Promise<string>;
}

/** The formats of a lint report. Each loads its reporter only when it is used. */
const table = {
  pretty: {
    suffix: "txt",
    about:
      "For people, and the default: the findings of each file, with the exact characters underlined. Coloured on a terminal, unless `TERM` is `dumb`; `NO_COLOR` and `FORCE_COLOR` override this, and `--color` overrides them. Rule ids are links to the installed `docs/rules.md` on terminals that are known to show links; `FORCE_HYPERLINK=1` adds them, `FORCE_HYPERLINK=0` removes them.",
    forPeople: true,
    render: renderPretty,
  },
  json: {
    suffix: "json",
    about: "For other programs. The fields are described below; later versions only add fields.",
    render: async (report) => (await import("../../report/lint/lint-json.ts")).jsonReport(report),
  },
  lines: {
    suffix: "txt",
    about: "One line per finding, for editors and `grep`. Empty if there are no findings.",
    render: async (report) =>
      withoutCommands((await import("../../report/lint/lines.ts")).linesReport(report)),
  },
  github: {
    suffix: "txt",
    about:
      "Workflow commands, which GitHub Actions shows as annotations of a pull request. An info is a notice.",
    forService: true,
    render: async (report) => (await import("../../report/lint/github.ts")).githubReport(report),
  },
  gitlab: {
    suffix: "json",
    about:
      "A code quality report, which GitLab shows in a merge request. An error is critical, a warning major. A fingerprint is made from the rule, the pointer and the text there, never from line numbers, so that only new findings count as new.",
    forService: true,
    render: async (report) => (await import("../../report/lint/gitlab.ts")).gitlabReport(report),
  },
  sarif: {
    suffix: "sarif",
    about:
      "SARIF 2.1.0, for code scanning: the rules that ran with their help, and the findings with related locations, fixes and fingerprints. The example ran one rule; without `--only` every rule is listed. GitHub shows 5,000 results of a file and refuses one with more than 25,000; `--quiet` and `--shard` give fewer.",
    forService: true,
    render: renderSarif,
  },
  junit: {
    suffix: "xml",
    about:
      "JUnit XML: a suite per file, a failed test per finding, one passed test for a file without findings. JUnit has no severity, so every finding is a failure, with its severity as the type.",
    forService: true,
    render: async (report) => (await import("../../report/lint/junit.ts")).junitReport(report),
  },
  checkstyle: {
    suffix: "xml",
    about:
      "XML as Checkstyle prints it, for Jenkins and other services that read it: an element per file and finding, with the rule as `source`.",
    render: async (report) => (await import("../../report/lint/checkstyle.ts")).checkstyleReport(report),
  },
  rdjson: {
    suffix: "json",
    about:
      "For [reviewdog](https://github.com/reviewdog/reviewdog), `reviewdog -f=rdjson`: the findings, with fixes as suggestions. Messages are code spans of Markdown, since reviewdog shows them in comments. Columns are bytes of UTF-8. The edits of a fix are one suggestion.",
    render: async (report) => (await import("../../report/lint/rdjson.ts")).rdjsonReport(report),
  },
  markdown: {
    suffix: "md",
    about:
      "For a comment on a pull request or `$GITHUB_STEP_SUMMARY`: the counts, and a table of the findings, cut where GitHub would refuse it.",
    forPeople: true,
    forService: true,
    render: async (report) =>
      withoutCommands((await import("../../report/lint/lint-markdown.ts")).lintMarkdown(report)),
  },
  summary: {
    suffix: "txt",
    about:
      "The findings counted by rule and by folder, with those that `--fix` fixes, for a first look at many specs.",
    forPeople: true,
    render: async (report, options) =>
      withoutCommands((await import("../../report/lint/lint-summary.ts")).lintSummary(report, options)),
  },
} as const satisfies Readonly<Record<string, LintFormat>>;

export type Format = keyof typeof table;
export const formats: Readonly<Record<Format, LintFormat>> = table;
export const FORMATS: readonly Format[] = Object.keys(table).filter(isFormat);

function isFormat(name: string): name is Format {
  return Object.hasOwn(table, name);
}

/** Most runs find nothing, and need nothing of the code that draws findings. */
async function renderPretty(report: LintReport, options: RenderOptions): Promise<string> {
  if (!options.color && report.files.every(({ diagnostics }) => diagnostics.length === 0))
    return prettySummary(report.summary, 0, PLAIN);
  return withoutCommands((await import("../../report/lint/pretty.ts")).prettyReport(report, options));
}

async function renderSarif(report: LintReport, { rules }: RenderOptions): Promise<string> {
  const { sarifReport } = await import("../../report/lint/sarif.ts");
  return sarifReport(report, { version: VERSION, rules });
}

/** One requested report; to standard output if it has no file. */
export interface FormatRequest {
  readonly format: Format;
  /** As the user wrote it, relative to the working folder. */
  readonly file?: string;
  /** Whether a config names the file, so that it may replace only a report. */
  readonly fromConfig?: boolean;
}

/** The option of `lint`. */
export const FORMAT_OPTION: Option = {
  value: "FORMAT[=FILE]",
  repeatable: true,
  description: `the format of the findings: ${FORMATS.join(", ")}; with =FILE, written to a file; can be repeated`,
};

/**
 * Parses the values of `--format`, default `pretty`. Throws `UsageError` for an unknown format, two
 * reports to one place, or a file whose folder does not exist. `cwd` is the working folder.
 */
export function parseFormats(values: readonly string[], cwd: string): FormatRequest[] {
  if (values.length === 0) return [{ format: "pretty" }];
  const requests = values.map((value) => parseFormat(value));
  assertDistinct(requests, cwd);
  return requests;
}

/**
 * Throws `UsageError` for two reports to one place and, if they are to be written, for a file whose
 * folder does not exist.
 */
export function assertDistinct(requests: readonly FormatRequest[], cwd: string, areWritten = true): void {
  const taken = new Map<string, FormatRequest>();
  for (const request of requests) {
    const place = request.file === undefined ? "" : resolve(cwd, request.file);
    const other = taken.get(place);
    if (other) throw clash(other, request);
    if (areWritten && place !== "") checkPlace(place, request);
    taken.set(place, request);
  }
}

/** Parses `sarif` or `sarif=FILE`. Throws `UsageError`, whose message names `option`. */
export function parseFormat(value: string, option = "--format"): FormatRequest {
  const [, name = "", file] = /^([^=]*)(?:=([\s\S]*))?$/.exec(value) ?? [];
  if (!isFormat(name)) {
    const hint = didYouMean(name, FORMATS, `use ${FORMATS.map((each) => `"${each}"`).join(", ")}`);
    throw new UsageError(`"${option}" cannot be "${name}"; ${hint}`);
  }
  if (file === "")
    throw new UsageError(
      `"${option} ${value}" has no file name; write it as "${name}=report.${formats[name].suffix}"`,
    );
  return file === undefined || file === "-" ? { format: name } : { format: name, file };
}

function clash(one: FormatRequest, other: FormatRequest): UsageError {
  const both = `"${one.format}" and "${other.format}"`;
  return new UsageError(
    one.file === undefined
      ? `${both} cannot both be written to standard output; give one a file, such as "${other.format}=report.${formats[other.format].suffix}"`
      : `${both} cannot both be written to "${other.file}"; give each its own file`,
  );
}

function checkPlace(absolute: string, { format, file }: FormatRequest): void {
  if (isFolder(absolute))
    throw new UsageError(
      `cannot write "${file}": it is a folder; name a file in it, such as "${format}=${file}/report.${formats[format].suffix}"`,
    );
  if (!isFolder(dirname(absolute)))
    throw new UsageError(`cannot write "${file}": its folder does not exist; create the folder first`);
}
