import type { KeyPath } from "../../schema/paths.ts";
import { UsageError } from "../command.ts";

/** The style in which options are written: command line, or keys of a case. */
export interface OptionStyle {
  /** In quotes: `"--push main"`. */
  quoted(name: string, value?: string): string;
  /** In running text: `--push main`. */
  plain(name: string, value?: string): string;
  /** A repeatable option with some values: `--changed a --changed b`. */
  several(name: string, values: readonly string[]): string;
}

const FLAGS: OptionStyle = {
  quoted: (...option) => `"${FLAGS.plain(...option)}"`,
  plain: (name, value) => `--${name}${value === undefined ? "" : ` ${value}`}`,
  several: (name, values) => values.map((value) => FLAGS.plain(name, value)).join(" "),
};

const keyOf = (name: string) => (name === "header" ? "headers" : name);

/** Headers are a mapping in a case. */
const writtenValue = (name: string, value: string) =>
  name === "header" ? value.replace(/^'(.*)'$/, "{$1}") : value;

const KEYS: OptionStyle = {
  quoted: (name, value) => `"${value === undefined ? keyOf(name) : KEYS.plain(name, value)}"`,
  plain: (name, value) => `${keyOf(name)}:${value === undefined ? "" : ` ${writtenValue(name, value)}`}`,
  several: (name, values) => KEYS.plain(name, `[${values.join(", ")}]`),
};

/** Wrong usage of options that a case has as keys, so that the message has both styles. */
export class OptionError extends UsageError {
  /** The keys of a case that the message is about, the one to point at first. */
  readonly keys: readonly string[];
  /** The place in the value of the first key, if that is the facts of an event. */
  readonly path: KeyPath;
  /** The message for a case. */
  readonly inKeys: string;

  /** Writes the message in a style. */
  readonly write: (style: OptionStyle) => string;

  constructor(names: readonly string[], write: (style: OptionStyle) => string, path: KeyPath = []) {
    super(write(FLAGS));
    this.keys = names.map(keyOf);
    this.inKeys = write(KEYS);
    this.write = write;
    this.path = path;
  }
}

/** Runs a reader of an option's value: its usage errors are about that option. */
export async function readingOption<T>(name: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw aboutOption(name, error);
  }
}

/** Runs a parser of an option's value, like `readingOption`. */
export function parsingOption<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw aboutOption(name, error);
  }
}

function aboutOption(name: string, error: unknown): unknown {
  if (!(error instanceof UsageError)) return error;
  if (!(error instanceof OptionError)) return new OptionError([name], () => error.message);
  return error.keys.length > 0 ? error : new OptionError([name], error.write, error.path);
}
