import type { CompletedCommand, CompletedOption, CompletionTable } from "./completion-table.ts";

/** The completion script for zsh: an autoload file, which can be evaluated too. */
export function zshCompletion({ commands, rules }: CompletionTable): string {
  const listed = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`);
  return `#compdef dryfire
_dryfire() {
  local -a commands rules
  commands=(
${listed.join("\n")}
  )
  rules=(${rules.join(" ")})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${commands.map(commandCase).join("\n")}
  esac
}
if [ "$funcstack[1]" = _dryfire ]; then
  _dryfire "$@"
else
  compdef _dryfire dryfire
fi
`;
}

function commandCase({ name, options, words }: CompletedCommand): string {
  const rest =
    words === "rules"
      ? "*:rule:($rules)"
      : words.length > 0
        ? `1:word:(${words.join(" ")})`
        : "*:path:_files";
  const specs = [...options.flatMap(optionSpecs), words === "rules" ? `"${rest}"` : quoted(rest)];
  return `    ${name})
      shift words
      (( CURRENT-- ))
      _arguments \\
${specs.map((spec) => `        ${spec}`).join(" \\\n")}
      ;;`;
}

function optionSpecs(option: CompletedOption): string[] {
  const description = option.description.replace(/[[\]\\:]/g, "\\$&");
  return option.names.map((name) => {
    const head = `${option.repeatable ? "*" : ""}${name}[${description}]`;
    return option.value === "rules" ? `${quoted(head)}":rule:($rules)"` : quoted(head + valueSpec(option));
  });
}

function valueSpec({ value }: CompletedOption): string {
  if (value === "none") return "";
  if (value === "path") return ":path:_files";
  return typeof value === "string" ? ":value:" : `:value:(${value.join(" ")})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
