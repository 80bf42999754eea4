import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { UsageError } from "../command.ts";

/** Enough for the names and messages of a long history. */
const LARGEST_OUTPUT = 512 * 1024 * 1024;

/** Settings that would run programs or change what is printed. */
const settings = [
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "log.showSignature=false",
  "core.quotePath=false",
];

/**
 * Runs Git in a folder, for reading only: no lock is taken, nothing is fetched, no hook and no pager runs.
 */
export class Git {
  readonly cwd: string;

  /** `cwd` is any folder of the checkout. Throws `UsageError` where Git is missing or the folder belongs to no repository. */
  constructor(cwd: string) {
    this.cwd = cwd;
    const { status, stderr } = this.#spawn(["rev-parse", "--git-dir"]);
    if (status !== 0) throw new UsageError(notARepository(cwd, stderr));
  }

  /** What a command prints, or undefined where it fails. */
  try(...args: readonly string[]): string | undefined {
    const { status, stdout } = this.#spawn(args);
    return status === 0 ? stdout : undefined;
  }

  /** As `try`, on one line without its end; undefined for no output as well. */
  line(...args: readonly string[]): string | undefined {
    return this.try(...args)?.replace(/\r?\n$/, "") || undefined;
  }

  /** What a command prints that is fed a text. Throws `UsageError` where it fails. */
  read(args: readonly string[], input?: string): string {
    const { status, stdout, stderr } = this.#spawn(args, input);
    if (status === 0) return stdout;
    throw new UsageError(`"git ${args[0]}" failed: ${firstLine(stderr)}`);
  }

  #spawn(args: readonly string[], input?: string): SpawnSyncReturns<string> {
    const result = spawnSync("git", [...settings.flatMap((each) => ["-c", each]), ...args], {
      cwd: this.cwd,
      encoding: "utf8",
      maxBuffer: LARGEST_OUTPUT,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      env: {
        ...process.env,
        GIT_OPTIONAL_LOCKS: "0",
        GIT_NO_LAZY_FETCH: "1",
        GIT_TERMINAL_PROMPT: "0",
        LC_ALL: "C",
      },
      ...(input !== undefined && { input }),
    });
    if (result.error) throw new UsageError(cannotRun(result.error, this.cwd));
    return result;
  }
}

function cannotRun(error: NodeJS.ErrnoException, cwd: string): string {
  if (error.code === "ENOBUFS")
    return "git printed more than can be read; give a shorter range, such as --git HEAD~10..HEAD";
  if (error.code === "ENOENT")
    return `git cannot be run in "${cwd}"; install it, or describe the event with --push and --changed`;
  return `git cannot be run: ${error.code ?? error.message}`;
}

function notARepository(cwd: string, stderr: string): string {
  if (stderr.includes("dubious ownership")) {
    return `git refuses the repository of "${cwd}", which belongs to another user; allow it with "git config --global --add safe.directory"`;
  }
  return `"${cwd}" is in no git repository; run in a checkout, or describe the event with --push and --changed`;
}

/** The first line of what Git says, without the word that it begins with. */
function firstLine(stderr: string): string {
  return stderr.split("\n")[0]!.replace(/^(?:fatal|error): /, "") || "it said nothing";
}
