import { RULES } from "../../../rules/index.ts";
import { rulesJson } from "../../report/lint/rules-json.ts";
import { painter } from "../../report/text/style.ts";
import { wrap } from "../../report/text/width.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { FIXABLE } from "../lint/fixable.generated.ts";

/** `dryfire rules`: lists all rules. */
export const command: Command = {
  name: "rules",
  summary: "Lists the rules with their severities, presets and fixes.",
  usage: "[OPTIONS]",
  options: {
    format: { value: "FORMAT", choices: ["pretty", "json"], description: "the format of the list" },
  },
  examples: [
    ["dryfire rules", "list the rules"],
    ["dryfire rules --format json", "list the rules as JSON"],
  ],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  const [name] = args.positionals;
  if (name !== undefined)
    throw new UsageError(`"dryfire rules" takes no names; write "dryfire explain ${name}"`);
  io.out(args.string("format") === "json" ? rulesJson(RULES, FIXABLE) : asTable(io));
  return 0;
}

function asTable({ terminal }: Io): string {
  const paint = painter(terminal.color);
  const color = { error: paint.red, warning: paint.yellow, info: paint.cyan };
  const width = Math.max(...RULES.map(({ id }) => id.length));
  const lines = RULES.map((rule) => {
    const marks = [rule.preset === "strict" ? "strict" : "", FIXABLE[rule.id] ? "fix" : ""].filter(Boolean);
    const severity = color[rule.severity](rule.severity.padEnd("warning".length));
    const head = `${rule.id.padEnd(width)}  ${severity}  ${marks.join(" ").padEnd("strict fix".length)}`;
    const isWide = width + "  warning  strict fix  ".length + rule.summary.length > terminal.columns;
    return terminal.interactive && isWide
      ? below(head, rule.summary, terminal.columns)
      : `${head}  ${rule.summary}\n`;
  });
  return `${lines.join("")}\n${RULES.length} rules; "dryfire explain RULE" explains one\n`;
}

/** A rule on a terminal too narrow for one line; without a terminal each rule has one line. */
function below(head: string, summary: string, columns: number): string {
  const lines = wrap(summary, columns - 4).map((line) => `    ${line}\n`);
  return `${head.trimEnd()}\n${lines.join("")}`;
}
