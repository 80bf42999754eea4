import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { RULES } from "../../../rules/index.ts";
import type { Rule } from "../../lint/rule.ts";
import type { LintReport } from "../../report/lint/lint-report.ts";
import { type Io, UsageError } from "../command.ts";
import { refuseLinks } from "../input/inside-repository.ts";
import { fromCheckout } from "./ci-paths.ts";
import { type FormatRequest, formats, type RenderOptions } from "./formats.ts";
import { writeFileAtomically, writeReason } from "./write-file.ts";

/**
 * Writes the reports of a run, each to its file or to standard output. `rules` are those that ran,
 * for the reports that describe them. Throws `UsageError` for a file that cannot be written, after
 * the other reports are written.
 */
export async function writeReports(
  requests: readonly FormatRequest[],
  report: LintReport,
  io: Io,
  rules: readonly Rule[],
): Promise<void> {
  let failed: UsageError | undefined;
  // Files first: the reader of standard output can stop early.
  for (const request of [...requests].sort((a, b) => Number(!a.file) - Number(!b.file))) {
    const { format, file } = request;
    const { forService, render } = formats[format];
    const options = file === undefined ? optionsOf(report, io, rules) : { ...NO_TERMINAL, rules };
    const text = await render(forService ? fromCheckout(report, io) : report, options);
    if (file === undefined) io.out(text);
    else failed = (await tryToWrite({ ...request, file }, text, io)) ?? failed;
  }
  if (failed) throw failed;
}

/** A file has no colour, and the default width. */
const NO_TERMINAL = { color: false, columns: 80 };

function optionsOf({ files }: LintReport, io: Io, rules: readonly Rule[]): RenderOptions {
  const { color, columns } = io.terminal;
  const linkOf = files.some(({ diagnostics }) => diagnostics.length > 0) ? ruleLinks(io) : undefined;
  return { color, columns, rules, ...(linkOf && { linkOf }) };
}

async function tryToWrite(
  request: FormatRequest & { readonly file: string },
  text: string,
  { cwd }: Io,
): Promise<UsageError | undefined> {
  const { file: shown } = request;
  const absolute = resolve(cwd, shown);
  try {
    refuseLinks(absolute, shown, cwd);
    if (request.fromConfig) (await import("./config-report.ts")).assertReplaceable(absolute, request);
    writeFileAtomically(absolute, text);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error;
    return new UsageError(`cannot write "${shown}": ${writeReason(error)}`);
  }
}

/** Variables that terminals with hyperlinks set, by the documentation of each. */
const TERMINALS: Readonly<Record<string, RegExp>> = {
  FORCE_HYPERLINK: /^(?!0$)./,
  KITTY_WINDOW_ID: /./,
  KONSOLE_VERSION: /^2[1-9]/,
  TERM: /^(?:alacritty|foot|xterm-ghostty)/,
  TERM_PROGRAM: /^(?:iTerm\.app|WezTerm|vscode|ghostty)$/,
  VTE_VERSION: /^(?:[5-9]\d{3}|\d{5})/,
  WT_SESSION: /./,
};

/** Where the escape sequence is not passed on, or the file is on another machine. */
const WITHOUT = ["TMUX", "STY", "SSH_CONNECTION", "CI"];

/**
 * Returns the addresses of rules on a terminal that shows hyperlinks; undefined elsewhere. They are
 * those of the installed documentation, since the project has no address of its own.
 */
function ruleLinks({ env, terminal }: Pick<Io, "env" | "terminal">): RenderOptions["linkOf"] {
  if (!terminal.interactive || !terminal.color || env.FORCE_HYPERLINK === "0") return undefined;
  if (env.FORCE_HYPERLINK === undefined && WITHOUT.some((name) => env[name] !== undefined)) return undefined;
  if (!Object.entries(TERMINALS).some(([name, form]) => form.test(env[name] ?? ""))) return undefined;
  // The program is `dist/lib`, next to the documents of the package.
  const file = join(dirname(import.meta.filename), "../../docs/rules.md");
  if (!existsSync(file)) return undefined;
  const ids = new Set(RULES.map(({ id }) => id));
  return (rule) => (ids.has(rule) ? `${pathToFileURL(file)}#${rule}` : undefined);
}
