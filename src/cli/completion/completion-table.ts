import type { Command, Option } from "../command.ts";
import { FORMAT_OPTION, FORMATS } from "../output/formats.ts";

/** The input of a completion script: the commands with their options, and the rules. */
export interface CompletionTable {
  readonly commands: readonly CompletedCommand[];
  readonly rules: readonly string[];
}

/** One command for completion. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** The words that may follow the command; empty for paths. */
  readonly words: readonly string[] | "rules";
}

/** One option for completion. */
export interface CompletedOption {
  /** As typed: `--format`, `-q`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly repeatable: boolean;
  /** Its value: none, one of some words, the id of a rule, a path, or anything. */
  readonly value: "none" | "rules" | "path" | "any" | readonly string[];
}

/** Returns a command for completion. `summary` is its line in the list of commands. */
export function completedCommand(command: Command, summary: string): CompletedCommand {
  const options = Object.entries(command.options).map(([name, option]) => completedOption(name, option));
  const help = {
    names: ["--help"],
    description: "show help for the command",
    repeatable: false,
    value: "none",
  } as const;
  return { name: command.name, summary, options: [...options, help], words: wordsOf(command) };
}

/** The words of a command; `TOPIC...` is mostly the id of a rule, anything else a path. */
function wordsOf({ usage, words = {} }: Command): CompletedCommand["words"] {
  return /^TOPIC\b/.test(usage) ? "rules" : Object.keys(words);
}

function completedOption(name: string, option: Option): CompletedOption {
  return {
    names: [`--${name}`, ...(option.alias ? [`-${option.alias}`] : [])],
    description: option.description,
    repeatable: option.repeatable ?? false,
    value: valueKind(option),
  };
}

function valueKind({ choices, value }: Option): CompletedOption["value"] {
  if (value === undefined) return "none";
  if (choices) return choices;
  if (value === "RULE") return "rules";
  if (value === FORMAT_OPTION.value) return FORMATS;
  return value === "FILE" || value === "DIR" || value === "FOLDER" ? "path" : "any";
}
