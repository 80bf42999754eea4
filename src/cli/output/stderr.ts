import { printable, withoutCommands } from "../../report/text/escape.ts";
import type { Io } from "../command.ts";

/**
 * Writes one sentence to standard error. It may quote a stranger's text, so control characters and
 * line breaks are escaped: no file name can look like a message of ours. On a terminal it is
 * wrapped between words. A sentence that may have a secret is held until detection is loaded.
 */
export function writeStderr(
  io: Pick<Io, "err" | "held"> & Partial<Pick<Io, "terminal">>,
  sentence: string,
): void {
  if (io.held?.mayHaveSecret(sentence)) {
    io.held.sentences.push(sentence);
    return;
  }
  const line = `dryfire: ${printable(shortened(sentence))}`;
  io.err(withoutCommands(io.terminal?.progress ? folded(line, io.terminal.columns) : `${line}\n`));
}

/** Returns the environment with standard error discarded. */
export function withoutStderr({ held: _, ...io }: Io): Io {
  return { ...io, err: () => {} };
}

function folded(line: string, columns: number): string {
  return line.replace(new RegExp(`(.{1,${columns}})(?: |$)`, "g"), "$1\n");
}

/** A sentence may quote a value of megabytes. */
const LONGEST = 2_000;

function shortened(sentence: string): string {
  if (sentence.length <= LONGEST) return sentence;
  return `${sentence.slice(0, LONGEST / 2)}…${sentence.slice(-LONGEST / 4)}`;
}

/** Milliseconds after which a user wonders whether the program still works. */
const QUIET_FOR = 1_000;
const EVERY = 100;

/** A line that counts the files of a long run; only on a terminal, removed at the end. */
export class Progress {
  readonly #io: Io;
  readonly #now: () => number;
  #next: number;
  #files = 0;
  #drawn = false;

  /** `now` returns milliseconds. */
  constructor(io: Io, now: () => number = Date.now) {
    this.#io = io;
    this.#now = now;
    this.#next = now() + QUIET_FOR;
  }

  /** Counts a file that is about to be read. */
  step(): void {
    this.#files++;
    const now = this.#now();
    if (now < this.#next) return;
    this.#next = this.#io.terminal.progress ? now + EVERY : Number.POSITIVE_INFINITY;
    if (!Number.isFinite(this.#next)) return;
    this.#drawn = true;
    this.#io.err(`\r${this.#files} files …\u001b[K`);
  }

  /** Clears the line, so that the next output starts on an empty one. */
  clear(): void {
    if (this.#drawn) this.#io.err("\r\u001b[K");
    this.#drawn = false;
  }
}
