import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { RULES } from "../../../rules/index.ts";
import type { Rule } from "../../lint/rule.ts";
import type { LintReport } from "../../report/lint/lint-report.ts";
import type { Io } from "../command.ts";
import type { RenderOptions } from "./formats.ts";

/** Returns the options of a report on standard output: colour, width and links of the terminal. */
export function terminalOptions({ files }: LintReport, io: Io, rules: readonly Rule[]): RenderOptions {
  const { color, columns } = io.terminal;
  const linkOf = files.some(({ diagnostics }) => diagnostics.length > 0) ? ruleLinks(io) : undefined;
  return { color, columns, rules, ...(linkOf && { linkOf }) };
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
