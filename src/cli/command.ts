/** 0 fine, 1 findings or an expectation not met, 2 wrong usage or input, 3 a defect of ours. */
export type ExitCode = 0 | 1 | 2 | 3;

/** An option of a command, for parsing, help and completion. */
export interface Option {
  readonly description: string;
  /** The placeholder for the value in the help, such as `FILE`; a switch has none. */
  readonly value?: string;
  /** Whether the value is a whole number. */
  readonly isNumber?: boolean;
  readonly choices?: readonly string[];
  /** Whether it may be repeated; its value is then a list. */
  readonly repeatable?: boolean;
  readonly alias?: string;
  /** Whether the value may be empty. */
  readonly mayBeEmpty?: boolean;
  /** The heading in the help. */
  readonly group?: string;
}

/** Returns options under one heading of the help. */
export function grouped<Options extends Readonly<Record<string, Option>>>(
  group: string,
  options: Options,
): Options {
  const entries = Object.entries(options).map(([name, option]) => [name, { ...option, group }]);
  return Object.fromEntries(entries) as Options;
}

/** The parsed arguments: positional ones, and options by name. */
export interface Arguments {
  readonly positionals: readonly string[];
  /** The option whose value is the word before a positional argument. */
  readonly optionsBefore: ReadonlyMap<string, string>;
  /** True if an option was given; a flag that is off counts too. */
  has(name: string): boolean;
  string(name: string): string | undefined;
  strings(name: string): readonly string[];
  /** False if it was not given. */
  flag(name: string): boolean;
  number(name: string): number | undefined;
}

/** The environment of a command: all that it reads and writes, except files. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads all of standard input as text, once. Throws `UsageError` for input that is not text. */
  readStdin(): Promise<string>;
  /** Writes results. */
  out(text: string): void;
  /** Writes everything else. */
  err(text: string): void;
  /** Sentences for standard error with possible secrets; masked and written at the end. */
  readonly held?: { readonly sentences: string[]; readonly mayHaveSecret: (sentence: string) => boolean };
  /**
   * Whether results go to a terminal, in colour, how wide a line is, and whether standard error is
   * a terminal too, so that a line on it can be overwritten.
   */
  readonly terminal: {
    readonly interactive: boolean;
    readonly color: boolean;
    readonly columns: number;
    readonly progress?: boolean;
  };
}

/** One command of the command line. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The text after the name in the usage line. */
  readonly usage: string;
  /** The positional arguments in words, for the help. */
  readonly positionals?: string;
  /** The words that a positional argument can be, with their meaning; for help and completion. */
  readonly words?: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, Option>>;
  /** Command lines and their purpose; the tests run each of them. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

/** The positional arguments of commands that read specs, in words. */
export const PATHS =
  "PATH is a file, a folder, a glob, or - for standard input; by default the current folder.";

/** The commands by name, in the order of the help; each is loaded when it is called. */
export type CommandTable = Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>>;

/** Wrong usage, or unreadable input: one sentence with the remedy, exit code 2, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** The message as sentences, one for each fault. */
  readonly sentences: readonly string[];

  constructor(message: string, sentences: readonly string[] = [message]) {
    super(message);
    this.sentences = sentences;
  }
}

/** Returns the result of `run`, or that of `otherwise` if it throws a `UsageError`. */
export function unlessUsageError<T, U>(run: () => T, otherwise: (error: UsageError) => U): T | U {
  try {
    return run();
  } catch (error) {
    if (error instanceof UsageError) return otherwise(error);
    throw error;
  }
}
