import { RULES } from "../../../rules/index.ts";
import type { Rule } from "../../lint/rule.ts";
import { painter } from "../../report/text/style.ts";
import { wrap } from "../../report/text/width.ts";
import { unknownRule } from "../args/arguments.ts";
import { type Arguments, type Command, type ExitCode, type Io, UsageError } from "../command.ts";
import { FIXABLE } from "../lint/fixable.generated.ts";

/** `dryfire explain`: prints the description in the file of a rule. */
export const command: Command = {
  name: "explain",
  summary: "Explains a rule: its findings, why they matter, and the sources.",
  usage: "RULE...",
  positionals: 'RULE is a rule id, as shown in reports; "dryfire rules" lists all ids.',
  options: {},
  examples: [["dryfire explain unknown-event", "explain one rule"]],
  run,
};

async function run(args: Arguments, io: Io): Promise<ExitCode> {
  if (args.positionals.length === 0)
    throw new UsageError('the rule is missing; write "dryfire explain RULE" ("dryfire rules" lists the ids)');
  const rules = args.positionals.map(ruleNamed);
  io.out(rules.map((rule) => explanation(rule, io)).join("\n"));
  return 0;
}

function ruleNamed(id: string): Rule {
  const rule = RULES.find((each) => each.id === id);
  if (rule) return rule;
  throw unknownRule(
    id,
    RULES.map((each) => each.id),
  );
}

function explanation(rule: Rule, { terminal }: Io): string {
  const paint = painter(terminal.color);
  const width = Math.min(terminal.columns, 100);
  const paragraph = (text: string, indent = "") =>
    wrap(text, width - indent.length).map((line) => `${indent}${line}`);
  const list = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : ["", title, ...entries.flatMap((entry) => paragraph(entry, "  "))];
  const options = Object.entries(rule.options ?? {}).map(([name, what]) => `${name}: ${what}`);
  const lines = [
    `${paint.bold(rule.id)}  ${traits(rule).join(", ")}`,
    "",
    ...paragraph(`${rule.summary.charAt(0).toUpperCase()}${rule.summary.slice(1)}.`),
    "",
    ...paragraph(rule.why),
    ...list("Options:", options),
    ...list("Sources:", rule.sources),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function traits(rule: Rule): string[] {
  const fix = { safe: "fixable with --fix", suggestion: "fixable with --fix-suggestions" };
  const kind = FIXABLE[rule.id];
  return [
    rule.severity,
    ...(rule.preset === "strict" ? ["strict preset only"] : []),
    ...(kind ? [fix[kind]] : []),
  ];
}
