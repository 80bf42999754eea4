/** What a run ends with: 0 fine, 1 findings or an expectation not met, 2 wrong usage or unreadable input, 3 a defect of ours. */
export type ExitCode = 0 | 1 | 2 | 3;

/** An option of a command, as help, parsing and shell completion need it. */
export interface Option {
  readonly type: "string" | "boolean" | "number";
  readonly description: string;
  /** The word that stands for the value in the help, such as `FILE`. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** Whether it may be given several times; its value is then a list. */
  readonly repeatable?: boolean;
  readonly alias?: string;
  /** The heading under which the help lists it. */
  readonly group?: string;
}

/** The arguments of a command after parsing: positional ones, and options by name (undefined where not given). */
export interface Arguments {
  readonly positionals: readonly string[];
  string(name: string): string | undefined;
  strings(name: string): readonly string[];
  flag(name: string): boolean | undefined;
  number(name: string): number | undefined;
}

/** The outside world of a command: everything that it reads and writes besides files. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The whole of standard input as text; read once. Throws `UsageError` for input that is no text. */
  readStdin(): Promise<string>;
  /** Results. */
  out(text: string): void;
  /** Everything else. */
  err(text: string): void;
  /**
   * Whether results go to a terminal, whether they may be coloured, how wide a line may be, and whether standard error goes to a terminal
   * too, so that a line on it can be drawn anew.
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
  /** What stands after the name in the usage line. */
  readonly usage: string;
  /** The positional arguments in words, for the help. */
  readonly positionals?: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Command lines with what each does; every one is run in the tests. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

/** The commands by name, in the order of the help; each is loaded when it is called. */
export type CommandTable = Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>>;

/** Wrong usage, or input that cannot be read: one sentence with the remedy, shown without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  /** What is told: the message, or several sentences where there are several faults. */
  readonly sentences: readonly string[];

  constructor(message: string, sentences: readonly string[] = [message]) {
    super(message);
    this.sentences = sentences;
  }
}
