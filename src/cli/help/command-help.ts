import yargs, { type Argv } from "yargs";
import { painter } from "../../report/text/style.ts";
import type { Command, Io, Option } from "../command.ts";
import { type HelpText, helpWidth, layOut } from "./layout.ts";

/** Returns the help of a command for a terminal. */
export async function commandHelp(command: Command, terminal: Io["terminal"]): Promise<string> {
  const options = await optionsText(command, helpWidth(terminal));
  const parts = [
    layOut(introduction(command), terminal),
    painted(options, terminal.color),
    layOut(examplesOf(command), terminal),
  ];
  return parts.filter((part) => part.trim() !== "").join("\n");
}

/** The part of a command's help before its options. */
export function introduction({ name, usage, summary, positionals, words }: Command): HelpText {
  return [
    { text: summary },
    { text: `Usage: dryfire ${name}${usage ? ` ${usage}` : ""}` },
    ...(positionals === undefined ? [] : [{ text: positionals }]),
    ...(words === undefined ? [] : [{ terms: Object.entries(words) }]),
  ];
}

/** The example command lines of a command, each with its purpose. */
export function examplesOf({ examples }: Command): HelpText {
  if (examples.length === 0) return [];
  return [{ heading: "Examples" }, { commands: examples }];
}

/** An option as written in help: `--format FORMAT[=FILE]`. */
export function optionTerm(name: string, { value }: Option): string {
  return value === undefined ? name : `${name} ${value}`;
}

/** The description of an option, with the words that are its values. */
export function optionDescription({ description, choices }: Option): string {
  return choices === undefined ? description : `${description} (${choices.join(", ")})`;
}

/** The options by group. yargs aligns them; a placeholder is part of the name that it prints. */
async function optionsText(command: Command, width: number): Promise<string> {
  const parser = yargs([]).locale("en").help(false).version(false).wrap(width).usage("");
  for (const [name, option] of Object.entries(command.options)) describe(parser, name, option);
  return `${(await parser.getHelp()).replace(/^\s*\n/, "").trimEnd()}\n`;
}

/** Without a type, since yargs would print its tag directly after a full line. */
function describe(parser: Argv, name: string, option: Option): void {
  parser.option(optionTerm(name, option), {
    describe: optionDescription(option),
    ...(option.alias && { alias: option.alias }),
    ...(option.group && { group: `${option.group}:` }),
  });
}

/** Headings and names of options in the colours of reports. */
function painted(text: string, color: boolean): string {
  const paint = painter(color);
  return text
    .replace(/^\S.*:$/gm, paint.bold)
    .replace(/^( +)((?:-\w, )?--[\w-]+)/gm, (_, indent, option) => indent + paint.cyan(option));
}
