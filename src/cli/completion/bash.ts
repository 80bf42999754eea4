import type { CompletedCommand, CompletedOption, CompletionTable } from "./completion-table.ts";

/** The completion script for bash 3.2 and later, without the package bash-completion. */
export function bashCompletion({ commands, rules }: CompletionTable): string {
  return `# bash completions for dryfire
_dryfire() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}"
  local list=""
  case "$word" in *,*) list="\${word%,*}," ;; esac
  local rules="${rules.join(" ")}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word"))
    return
  fi
  case "$command $before" in
${commands.flatMap(valueCases).join("\n")}
  esac
  case "$command" in
${commands.map(commandCase).join("\n")}
  esac
}
complete -o filenames -F _dryfire dryfire
`;
}

function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap((option) => {
    if (option.value === "none") return [];
    const patterns = option.names.map((written) => `"${name} ${written}"`).join("|");
    return [`    ${patterns}) ${valueReply(option)}; return ;;`];
  });
}

function valueReply({ value }: CompletedOption): string {
  if (value === "rules") return 'COMPREPLY=($(compgen -P "$list" -W "$rules" -- "${word##*,}"))';
  if (value === "path") return 'COMPREPLY=($(compgen -f -- "$word"))';
  return typeof value === "string" ? ":" : `COMPREPLY=($(compgen -W "${value.join(" ")}" -- "$word"))`;
}

function commandCase({ name, options, words }: CompletedCommand): string {
  const names = options.flatMap((option) => option.names).join(" ");
  const plain = words === "rules" ? '-W "$rules"' : words.length > 0 ? `-W "${words.join(" ")}"` : "-f";
  return `    ${name})
      case "$word" in
        -*) COMPREPLY=($(compgen -W "${names}" -- "$word")) ;;
        *) COMPREPLY=($(compgen ${plain} -- "$word")) ;;
      esac ;;`;
}
