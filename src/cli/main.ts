import { printable, withoutCommands } from "../report/text/escape.ts";
import { closestMatch } from "../util/closest-match.ts";
import { isSuspect } from "../util/secret-prefixes.ts";
import { parseArguments } from "./args/arguments.ts";
import type { ExitCode, Io, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { writeStderr } from "./output/stderr.ts";
import { VERSION } from "./version.ts";

/**
 * Runs a command line without the program's name and returns the exit code. Writes only through
 * `io` and never throws: wrong usage is 2, a defect of dryfire 3, reported in one sentence, with a
 * stack if `DRYFIRE_DEBUG` is set.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  // A path of the command line may be shown in another form, without the double slash of a URL.
  const mayHaveSecret = argv.some(isSuspect) ? () => true : isSuspect;
  const held = { sentences: [], mayHaveSecret };
  const guarded = { ...io, held };
  const code = await dispatch(argv, guarded).catch((error) => reportError(error, argv, guarded));
  if (held.sentences.length > 0)
    for (const sentence of await withoutSecrets(held.sentences, argv)) writeStderr(io, sentence);
  return code;
}

async function withoutSecrets<T>(data: T, argv: readonly string[]): Promise<T> {
  const { redactorFor } = await import("../secrets/redact.ts");
  return (await redactorFor(new Map(), [argv, data])).data(data);
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [name = "--help", ...rest] = argv;
  if (name === "--version" || name === "-v") return say(io, `${VERSION}\n`);
  if (name === "--help" || name === "-h" || name === "help") return await help(rest[0], io);
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) return unknownCommand(name, io);
  const command = await entry.load();
  if (rest.includes("--help") || rest.includes("-h")) return await help(name, io);
  const args = parseArguments(command, rest);
  return await command.run(args, withColor(args.string("color"), io));
}

/** The environment with the colour that `--color` asks for. */
function withColor(when = "auto", io: Io): Io {
  return when === "auto" ? io : { ...io, terminal: { ...io.terminal, color: when === "always" } };
}

function say(io: Io, text: string): ExitCode {
  io.out(text);
  return 0;
}

async function help(name: string | undefined, io: Io): Promise<ExitCode> {
  if (name === undefined) return say(io, overview());
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) return unknownCommand(name, io);
  const { commandHelp } = await import("./args/help.ts");
  return say(io, await commandHelp(await entry.load(), Math.min(io.terminal.columns, 100)));
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    "Lints Codefresh pipeline specs and shows which triggers an event would fire.",
    "",
    "Usage: dryfire COMMAND [OPTIONS]",
    "",
    "Commands:",
    ...lines,
    "",
    'Run "dryfire COMMAND --help" for help, "dryfire --version" for the version.',
    "",
  ].join("\n");
}

function unknownCommand(name: string, io: Io): ExitCode {
  const near = closestMatch(name, Object.keys(COMMANDS));
  const hint = near ? `did you mean "${near}"?` : `the commands are ${Object.keys(COMMANDS).join(", ")}`;
  writeStderr(io, `unknown ${name.startsWith("-") ? "option" : "command"} "${name}"; ${hint}`);
  return 2;
}

/** A local rule that fails has its own message, inside the one for any failing rule. */
function blamed(error: unknown): unknown {
  const { name, cause } = (error ?? {}) as Partial<Error>;
  return name === "RuleCrash" && cause instanceof Error && cause.name === "UsageError" ? cause : error;
}

/** Errors are identified by name, since a bundle may hold a class twice. */
async function reportError(thrown: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const error = blamed(thrown);
  if (isTooLong(error)) {
    writeStderr(io, "the output is too long; give fewer or smaller files");
    return 2;
  }
  const known = error instanceof Error && error.name === "UsageError";
  const text = error instanceof Error ? error.message : String(error);
  const debug = io.env.DRYFIRE_DEBUG;
  const defect = `internal error, please report it: ${text}${debug ? "" : "; set DRYFIRE_DEBUG=1 for details"}`;
  const sentences = known ? ((error as UsageError).sentences ?? [text]) : [defect];
  const details = debug && error instanceof Error ? detailsOf(error) : "";
  for (const sentence of sentences) writeStderr(io, sentence);
  if (details !== "") io.err(withoutCommands(`${await withoutSecrets(details, argv)}\n`));
  return known ? 2 : 3;
}

/** V8 limits strings to half a billion characters; a report of millions of findings is longer. */
function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Invalid string length";
}

function detailsOf({ stack = "", cause }: Error): string {
  const below = cause instanceof Error ? `\ncaused by: ${cause.stack ?? cause.message}` : "";
  return `${stack}${below}`.split("\n").map(printable).join("\n");
}
