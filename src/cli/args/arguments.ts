import { parseArgs } from "node:util";
import { closestMatch } from "../../util/closest-match.ts";
import { groupBy } from "../../util/group-by.ts";
import { type Arguments, type Command, type Option, UsageError } from "../command.ts";

/** An option with an optional value: the next word is its value only if it can be one. */
export interface OptionalValue extends Option {
  /** The value if none is given. */
  readonly bare: string;
  accepts(word: string): boolean;
}

/** An occurrence of an option; its value is undefined if nothing follows it. */
interface GivenOption {
  readonly value: string | undefined;
  /** Whether the value follows an equals sign, not a space. */
  readonly inlineValue: boolean | undefined;
}

/** Parses the arguments of a command. Throws `UsageError` for unknown options and wrong values. */
export function parseArguments(command: Command, argv: readonly string[]): Arguments {
  const parsed = parseWords(command, argv);
  if (parsed.positionals.includes(""))
    throw new UsageError("an argument is empty; remove it, or check the variable in its place");
  return parsed;
}

function parseWords(command: Command, argv: readonly string[]): Arguments {
  // Most runs have no options, and the first call of `parseArgs` costs start-up time.
  if (!argv.some((word) => word.startsWith("-"))) return toArguments(argv, {});
  const names = Object.entries(command.options).flatMap(([name, { alias, value }]) => {
    const type = value === undefined ? ("boolean" as const) : ("string" as const);
    return [name, alias ?? []].flat().map((each) => [each, { type }] as const);
  });
  const { tokens } = parseArgs({
    args: withLongNames(command, argv),
    options: Object.fromEntries(names),
    strict: false,
    tokens: true,
  });
  const positionals = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  const tokensOfOptions = tokens.filter((token) => token.kind === "option");
  const given = groupBy(tokensOfOptions, ({ name }) => fullName(command, name));
  const options = [...given].map(([name, all]) => [name, parsedValue(name, command.options[name]!, all)]);
  const strays = tokens.flatMap((token, at) => {
    const before = tokens[at - 1];
    if (token.kind !== "positional" || before?.kind !== "option" || before.inlineValue) return [];
    return before.value === undefined ? [] : [[token.value, fullName(command, before.name)] as const];
  });
  return toArguments(positionals, Object.fromEntries(options), new Map(strays));
}

/** Wraps the values of options by name; a repeatable option has a list. */
export function toArguments(
  positionals: readonly string[],
  options: Readonly<Record<string, unknown>>,
  optionsBefore: Arguments["optionsBefore"] = new Map(),
): Arguments {
  const value = (name: string) => options[name];
  const isEmpty = (list: unknown) => Array.isArray(list) && list.length === 0;
  return {
    positionals,
    optionsBefore,
    has: (name) => value(name) !== undefined && !isEmpty(value(name)),
    string: (name) => (typeof value(name) === "string" ? (value(name) as string) : undefined),
    strings: (name) => (Array.isArray(value(name)) ? (value(name) as string[]) : []),
    flag: (name) => value(name) === true,
    number: (name) => (typeof value(name) === "number" ? (value(name) as number) : undefined),
  };
}

/** Returns the words with `-b` as `--b`, and with default values for options without one. */
function withLongNames(command: Command, argv: readonly string[]): string[] {
  const end = argv.indexOf("--");
  return argv.map((word, index) => {
    if (end >= 0 && index >= end) return word;
    if (/^-[^-\d]/.test(word)) return `-${word}`;
    const option = Object.entries(command.options).find(([name]) => word === `--${name}`)?.[1];
    if (!option || !("bare" in option)) return word;
    const { accepts, bare } = option as OptionalValue;
    const next = argv[index + 1];
    return next !== undefined && accepts(next) ? word : `${word}=${bare}`;
  });
}

/** The name of an option, which may be given by its alias. */
function fullName(command: Command, given: string): string {
  const found = Object.entries(command.options).find(
    ([name, { alias }]) => given === name || given === alias,
  );
  if (found) return found[0];
  const [name = "", ...rest] = given.split(/\s+/);
  if (rest.length > 0 && Object.hasOwn(command.options, name)) {
    const remedy = command.options[name]!.value ? `"--${name}=${rest.join(" ")}", or ` : "";
    throw new UsageError(`"--${given}" is one argument; write ${remedy}two arguments`);
  }
  const near = closestMatch(given, Object.keys(command.options));
  const hint = near ? `did you mean "--${near}"?` : `see "dryfire ${command.name} --help"`;
  throw new UsageError(`unknown option "${given.length === 1 ? "-" : "--"}${given}"; ${hint}`);
}

function parsedValue(name: string, option: Option, given: readonly GivenOption[]): unknown {
  if (option.value === undefined) return (given.at(-1)!.value ?? "true") === "true";
  if (option.repeatable) return given.map((each) => singleValue(name, option, each));
  if (given.length === 1) return singleValue(name, option, given[0]!);
  throw new UsageError(`"--${name}" is repeated ${given.length} times; give it once`);
}

function singleValue(name: string, option: Option, { value, inlineValue }: GivenOption): string | number {
  const isOption = !inlineValue && /^-[^\d]/.test(value ?? "");
  if (value === "" && !option.mayBeEmpty)
    throw new UsageError(
      `the value of "--${name}" is empty; give ${option.value}, or check the variable in its place`,
    );
  if (value === undefined || isOption) throw new UsageError(`"--${name}" has no value; give ${option.value}`);
  if (option.choices && !option.choices.includes(value)) {
    const list = option.choices.map((choice) => `"${choice}"`).join(", ");
    throw new UsageError(`"--${name}" cannot be "${value}"; use ${list}`);
  }
  if (!option.isNumber) return value;
  if (!/^\d+$/.test(value)) throw new UsageError(`"--${name}" cannot be "${value}"; give a whole number`);
  return Number(value);
}
