import { fstatSync, statSync } from "node:fs";
import { type Io, UsageError } from "./command.ts";
import { readStandardInput } from "./files/read-text.ts";
import { writeAll } from "./files/whole-file.ts";

/** The environment of a process. */
export interface ProcessIo extends Io {
  /** Whether a message to standard error failed, so that the user did not see it. */
  readonly lost: boolean;
}

/**
 * Standard input, output and error of this process. Output is written synchronously:
 * `process.stdout` costs start-up time.
 */
export function processIo(cwd: string): ProcessIo {
  let lost = false;
  // A reader that goes away (`| head`) does not change the result of the run.
  const write = (descriptor: number, text: string, failed: (error: unknown) => void): void => {
    try {
      writeAll(descriptor, Buffer.from(text));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") failed(error);
    }
  };
  const interactive = isTerminal(1);
  return {
    cwd,
    env: process.env,
    readStdin: async () => readStandardInput(),
    out: (text) =>
      write(1, text, (error) => {
        throw cannotWrite(error);
      }),
    err: (text) =>
      write(2, text, () => {
        lost = true;
      }),
    get lost() {
      return lost;
    },
    terminal: {
      interactive,
      color: wantsColor(process.env, interactive),
      get progress() {
        return isTerminal(2) && process.env.TERM !== "dumb";
      },
      get columns() {
        return interactive ? Math.max(40, process.stdout.columns || 80) : 80;
      },
    },
  };
}

/** Node.js loads sockets and streams to detect this, so other kinds are detected first. */
function isTerminal(descriptor: 1 | 2): boolean {
  if (process.platform !== "win32" && !isUnknownDevice(descriptor)) return false;
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY ?? false;
}

function isUnknownDevice(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isCharacterDevice() && stats.rdev !== statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
  } catch {
    return false;
  }
}

/** `NO_COLOR` disables, `FORCE_COLOR` enables (no-color.org, force-color.org). */
function wantsColor(env: Readonly<Record<string, string | undefined>>, interactive: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return interactive && env.TERM !== "dumb";
}

/** A full disk is not a defect of dryfire; the reader has to know that a report is cut. */
function cannotWrite(error: unknown): UsageError {
  const { code } = error as NodeJS.ErrnoException;
  return new UsageError(`cannot write to standard output: ${code === "ENOSPC" ? "no space left" : code}`);
}
