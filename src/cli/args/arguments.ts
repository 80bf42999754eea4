import type { Arguments, Command, Option } from "../command.ts";

/** An option whose value may be left out: the next word is its value only where it can be one. */
export interface OptionalValue extends Option {
  /** The value where none is given. */
  readonly bare: string;
  accepts(word: string): boolean;
}

/** The arguments with the value of each option that leaves its own out, so that every option is followed by its value. */
export function withBareValues(command: Command, argv: readonly string[]): readonly string[] {
  const options = Object.entries(command.options).filter(([, option]) => "bare" in option);
  if (!options.some(([name]) => argv.includes(`--${name}`))) return argv;
  const end = argv.indexOf("--");
  return argv.map((word, index) => {
    const option = options.find(([name]) => word === `--${name}`)?.[1] as OptionalValue | undefined;
    if (!option || (end >= 0 && index > end)) return word;
    const next = argv[index + 1];
    return next !== undefined && option.accepts(next) ? word : `${word}=${option.bare}`;
  });
}

/** Option values by name, as a reader of the command line leaves them: a list where the option may repeat. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** Wraps what a reader of the command line found, so that both readers give the very same thing. */
export function toArguments(positionals: readonly string[], options: RawOptions): Arguments {
  const value = (name: string) => options[name];
  return {
    positionals,
    string: (name) => (typeof value(name) === "string" ? (value(name) as string) : undefined),
    strings: (name) => (Array.isArray(value(name)) ? (value(name) as string[]) : []),
    flag: (name) => (typeof value(name) === "boolean" ? (value(name) as boolean) : undefined),
    number: (name) => (typeof value(name) === "number" ? (value(name) as number) : undefined),
  };
}

/**
 * Reads the arguments of a plain run: known long options with their values, known flags, positional arguments. Gives undefined for all
 * else (help, an unknown or negated flag, a short one, a missing or wrong value), which the full reader then takes, so that loading it
 * is no cost of a run that needs none of it. The tests hold the two readers together.
 */
export function readPlainArguments(command: Command, argv: readonly string[]): Arguments | undefined {
  const options: Record<string, unknown> = {};
  const positionals: string[] = [];
  const words = withBareValues(command, argv);
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "-" || !word.startsWith("-")) {
      positionals.push(word);
      continue;
    }
    const read = readOption(command, word, words[index + 1]);
    if (!read || !store(options, command, read.name, read.value)) return undefined;
    if (read.tookNext) index++;
  }
  return toArguments(positionals, options);
}

function readOption(command: Command, word: string, next: string | undefined) {
  const [, name, given] = /^--([a-z][a-z-]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
  const option =
    name === undefined || !Object.hasOwn(command.options, name) ? undefined : command.options[name];
  if (!option || name === undefined) return undefined;
  if (option.type === "boolean")
    return given === undefined ? { name, value: true, tookNext: false } : undefined;
  if (given !== undefined) return given === "" ? undefined : { name, value: given, tookNext: false };
  if (next === undefined || next === "" || next.startsWith("-")) return undefined;
  return { name, value: next, tookNext: true };
}

function store(options: Record<string, unknown>, command: Command, name: string, value: unknown): boolean {
  const option = command.options[name]!;
  if (option.choices && !option.choices.includes(String(value))) return false;
  if (option.type === "number") {
    if (!/^\d+$/.test(String(value)) || name in options) return false;
    options[name] = Number(value);
  } else if (option.repeatable) {
    options[name] = [...((options[name] as unknown[]) ?? []), value];
  } else {
    if (name in options) return false;
    options[name] = value;
  }
  return true;
}
