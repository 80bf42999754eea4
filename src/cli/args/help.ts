import yargs, { type Argv } from "yargs";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, type Command, type Option, UsageError } from "../command.ts";
import { toArguments, withBareValues } from "./arguments.ts";

/** Reads any arguments of a command. Throws `UsageError` for an unknown option, a missing or wrong value, or one given twice. */
export function readArguments(command: Command, argv: readonly string[]): Arguments {
  refuseInherited(command, argv);
  const read = parserFor(command, withBareValues(command, argv)).parseSync() as Record<string, unknown>;
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(read)) {
    if (name === "_" || name === "$0" || name === "--") continue;
    const option = optionOf(command, name);
    if (option[1].alias === name || value === undefined) continue;
    options[option[0]] = checked(name, option[1], value);
  }
  const rest = (read["--"] as unknown[] | undefined) ?? [];
  return toArguments([...(read._ as unknown[]), ...rest].map(String), options);
}

/** yargs takes what every object has, such as `constructor`, for options of ours, and fails on it. */
function refuseInherited(command: Command, argv: readonly string[]): void {
  const end = argv.indexOf("--");
  for (const word of end < 0 ? argv : argv.slice(0, end)) {
    const name = /^--?([^=]+)/.exec(word)?.[1];
    if (name !== undefined && name in {}) optionOf(command, name);
  }
}

/** The help of a command, at most `width` columns wide. */
export async function commandHelp(command: Command, width: number): Promise<string> {
  const parser = parserFor(command, []).wrap(width);
  const usage = `dryfire ${command.name}${command.usage ? ` ${command.usage}` : ""}`;
  parser.usage(
    `${command.summary}\n\nUsage: ${usage}${command.positionals ? `\n\n${command.positionals}` : ""}`,
  );
  for (const [example, purpose] of command.examples) parser.example(example, purpose);
  return `${await parser.getHelp()}\n`;
}

function parserFor(command: Command, argv: readonly string[]): Argv {
  const parser = yargs([...argv])
    .locale("en")
    .scriptName(`dryfire ${command.name}`)
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({
      "boolean-negation": false,
      "camel-case-expansion": false,
      "dot-notation": false,
      "duplicate-arguments-array": true,
      "greedy-arrays": false,
      "parse-numbers": false,
      "parse-positional-numbers": false,
      "populate--": true,
      "short-option-groups": false,
    })
    .fail((message, error) => {
      throw new UsageError(wordsFor(message || error?.message || "", command));
    });
  for (const [name, option] of Object.entries(command.options)) describe(parser, name, option);
  return parser;
}

function describe(parser: Argv, name: string, option: Option): void {
  const value = option.value ? `${option.value}  ` : "";
  const choices = option.choices ? ` (${option.choices.join(", ")})` : "";
  parser.option(name, {
    type: option.type === "boolean" ? "boolean" : "string",
    describe: `${value}${option.description}${choices}`,
    ...(option.alias && { alias: option.alias }),
    ...(option.type !== "boolean" && { requiresArg: true }),
    ...(option.group && { group: `${option.group}:` }),
  });
}

function optionOf(command: Command, name: string): [string, Option] {
  const found = Object.entries(command.options).find(([long, { alias }]) => long === name || alias === name);
  if (found) return found;
  const near = closestMatch(name, Object.keys(command.options));
  const hint = near ? `did you mean "--${near}"?` : `see "dryfire ${command.name} --help"`;
  throw new UsageError(`unknown option "${name.length === 1 ? "-" : "--"}${name}"; ${hint}`);
}

function checked(name: string, option: Option, value: unknown): unknown {
  if (option.repeatable)
    return (Array.isArray(value) ? value : [value]).map((each) => single(name, option, each));
  if (!Array.isArray(value)) return single(name, option, value);
  if (option.type === "boolean") return value.at(-1);
  throw new UsageError(`"--${name}" is given ${value.length} times; give it once`);
}

function single(name: string, option: Option, value: unknown): unknown {
  if (option.type === "boolean") return value;
  const text = String(value);
  if (text === "") throw new UsageError(`"--${name}" has no value; give ${option.value ?? "one"}`);
  if (option.choices && !option.choices.includes(text)) {
    const list = option.choices.map((choice) => `"${choice}"`).join(", ");
    throw new UsageError(`"--${name}" cannot be "${text}"; it is one of ${list}`);
  }
  if (option.type !== "number") return text;
  if (!/^\d+$/.test(text)) throw new UsageError(`"--${name}" takes a whole number, not "${text}"`);
  return Number(text);
}

function wordsFor(message: string, command: Command): string {
  const missing = /following: (\S+)/.exec(message)?.[1];
  if (!missing) return `${message}; see "dryfire ${command.name} --help"`;
  return `"--${missing}" has no value; give ${command.options[missing]?.value ?? "one"}`;
}
