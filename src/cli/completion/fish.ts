import type { CompletedCommand, CompletedOption, CompletionTable } from "./completion-table.ts";

/** The completion script for fish. */
export function fishCompletion({ commands, rules }: CompletionTable): string {
  const lines = [
    "# fish completions for dryfire",
    `set -g __dryfire_rules ${rules.join(" ")}`,
    ...commands.map(
      ({ name, summary }) =>
        `complete -c dryfire -f -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
    ),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines({ name, options, words }: CompletedCommand): string[] {
  const when = `complete -c dryfire -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
  const plain =
    words === "rules"
      ? ['-f -a "$__dryfire_rules"']
      : words.length > 0
        ? [`-f -a ${quoted(words.join(" "))}`]
        : [];
  return [...plain, ...options.map(optionWords)].map((line) => `${when} ${line}`);
}

function optionWords({ names, description, value }: CompletedOption): string {
  const spelled = names.map((name) =>
    name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  return `${spelled.join(" ")}${valueWords(value)} -d ${quoted(description)}`;
}

function valueWords(value: CompletedOption["value"]): string {
  if (value === "none") return "";
  if (value === "rules") return ' -x -a "$__dryfire_rules"';
  if (value === "path") return " -r -F";
  return typeof value === "string" ? " -x" : ` -x -a ${quoted(value.join(" "))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
