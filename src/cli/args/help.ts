import yargs, { type Argv } from "yargs";
import type { Command, Option } from "../command.ts";

/** Returns the help of a command, at most `width` columns wide. */
export async function commandHelp(command: Command, width: number): Promise<string> {
  const usage = `dryfire ${command.name}${command.usage ? ` ${command.usage}` : ""}`;
  const parser = yargs([])
    .locale("en")
    .scriptName(`dryfire ${command.name}`)
    .help(false)
    .version(false)
    .wrap(width)
    .usage(`${command.summary}\n\nUsage: ${usage}${command.positionals ? `\n\n${command.positionals}` : ""}`);
  for (const [name, option] of Object.entries(command.options)) describe(parser, name, option);
  for (const [example, purpose] of command.examples) parser.example(example, purpose);
  return `${await parser.getHelp()}\n`;
}

/** Without a type, since yargs would print its tag directly after a full line. */
function describe(parser: Argv, name: string, option: Option): void {
  const value = option.value ? `${option.value}  ` : "";
  const choices = option.choices ? ` (${option.choices.join(", ")})` : "";
  parser.option(name, {
    describe: `${value}${option.description}${choices}`,
    ...(option.alias && { alias: option.alias }),
    ...(option.group && { group: `${option.group}:` }),
  });
}
