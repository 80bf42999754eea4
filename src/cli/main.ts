import { resolve } from "node:path";
import { printable, withoutCommands } from "../report/text/escape.ts";
import { didYouMean } from "../util/closest-match.ts";
import { isSuspect } from "../util/secret-prefixes.ts";
import { forShell } from "../util/text.ts";
import { parseArguments } from "./args/arguments.ts";
import type { ExitCode, Io, UsageError } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { exists } from "./files/paths.ts";
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
  const [first = "--help", ...rest] = argv;
  if (first === "--version" || first === "-v") {
    io.out(`${VERSION}\n`);
    return 0;
  }
  const name = first === "--help" || first === "-h" ? "help" : first;
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) return unknownCommand(name, rest, io);
  if (rest.includes("--help") || rest.includes("-h")) return await run("help", [name], io);
  return await run(name, rest, io);
}

async function run(name: string, argv: readonly string[], io: Io): Promise<ExitCode> {
  const command = await COMMANDS[name]!.load();
  const args = parseArguments(command, argv);
  return await command.run(args, withColor(args.string("color"), io));
}

/** The environment with the colour that `--color` asks for. */
function withColor(when = "auto", io: Io): Io {
  return when === "auto" ? io : { ...io, terminal: { ...io.terminal, color: when === "always" } };
}

function unknownCommand(name: string, rest: readonly string[], io: Io): ExitCode {
  const names = Object.keys(COMMANDS);
  const command = rest.find((word) => names.includes(word));
  if (name.startsWith("-") && name !== "-" && command !== undefined) {
    writeStderr(io, `"${name}" is before the command; write options after "dryfire ${command}"`);
    return 2;
  }
  const kind = name.startsWith("--") || /^-\D/.test(name) ? "option" : "command";
  const hint = isPath(name, io.cwd)
    ? `to check it, write "dryfire lint ${forShell(name)}"`
    : didYouMean(name, names, `the commands are ${names.join(", ")}`);
  writeStderr(io, `unknown ${kind} "${name}"; ${hint}`);
  return 2;
}

/** True for a path or a glob in the place of a command: `dryfire pipelines/ci.yml`. */
function isPath(name: string, cwd: string): boolean {
  return (
    name === "-" ||
    (!name.startsWith("-") && (/[/*]|\.(?:ya?ml|json)$/i.test(name) || exists(resolve(cwd, name))))
  );
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
